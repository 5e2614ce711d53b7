"""Instants of the samples, which were taken in March 2026 and are read on the first of June."""

from datetime import UTC, datetime

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def gmt(time, day=9):
    """`gmt("10:00")`, `gmt("10:00:30", day=10)`, in March 2026."""
    return datetime.fromisoformat(f"2026-03-{day:02}T{time}").replace(tzinfo=UTC)
