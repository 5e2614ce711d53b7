"""What the service did in a month: its outages and its maintenance."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Prefetch, Q

from availability.models import Cause, Impact, Interruption, Maintenance, Outage
from availability.models.maintenance import MaintenanceQuerySet
from availability.models.outages import OutageQuerySet
from availability.ranges import SECOND, TimeRange, overlap, union, without
from availability.uptime import Bucket, Interval, Uptime
from istockist_sla.core.lib.text import stopwatch
from tickets.reports.one_statement import Found, Given, Part, one
from tickets.reports.publication import (
    PublicationCounts,
    interruptions_of,
    publication_counts,
    publication_parts,
)

# What a second of an outage is in the figure, where it is not down (A2 to A6).
TREATED = {
    Bucket.DOWN: "counted",
    Bucket.SYSTEMS_DOWN: "the systems themselves were down: lost in the stricter figure alone",
    Bucket.UNKNOWN: "not measured",
    Bucket.UP: "not counted: measured as up",
}


class ServiceCounts(NamedTuple):
    """How many outages and works touched the month, and how soon the public was told (A7)."""

    outages: int
    told: PublicationCounts
    maintenance: int


class OutageShare(NamedTuple):
    """So many seconds of an outage in the month that the figure treats alike, and why."""

    bucket: Bucket
    cause: str
    seconds: int

    @property
    def words(self) -> str:
        if self.cause == Impact.DEGRADED:
            return "not counted: degraded is up"
        if self.bucket is not Bucket.EXCLUDED:
            return TREATED[self.bucket]
        cause = Cause(self.cause).label if self.cause in Cause.values else "planned maintenance"
        return f"excluded: {cause[0].lower()}{cause[1:]}"


class OutageRow(NamedTuple):
    """An outage, with what became of its seconds in the API's figure."""

    outage: Outage
    until: datetime
    shares: list[OutageShare]

    @property
    def seconds(self) -> int:
        return int((self.until - self.outage.started_at).total_seconds())

    @property
    def counted(self) -> int:
        """Seconds that the figure counts as down."""
        return sum(each.seconds for each in self.shares if each.bucket is Bucket.DOWN)

    @property
    def shares_in_words(self) -> str:
        found = (f"{stopwatch(each.seconds)} {each.words}" for each in self.shares)
        return "; ".join(found) or "not in it: the API was not interrupted"

    @property
    def interrupted(self) -> str:
        """`API down, Ordering degraded`."""
        parts = self.outage.interruptions.all()
        return ", ".join(f"{each.component} {each.get_impact_display().lower()}" for each in parts)


class WorkRow(NamedTuple):
    """Maintenance, and whether it kept to what was announced (A4)."""

    maintenance: Maintenance
    announced_before: int | None
    early: int
    overrun: int

    @property
    def is_kept(self) -> bool:
        return self.announced_before is not None and not self.early and not self.overrun


def service_parts(given: Given) -> Iterator[Part]:
    start, until = given["start"], given["until"]
    yield Part("outages", outages_of(start, until).values("pk"))
    yield Part("maintenance", maintenance_of(start, until).values("pk"))
    yield from publication_parts(given)


def service_counts(found: Found, start: datetime, until: datetime) -> ServiceCounts:
    return ServiceCounts(
        outages=one(found, "outages").n,
        told=publication_counts(found, start, until),
        maintenance=one(found, "maintenance").n,
    )


def outages_of(start: datetime, until: datetime) -> OutageQuerySet:
    """Those of which an interruption that was not withdrawn reaches into the time."""
    return Outage.objects.filter(pk__in=interruptions_of(start, until).values("outage"))


def maintenance_of(start: datetime, until: datetime) -> MaintenanceQuerySet:
    """Whose announced window or work lies in the time; without an end that counts the work lasts
    until the announced one (A4)."""
    announced = Q(windows__starts_at__lt=until, windows__ends_at__gt=start)
    lasts = Q(work_ended_at__isnull=True, windows__ends_at__gt=start)
    worked = Q(work_started_at__lt=until) & (Q(work_ended_at__gt=start) | lasts)
    return Maintenance.objects.filter(announced | worked).distinct()


def outages_of_month(start: datetime, until: datetime, uptime: Uptime | None) -> list[OutageRow]:
    """In the order of their beginnings."""
    own = Prefetch("interruptions", Interruption.objects.select_related("component"))
    found = list(outages_of(start, until).prefetch_related(own).order_by("started_at"))
    return outage_rows(found, uptime, until)


def outage_rows(
    outages: Sequence[Outage], uptime: Uptime | None, until: datetime
) -> list[OutageRow]:
    return [
        OutageRow(outage, outage.ended_at or until, _shares(outage, uptime, until))
        for outage in outages
    ]


def _shares(outage: Outage, uptime: Uptime | None, until: datetime) -> list[OutageShare]:
    """The seconds of the API's interruptions in this outage, each once, by what the month made of
    them."""
    if uptime is None:
        return []
    down, slow = (_spans(outage, impact, until) for impact in (Impact.DOWN, Impact.DEGRADED))
    degraded = [rest for span in slow for rest in without(span, down)]
    found: dict[tuple[Bucket, str], int] = {}
    for piece in uptime.pieces:
        _add(found, (piece.bucket, piece.cause), piece, down)
        if piece.bucket is Bucket.UP:
            _add(found, (Bucket.UP, Impact.DEGRADED), piece, degraded)
    return [OutageShare(bucket, cause, seconds) for (bucket, cause), seconds in found.items()]


def _spans(outage: Outage, impact: Impact, until: datetime) -> list[TimeRange]:
    return union(
        TimeRange(each.started_at, each.ended_at or until)
        for each in outage.interruptions.all()
        if each.component.is_contractual and each.impact == impact and not each.withdrawn
    )


def _add(
    found: dict[tuple[Bucket, str], int],
    key: tuple[Bucket, str],
    piece: Interval,
    spans: Sequence[TimeRange],
) -> None:
    shared = overlap([TimeRange(piece.start, piece.end)], spans)
    if shared:
        seconds = sum((each.end - each.start) // SECOND for each in shared)
        found[key] = found.get(key, 0) + seconds


def work_row(maintenance: Maintenance) -> WorkRow:
    """Measured against the window that held last; moved windows stand in its own history."""
    windows = maintenance.in_order
    window = windows[-1]
    lead = window.starts_at - windows[0].published_at
    began, ended = maintenance.work_started_at, maintenance.work_ended_at
    return WorkRow(
        maintenance=maintenance,
        announced_before=int(lead.total_seconds()) if windows[0].in_time else None,
        early=_positive(window.starts_at - began) if began else 0,
        overrun=_positive(ended - window.ends_at) if ended else 0,
    )


def _positive(length: timedelta) -> int:
    return max(0, int(length.total_seconds()))
