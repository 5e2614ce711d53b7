"""Suggests the days on which the volume of a client's orders was altered (G5)."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import NamedTuple

WEEKS = 8
WEEK = timedelta(days=7)
# A day stands out above twice the median or below half of it; exactly at either it does not.
ABOVE, BELOW = Fraction(2), Fraction(1, 2)


class OrderComparison(NamedTuple):
    """The orders of a day, and of the same weekday in the eight weeks before it, latest first."""

    day: date
    orders: int
    earlier: tuple[int, ...]

    @property
    def median(self) -> Fraction:
        return Fraction(median(map(Fraction, self.earlier)))

    @property
    def is_above(self) -> bool:
        return self.orders > ABOVE * self.median

    @property
    def is_below(self) -> bool:
        return self.orders < BELOW * self.median

    @property
    def is_altered(self) -> bool:
        return self.is_above or self.is_below


def compare(counts: Mapping[date, int], day: date) -> OrderComparison | None:
    """None where the day, or that weekday in one of the eight weeks, has no count."""
    days = [day - week * WEEK for week in range(WEEKS + 1)]
    if any(each not in counts for each in days):
        return None
    orders, *earlier = (counts[each] for each in days)
    return OrderComparison(day=day, orders=orders, earlier=tuple(earlier))


def suggest(counts: Mapping[date, int]) -> list[OrderComparison]:
    """The days that stand out, latest first."""
    compared = (compare(counts, day) for day in sorted(counts, reverse=True))
    return [found for found in compared if found is not None and found.is_altered]
