"""The event that each verb on a record appends."""

from datetime import datetime
from typing import Any

from istockist_sla.core.models import Event, User


def append_event(
    kind: str, subject_id: int, verb: str, /, *, by: User, at: datetime, **data: Any
) -> Event:
    """Append the event; `data` holds ids, codes and instants, no personal text."""
    return Event.objects.append(
        kind=kind,
        subject_id=subject_id,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT,
        at=at,
        data=data,
    )
