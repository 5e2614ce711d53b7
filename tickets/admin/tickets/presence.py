"""Who else has a ticket's page open, and whether they write. It stands in the shared cache for a
minute and nowhere else; without the cache nobody is said to look."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.core.cache import cache

from istockist_sla.core.models import User

STAYS = 60
REMEMBERED = 90 * 24 * 3600
WRITES = {
    "reply": "is writing to the client",
    "note": "is writing an internal note",
    "operations": "is writing to Operations",
    "development": "is writing to Development",
    "report": "is writing a report",
}
log = logging.getLogger(__name__)


class Other(NamedTuple):
    name: str
    doing: str


def look(ticket_id: int, user: User, *, writing: str, at: datetime) -> list[Other]:
    """Notes that the person is here, and says who else is."""
    key, now = f"looking:{ticket_id}", at.timestamp()
    here: dict[int, tuple[str, str, float]] = _tried(lambda: cache.get(key)) or {}
    others = {pk: row for pk, row in here.items() if pk != user.pk and row[2] > now - STAYS}
    own = (str(user), WRITES.get(writing, ""), now)
    _tried(lambda: cache.set(key, {**others, user.pk: own}, STAYS))
    return [Other(name, doing or "is looking") for name, doing, _ in others.values()]


def looked_last(ticket_id: int, user: User, *, seen: int) -> int:
    """The newest event that the person had seen when they looked before; 0 where that is not
    known. From now on it is `seen`."""
    key = f"looked:{user.pk}:{ticket_id}"
    before = _tried(lambda: cache.get(key)) or 0
    if seen > before:
        _tried(lambda: cache.set(key, seen, REMEMBERED))
    return int(before)


def _tried(act: Callable[[], Any]) -> Any:
    """A cache that fails costs nobody the page."""
    try:
        return act()
    except Exception:
        log.warning("Who looks at a ticket is not known: the cache failed.", exc_info=True)
        return None
