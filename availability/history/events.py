"""An event of the service as plain values, and what several histories do with it. PURE."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple


class EventRow(NamedTuple):
    """An event as plain values; instants in `data` are in ISO 8601."""

    kind: str
    subject: int
    verb: str
    at: datetime
    recorded_at: datetime
    actor: int | None
    data: Mapping[str, Any]

    def instant(self, name: str) -> datetime | None:
        text = self.data.get(name)
        return datetime.fromisoformat(text) if text else None


def required(event: EventRow, name: str) -> datetime:
    return datetime.fromisoformat(event.data[name])


def person(event: EventRow) -> int:
    assert event.actor is not None
    return event.actor


def decided(table: dict[int, Any], name: str, event: EventRow) -> Any:
    """The row of `table` that the event approves or refuses, as it is from now on."""
    row = table[event.data[name]]
    approved = event.verb.startswith("approve")
    table[row.id] = replace(row, approved=approved, decided_by=event.actor)
    return table[row.id]
