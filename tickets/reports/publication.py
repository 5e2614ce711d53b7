"""How soon the public was told of each interruption of a month (A7)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, F, Max, Q

from availability.incidents.publication import technical_work, unexpected_from
from availability.models import Interruption
from availability.models.interruptions import InterruptionQuerySet
from availability.models.outages import AUTO_PUBLISH_AFTER


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
    return Interruption.objects.overlapping(start, until)


def publication_counts(start: datetime, until: datetime) -> PublicationCounts:
    rows = interruptions_of(start, until)
    late = Q(published_at__gte=F("detected_at") + AUTO_PUBLISH_AFTER)
    found = rows.aggregate(
        interruptions=Count("pk"),
        late=Count("pk", filter=late),
        longest_delay=Max(F("published_at") - F("detected_at")),
    )
    untold = publication_rows(
        list(rows.filter(published_at__isnull=True).select_related("component")), until
    )
    expected = sum(row.is_expected for row in untold)
    return PublicationCounts(**found, unpublished=len(untold) - expected, expected=expected)


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
