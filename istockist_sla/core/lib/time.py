"""Instants as they are recorded. PURE."""

from datetime import datetime


def to_second(at: datetime) -> datetime:
    """Every instant is cut to the whole second when it is recorded (K4)."""
    return at.replace(microsecond=0)
