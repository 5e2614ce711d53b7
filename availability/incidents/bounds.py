"""An outage's own columns, which follow from its interruptions."""

from collections.abc import Iterable
from datetime import datetime

from availability.models import Interruption, Outage

BOUNDS = ["started_at", "detected_at", "published_at", "ended_at"]


def bounds_of(interruptions: Iterable[Interruption]) -> dict[str, datetime | None]:
    """The widest of those that were not withdrawn, or of all where each was."""
    rows = list(interruptions)
    rows = [each for each in rows if not each.withdrawn] or rows
    ends = [each.ended_at for each in rows if each.ended_at]
    return {
        "started_at": min(each.started_at for each in rows),
        "detected_at": min(each.detected_at for each in rows),
        "published_at": min(
            (each.published_at for each in rows if each.published_at), default=None
        ),
        "ended_at": max(ends) if len(ends) == len(rows) else None,
    }


def fit(outage: Outage) -> None:
    """Of a locked outage, after its interruptions changed."""
    for column, value in bounds_of(outage.interruptions.all()).items():
        setattr(outage, column, value)
    outage.save(update_fields=BOUNDS)
