"""How soon the public was told of each interruption of a month (A7)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from availability.incidents.publication import technical_work, unexpected_from
from availability.models import Interruption
from availability.models.interruptions import InterruptionQuerySet
from availability.models.outages import AUTO_PUBLISH_AFTER
from tickets.reports.one_statement import Found, Given, Part, one


class PublicationCounts(NamedTuple):
    """`late` were published a quarter of an hour after their detection or later; `expected` stand
    on no page of their own, as planned work explains each second of them."""

    interruptions: int
    late: int
    longest_delay: timedelta | None
    unpublished: int
    expected: int


class PublicationRow(NamedTuple):
    """An interruption, and whether its outage is one that need not be published."""

    interruption: Interruption
    is_expected: bool

    @property
    def delay(self) -> timedelta | None:
        return self.interruption.publication_delay


def interruptions_of(start: datetime, until: datetime) -> InterruptionQuerySet:
    """Without those that were withdrawn: where nothing was interrupted, nothing was to be told."""
    return Interruption.objects.standing().overlapping(start, until)


def publication_parts(given: Given) -> Iterator[Part]:
    """Those that were published, with the longest delay in microseconds; those of them that were
    late; and those that were not published."""
    rows = interruptions_of(given["start"], given["until"])
    told = rows.filter(published_at__isnull=False)
    delays = told.annotate(delay=F("published_at") - F("detected_at")).values("delay")
    longest = "max(delay)"
    if connection.vendor == "postgresql":
        longest = f"1000000 * EXTRACT(EPOCH FROM {longest})"
    yield Part("told", delays, more=longest)
    late = told.filter(published_at__gte=F("detected_at") + AUTO_PUBLISH_AFTER)
    yield Part("told late", late.values("pk"))
    yield Part("untold", rows.filter(published_at__isnull=True).values("pk"))


def publication_counts(found: Found, start: datetime, until: datetime) -> PublicationCounts:
    """What was not published is looked at in statements of its own."""
    told, untold = one(found, "told"), one(found, "untold").n
    expected = _expected(start, until) if untold else 0
    return PublicationCounts(
        interruptions=told.n + untold,
        late=one(found, "told late").n,
        longest_delay=timedelta(microseconds=told.more) if told.n else None,
        unpublished=untold - expected,
        expected=expected,
    )


def _expected(start: datetime, until: datetime) -> int:
    untold = interruptions_of(start, until).filter(published_at__isnull=True)
    rows = publication_rows(list(untold.select_related("component")), until)
    return sum(row.is_expected for row in rows)


def publication_rows(
    interruptions: Sequence[Interruption], until: datetime
) -> list[PublicationRow]:
    """In two statements more, however many they are; their components come with them."""
    untold = [each for each in interruptions if each.published_at is None]
    explained = _explained(untold, until)
    return [PublicationRow(each, each.pk in explained) for each in interruptions]


def _explained(untold: Iterable[Interruption], until: datetime) -> set[int]:
    """Which of them planned work explains throughout; what goes on, as far as `until`."""
    begun = [each for each in untold if each.started_at < until]
    if not begun:
        return set()
    work = technical_work(min(each.started_at for each in begun), until)
    return {each.pk for each in begun if unexpected_from(each, work, until) is None}
