"""Calendar months, and their bounds in a zone."""

import re
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

SHAPE = re.compile(r"(\d{4})-(\d{2})")


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

    @classmethod
    def of(cls, at: datetime, zone: str = "UTC") -> "Month":
        """The month in which an instant lies, in a zone (G8)."""
        local = at.astimezone(ZoneInfo(zone))
        return cls(local.year, local.month)

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"

    @property
    def name(self) -> str:
        return f"{datetime(self.year, self.month, 1):%B} {self.year}"  # noqa: DTZ001

    @property
    def next(self) -> "Month":
        return self.shifted(1)

    @property
    def previous(self) -> "Month":
        return self.shifted(-1)

    def shifted(self, by: int) -> "Month":
        count = self.year * 12 + self.month - 1 + by
        return Month(count // 12, count % 12 + 1)

    def start(self, zone: str = "UTC") -> datetime:
        """The month's first instant in the zone, as UTC."""
        return datetime(self.year, self.month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def end(self, zone: str = "UTC") -> datetime:
        """The first instant after the month, as UTC."""
        return self.next.start(zone)
