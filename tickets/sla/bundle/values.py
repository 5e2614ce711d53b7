"""What is written for an instant, a time of day or a percentage, and how a reader takes each part
of a document, refusing all else. PURE."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any, Never, TypeVar

from tickets.sla.bundle.canonical import is_digest

CODE = re.compile(r"[a-z0-9][a-z0-9 _-]*")
NAME_OF_ZONE = re.compile(r"[A-Za-z0-9_+/-]+")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SECONDS_OF_A_DAY = 86_400
Taken = TypeVar("Taken")


class Malformed(ValueError):
    """Something else stands in a document than belongs there; the text says where."""


def written(at: datetime) -> str:
    """An instant as text of 20 characters, in UTC and cut to the whole second (K4)."""
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def written_or_null(at: datetime | None) -> str | None:
    return None if at is None else written(at)


def seconds_of_day(moment: time, *, ends: bool = False) -> int:
    """Since midnight; as an end, midnight and the last microsecond are the end of the day (K2)."""
    if ends and moment in (time(0), time.max):
        return SECONDS_OF_A_DAY
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def hundredths(percent: Fraction) -> int:
    """A percentage that is a term; an agreement has no more than two decimals."""
    whole = percent * 100
    if whole.denominator != 1:
        raise ValueError(f"{percent} % has more than two decimals.")
    return whole.numerator


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a document, and where it stands."""

    value: Any
    where: str

    def refuse(self, wanted: str) -> Never:
        raise Malformed(f"{self.where}: not {wanted}")

    def fields(self, *names: str) -> dict[str, "Part"]:
        """Of an object with these keys and no other."""
        if not isinstance(self.value, dict) or set(self.value) != set(names):
            self.refuse("an object with the keys " + ", ".join(sorted(names)))
        return {name: Part(self.value[name], f"{self.where}.{name}") for name in names}

    def parts(self) -> "list[Part]":
        if not isinstance(self.value, list):
            self.refuse("a list")
        return [Part(each, f"{self.where}.{n}") for n, each in enumerate(self.value)]

    def tuple_of(self, length: int) -> "list[Part]":
        found = self.parts()
        if len(found) != length:
            self.refuse(f"a list of {length}")
        return found

    def each(self, take: "Callable[[Part], Taken]") -> tuple[Taken, ...]:
        return tuple(take(part) for part in self.parts())

    def maybe(self, take: "Callable[[Part], Taken]") -> Taken | None:
        return None if self.value is None else take(self)

    def code(self) -> str:
        if not isinstance(self.value, str) or CODE.fullmatch(self.value) is None:
            self.refuse("a code")
        return self.value

    def code_or_empty(self) -> str:
        return "" if self.value == "" else self.code()

    def one_of(self, *codes: str) -> str:
        if self.value not in codes or not isinstance(self.value, str):
            self.refuse("one of " + ", ".join(codes))
        return self.value

    def zone_name(self) -> str:
        if not isinstance(self.value, str) or NAME_OF_ZONE.fullmatch(self.value) is None:
            self.refuse("the name of a zone")
        return self.value

    def digest(self) -> str:
        if not is_digest(self.value):
            self.refuse("a hash")
        return str(self.value)

    def digest_or_empty(self) -> str:
        return "" if self.value == "" else self.digest()

    def whole(self) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse("a whole number")
        return self.value

    def count(self) -> int:
        found = self.whole()
        if found < 0:
            self.refuse("a whole number from 0 on")
        return found

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse("true or false")
        return self.value

    def instant_text(self) -> str:
        return written(self.at())

    def at(self) -> datetime:
        """An instant."""
        if not isinstance(self.value, str) or INSTANT.fullmatch(self.value) is None:
            self.refuse("an instant")
        try:
            return datetime.fromisoformat(self.value)
        except ValueError:
            self.refuse("an instant")

    def day(self) -> date:
        try:
            found = date.fromisoformat(self.value)
        except (TypeError, ValueError):
            self.refuse("a date")
        if found.isoformat() != self.value:
            self.refuse("a date")
        return found

    def time_of_day(self) -> time:
        """The end of the day is midnight, as in a window (K2)."""
        seconds = self.count()
        if seconds > SECONDS_OF_A_DAY:
            self.refuse("seconds of a day")
        minutes, second = divmod(seconds % SECONDS_OF_A_DAY, 60)
        return time(minutes // 60, minutes % 60, second)

    def percent(self) -> Fraction:
        return Fraction(self.count(), 100)
