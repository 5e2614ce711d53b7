"""Instants as they are recorded, and time zones by their names. PURE."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def to_second(at: datetime) -> datetime:
    """Every instant is cut to the whole second when it is recorded (K4)."""
    return at.replace(microsecond=0)


def zulu(at: datetime) -> str:
    """As every export writes it, in UTC and whole seconds: `2026-10-03T09:00:00Z`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def zone_named(name: str) -> ZoneInfo:
    """Raises ValueError, with a message for the user, where there is no such zone."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{name!r} is not the name of a time zone.") from None
