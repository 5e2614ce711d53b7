"""How clients rated the closings of their tickets in a month: what was given in it, as it stood at
its end."""

from collections.abc import Iterator
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Count

from tickets.models import Client, Rating
from tickets.models.ratings import RatingQuerySet
from tickets.reports.one_statement import Found, Given, Part, client_in

TENTH = Decimal("0.1")


class RatingCounts(NamedTuple):
    """So many ratings of each value, from 1 to 5."""

    by_value: dict[int, int]

    @property
    def rated(self) -> int:
        return sum(self.by_value.values())

    @property
    def average(self) -> Decimal | None:
        """To one decimal, halves up; None without a rating."""
        if not self.rated:
            return None
        total = sum(value * n for value, n in self.by_value.items())
        return (Decimal(total) / self.rated).quantize(TENTH, ROUND_HALF_UP)


def ratings_of(start: datetime, end: datetime, client: Client | None) -> RatingQuerySet:
    return Rating.objects.of_client(client).given_in(start, end)


def rating_parts(given: Given) -> Iterator[Part]:
    """Grouped by the number and only then told as text: so a month of many takes half the time."""
    rows = ratings_of(given["start"], given["end"], client_in(given)).values("value")
    by_value = rows.annotate(n=Count("*"))
    yield Part("ratings", by_value, ("CAST(value AS varchar(1))",), "sum(n)")


def rating_counts(found: Found) -> RatingCounts:
    counts = {int(value): n for (value, *_), n, _ in found.get("ratings", [])}
    return RatingCounts({value: counts.get(value, 0) for value in Rating.Value.values})
