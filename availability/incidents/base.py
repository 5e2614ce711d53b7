"""What all changes share: their event and its subjects."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model

from availability.models import Component
from istockist_sla.core.models import Event, User

OUTAGE, MAINTENANCE, COMPONENT = (
    Event.Kind.OUTAGE,
    Event.Kind.MAINTENANCE,
    Event.Kind.COMPONENT,
)


def append_event(
    kind: Event.Kind,
    row: Model,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    recorded_at: datetime | None = None,
    **data: Any,
) -> Event:
    """Append the event; instants in `data` are stored in ISO 8601.

    `recorded_at` is given where the act happened before it was recorded.
    """
    return Event.objects.append(
        kind=kind,
        subject_id=row.pk,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT if by else Event.Side.SYSTEM,
        at=at,
        recorded_at=recorded_at,
        data={name: _plain(value) for name, value in data.items()},
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def codes(components: Iterable[Component]) -> list[str]:
    return sorted(component.code for component in components)
