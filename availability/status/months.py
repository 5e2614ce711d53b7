"""A month's page: each component's figure, and every second that was not up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q

from availability import figures
from availability.agreement import VERSION_1, StandardAgreement
from availability.models import Cause, Component, Maintenance, Outage
from availability.overview.corrections import PublicCorrection, corrections
from availability.planned import RELEASE
from availability.ranges import SECOND
from availability.uptime import Bucket, Interval, Uptime, month_uptime
from istockist_sla.core.lib.months import Month

# Shorter times without measurement are summed up in one line.
LONG_GAP = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class UnavailabilityRow:
    """A time that was not up; `outage` is the id of a published one."""

    components: tuple[str, ...]
    start: datetime
    end: datetime
    bucket: str
    title: str
    outage: int | None
    corrected_at: datetime | None = None

    @property
    def seconds(self) -> int:
        return (self.end - self.start) // SECOND


@dataclass(frozen=True, slots=True)
class ComponentMonth:
    code: str
    name: str
    is_contractual: bool
    uptime: Uptime


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthPage:
    month: Month
    at: datetime
    start: datetime
    end: datetime
    components: list[ComponentMonth]
    rows: list[UnavailabilityRow]
    corrections: list[PublicCorrection]
    short_gaps: int
    short_gap_seconds: int
    has_previous: bool
    has_next: bool

    @property
    def contractual(self) -> ComponentMonth | None:
        return next((each for each in self.components if each.is_contractual), None)

    @property
    def last(self) -> datetime:
        """The month's last second, for its day."""
        return self.end - SECOND

    @property
    def is_running(self) -> bool:
        return self.at < self.end


def month_page(
    month: Month, *, at: datetime, agreement: StandardAgreement = VERSION_1
) -> MonthPage | None:
    """None for a month that has not begun or was over before monitoring started."""
    at = at.replace(microsecond=0)
    start, end = agreement.months().bounds(month)
    terms = agreement.terms_at(start)
    components = list(Component.objects.all())
    since = min((each.monitored_since for each in components if each.monitored_since), default=at)
    if start > at or end <= since:
        return None
    until = min(end, at)
    intervals = figures.intervals(components, start, until)
    months = [
        ComponentMonth(
            each.code,
            each.name,
            each.is_contractual,
            month_uptime(start, end, intervals[each.pk], until=at, terms=terms),
        )
        for each in components
    ]
    pieces = [(each.name, piece) for each in months for piece in each.uptime.pieces]
    corrected = _corrections(start, end, at)
    gaps = [piece.seconds for _, piece in pieces if _is_short_gap(piece)]
    return MonthPage(
        month=month,
        at=at,
        start=start,
        end=end,
        components=months,
        rows=_rows(pieces, start, until, corrected),
        corrections=corrected,
        short_gaps=len(gaps),
        short_gap_seconds=sum(gaps),
        has_previous=start > since,
        has_next=end <= at,
    )


def _is_short_gap(piece: Interval) -> bool:
    return piece.bucket is Bucket.UNKNOWN and piece.end - piece.start < LONG_GAP


def _corrections(start: datetime, end: datetime, now: datetime) -> list[PublicCorrection]:
    """Of interruptions that lie in the month, or once were recorded in it."""
    now_in = Q(starts_at__lt=end, ends_at__gt=start)
    was_in = Q(was_starts_at__lt=end, was_ends_at__gt=start)
    published = Q(interruption__published_at__isnull=False)
    return corrections(published & (now_in | was_in), now)


def _rows(
    pieces: Sequence[tuple[str, Interval]],
    start: datetime,
    until: datetime,
    corrected: Sequence[PublicCorrection],
) -> list[UnavailabilityRow]:
    outages = {each.pk: each for each in Outage.objects.overlapping(start, until).published()}
    maintenance = {each.pk: each.title for each in Maintenance.objects.worked_in(start, until)}
    names: dict[Interval, list[str]] = {}
    for name, piece in pieces:
        if piece.bucket is not Bucket.UP and not _is_short_gap(piece):
            names.setdefault(piece, []).append(name)
    rows = [_row(tuple(each), piece, outages, maintenance) for piece, each in names.items()]
    newest = {each.outage: each.at for each in corrected}
    rows = [replace(row, corrected_at=newest.get(row.outage or 0)) for row in rows]
    return sorted(rows, key=lambda row: (row.start, row.end))


def _row(
    components: tuple[str, ...],
    piece: Interval,
    outages: dict[int, Outage],
    maintenance: dict[int, str],
) -> UnavailabilityRow:
    """Nothing of an unpublished outage but its time is shown, and no exclusion's evidence."""
    kind, _, key = piece.source.partition(":")
    outage = outages.get(int(key)) if kind == "outage" else None
    if kind == "outage":
        title = outage.title if outage else "Interruption"
    elif kind == "maintenance":
        title = maintenance[int(key)]
    elif kind == "exclusion":
        title = Cause(piece.cause).label
    else:
        title = "No measurement"
    return UnavailabilityRow(
        components=components,
        start=piece.start,
        end=piece.end,
        bucket="release" if piece.cause == RELEASE and kind == "maintenance" else piece.bucket,
        title=title,
        outage=outage.pk if outage else None,
    )
