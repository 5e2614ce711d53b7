"""Calendar months, and which instants lie in each."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from itertools import pairwise
from typing import NamedTuple

SHAPE = re.compile(r"(\d{4})-(\d{2})")
BEGINNING = datetime(2, 1, 1, tzinfo=UTC)


class Month(NamedTuple):
    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """`2026-10`; raises ValueError, with a message for the user, for anything else."""
        match = SHAPE.fullmatch(text.strip())
        if match is None or not (2000 <= int(match[1]) <= 2100 and 1 <= int(match[2]) <= 12):
            raise ValueError(
                f"Write the month as a year and two digits, for example 2026-10, not {text!r}."
            )
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def name(self) -> str:
        return f"{self.first_day:%B} {self.year}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def next(self) -> "Month":
        return self.shifted(1)

    @property
    def previous(self) -> "Month":
        return self.shifted(-1)

    def shifted(self, by: int) -> "Month":
        count = self.year * 12 + self.month - 1 + by
        return Month(count // 12, count % 12 + 1)


class MonthBounds(NamedTuple):
    """From `start` on and before `end`, in UTC."""

    start: datetime
    end: datetime


class ZonePeriod(NamedTuple):
    """A time zone, in force until the next one is."""

    since: datetime
    zone: tzinfo


ALWAYS_UTC = (ZonePeriod(BEGINNING, UTC),)


class MonthCalendar:
    """The months in the zones that were in force one after another, the first from `BEGINNING` on.

    A month begins at the earliest instant at which the zone then in force shows its first day or
    a later one, and ends where the next begins: every instant lies in exactly one (G8).
    """

    def __init__(self, zones: Sequence[ZonePeriod] = ALWAYS_UTC) -> None:
        last = ZonePeriod(datetime.max.replace(tzinfo=UTC), UTC)
        self._periods = list(pairwise([*zones, last]))

    def start(self, month: Month) -> datetime:
        day = month.first_day
        return next(
            at
            for period, following in self._periods
            for at in _candidates(period, day)
            if period.since <= at < following.since and at.astimezone(period.zone).date() >= day
        )

    def bounds(self, month: Month) -> MonthBounds:
        return MonthBounds(self.start(month), self.start(month.next))

    def month_of(self, at: datetime) -> Month:
        at = at.astimezone(UTC)
        month = Month(at.year, at.month).next
        while self.start(month) > at:
            month = month.previous
        return month


def _candidates(period: ZonePeriod, day: date) -> list[datetime]:
    """The instants at which the zone may first show the day: its coming into force, and midnight,
    which a change of the clock can bring twice."""
    midnights = (
        datetime.combine(day, time(fold=fold), period.zone).astimezone(UTC) for fold in (0, 1)
    )
    return sorted({period.since, *midnights})
