"""One event of a ticket, as far as facts and columns are read from it."""

from datetime import datetime
from typing import Any, NamedTuple


class EventRow(NamedTuple):
    verb: str
    at: datetime
    recorded_at: datetime
    side: str
    data: dict[str, Any]
    by_person: bool
