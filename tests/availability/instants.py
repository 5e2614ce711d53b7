"""Instants of the day that these tests play on: Tuesday 9 June 2026."""

from datetime import UTC, datetime


def gmt(time: str, day: int = 9) -> datetime:
    """`gmt("13:00")`, `gmt("13:00:30", day=10)`, in June 2026."""
    return datetime.fromisoformat(f"2026-06-{day:02}T{time}").replace(tzinfo=UTC)
