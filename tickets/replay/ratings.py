"""Events -> the stored rows of how a ticket's closings were rated."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tickets.inputs import EventRow
from tickets.models import Verb


class RatingRow(NamedTuple):
    """The columns of a stored rating, without its ticket and its words."""

    id: int
    client_id: int
    closed_at: datetime
    value: int
    given_at: datetime
    replaced_at: datetime | None


def replay_ratings(events: Sequence[EventRow]) -> list[RatingRow]:
    """In the order in which they were given: the next about the same closing replaces one."""
    rows: list[RatingRow] = []
    closed_at: datetime | None = None
    for event in events:
        if event.verb == Verb.CLOSE:
            closed_at = event.at
        elif event.verb == Verb.RATE and closed_at is not None:
            rows = [_replaced(row, closed_at, event.at) for row in rows]
            rows.append(_row(event, events[0].data["client"], closed_at))
    return rows


def _row(event: EventRow, client_id: int, closed_at: datetime) -> RatingRow:
    return RatingRow(
        id=event.data["rating"],
        client_id=client_id,
        closed_at=closed_at,
        value=event.data["value"],
        given_at=event.at,
        replaced_at=None,
    )


def _replaced(row: RatingRow, closed_at: datetime, at: datetime) -> RatingRow:
    stands = row.closed_at == closed_at and row.replaced_at is None
    return row._replace(replaced_at=at) if stands else row
