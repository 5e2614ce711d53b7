"""What narrows a search down besides its words: SQL over `s`, a row that is searched, over `t`, its
ticket, and `m`, its message."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from istockist_sla.core.models import User
from tickets.models import Message, TicketState
from tickets.search.sources import MESSAGE, Source
from tickets.search.terms import Query, fold
from tickets.search.viewers import Viewer

MOST_PEOPLE = 200
UNCLOSED, TO_QUALIFY, REQUEST = "unclosed", "to-qualify", "request"
FROM_CLIENT, FROM_SUPPORT, FROM_TEAM = "client", "support", "team"
FROM = {
    FROM_CLIENT: [Message.Kind.CLIENT],
    FROM_SUPPORT: [
        Message.Kind.REPLY,
        Message.Kind.QUESTION,
        Message.Kind.NOTE,
        Message.Kind.HAND_OVER,
    ],
    FROM_TEAM: [Message.Kind.REPORT],
}


class Filters(NamedTuple):
    state: str = ""
    fault_class: str = ""
    client_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    author: str = ""


class Conditions(NamedTuple):
    """What is asked of the searched row alone, and of what it belongs to."""

    own: str
    joined: str
    others: str
    given: dict[str, Any]


def conditions(source: Source, query: Query, filters: Filters, viewer: Viewer) -> Conditions:
    given: dict[str, Any] = {}
    own, others = ["1 = 1"], ["1 = 1"]
    if not viewer.reads_internal:
        own.append("s.internal = 0")
    for client_id in {viewer.client_id, filters.client_id} - {None}:
        own.append(f"s.client_id = {int(client_id or 0)}")
    for name, sign, at in (("since", ">=", filters.since), ("until", "<", filters.until)):
        if at is not None:
            own.append(f"s.said_at {sign} %({name})s")
            given[name] = connection.ops.adapt_datetimefield_value(at)
    joined = ""
    if filters.state or filters.fault_class:
        joined += " JOIN tickets_ticket t ON t.id = s.ticket_id"
        others += _of_ticket(filters, given)
    if source is MESSAGE and (filters.author or query.authors):
        joined += " JOIN tickets_message m ON m.id = s.rowid"
        others += _of_author(filters.author, query.authors)
    return Conditions(" AND ".join(own), joined, " AND ".join(others), given)


def _of_ticket(filters: Filters, given: dict[str, Any]) -> list[str]:
    parts = []
    if filters.state == UNCLOSED:
        parts.append(f"t.state <> '{TicketState.CLOSED}'")
    elif filters.state:
        parts.append("t.state = %(state)s")
        given["state"] = filters.state
    if filters.fault_class == TO_QUALIFY:
        parts.append("t.fault_class = '' AND t.kind = 'fault'")
    elif filters.fault_class == REQUEST:
        parts.append("t.kind = 'request'")
    elif filters.fault_class:
        parts.append("t.fault_class = %(fault_class)s")
        given["fault_class"] = filters.fault_class
    return parts


def _of_author(side: str, names: tuple[str, ...]) -> list[str]:
    parts = []
    if side in FROM:
        kinds = ", ".join(f"'{kind.value}'" for kind in FROM[side])
        parts.append(f"m.kind IN ({kinds})")
    if names:
        people = User.objects.values_list("pk", "name").order_by("pk")
        found = [pk for pk, name in people if all(each in fold(name) for each in names)]
        ids = ", ".join(map(str, found[:MOST_PEOPLE]))
        parts.append(f"m.author_id IN ({ids})" if found else "1 = 0")
    return parts
