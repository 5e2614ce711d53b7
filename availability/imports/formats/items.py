"""What a reader finds in a file, piece by piece, and how it reads values of others. PURE."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

MOST_QUOTED, LONGEST_NAME = 40, 120
FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_MS = 32_767


class FoundCheck(NamedTuple):
    """One check; `name` is what the file calls the component, nothing where it names none."""

    where: str
    name: str
    at: datetime
    ok: bool
    latency_ms: int | None = None


class FoundOutage(NamedTuple):
    """`source_id` is the same whenever the source tells of it again."""

    where: str
    source_id: str
    name: str
    title: str
    impact: str
    starts_at: datetime
    ends_at: datetime


class Wrong(NamedTuple):
    """A row that cannot be taken: nothing of the file is."""

    where: str
    text: str


class LeftOut(NamedTuple):
    """A row that is no part of the figures; the rest of the file is taken."""

    where: str
    text: str


Item = FoundCheck | FoundOutage | Wrong | LeftOut
Items = Iterator[Item]


def plain(text: object, most: int = LONGEST_NAME) -> str:
    """One line that every database keeps: no NUL, no half of a surrogate pair."""
    words = " ".join(str(text).replace("\0", " ").split())
    return words.encode("utf-8", "replace").decode()[:most]


def quoted(value: object) -> str:
    return f"“{plain(value, MOST_QUOTED)}”"


def instant(value: object, zone: ZoneInfo | None) -> datetime:
    """In UTC and cut to the second; raises ValueError, in words for the reader of the form.

    What names no offset is of `zone`, and refused without one.
    """
    text = value.strip() if isinstance(value, str) else ""
    try:
        at = datetime.fromisoformat(text) if len(text) > len("2026-03-09") else None
    except ValueError:
        at = None
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(
            f"{quoted(value)} is no instant between the years {FIRST_YEAR} and {LAST_YEAR}; "
            "write it like 2026-03-09T10:15:00Z"
        )
    if at.tzinfo is None:
        at = _of_zone(at, zone, text)
    return at.astimezone(UTC).replace(microsecond=0)


def _of_zone(at: datetime, zone: ZoneInfo | None, text: str) -> datetime:
    if zone is None:
        raise ValueError(f"{quoted(text)} does not say its time zone; choose that of the file")
    local = at.replace(tzinfo=zone)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise ValueError(f"the clocks of {zone.key} never showed {quoted(text)}")
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        raise ValueError(f"the clocks of {zone.key} showed {quoted(text)} twice; name its offset")
    return local


def milliseconds(value: Any) -> int | None:
    """Of what a monitor measured; what is no length of time says nothing."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10**9:
        return None
    return min(round(value), MOST_MS)
