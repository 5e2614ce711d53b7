"""A client's people, and all of its facts, on its page."""

from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.desk.actions import DetailTable, stamp
from tickets.admin.clients.people import administrator_link
from tickets.admin.clients.reachability import unreachable, with_mark
from tickets.models import Client, ClientAdministrator
from tickets.wording.client_facts import fact_value


class Person(NamedTuple):
    """Somebody who may or might contact Support (P1), with what their page and letters say."""

    name: Any
    address: Any
    second: str
    is_current: bool


def people(client: Client, *, viewer: Any, at: datetime) -> list[Person]:
    """Who administers the client now, then who did; each with a link for who may open it."""
    may_open = viewer.has_perm("tickets.view_clientadministrator")
    rows = list(client.administrators.order_by("name"))
    lost = unreachable([row.email for row in rows])
    found = [
        Person(
            administrator_link(row) if may_open else row.name,
            with_mark(row.email, lost.get(row.email.lower())),
            _days(row),
            row.administers_on(at.date()),
        )
        for row in rows
    ]
    return sorted(found, key=lambda person: not person.is_current)


def _days(row: ClientAdministrator) -> str:
    until = f" until {row.until:%-d %b %Y}" if row.until else ""
    copies = ["a copy of every letter"] if row.wants_copies else []
    reports = ["the report of each closed month"] if row.wants_reports else []
    wishes = f" · gets {' and '.join(copies + reports)}" if copies or reports else ""
    return f"since {row.since:%-d %b %Y}{until}{wishes}"


def facts(client: Client) -> DetailTable:
    rows = [
        (
            fact.get_kind_display(),
            fact_value(fact.kind, fact.value),
            stamp(fact.since),
            fact.evidence,
            f"{fact.author}, {stamp(fact.recorded_at)}",
        )
        for fact in client.facts.select_related("author").order_by("-since", "-id")
    ]
    columns = ("Fact", "Value", "From", "Evidence", "Recorded")
    return DetailTable("All facts, the latest first", columns, rows)
