"""Dated facts of clients, read from the database as plain rows (P4)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from tickets.models import ClientFact
from tickets.sla.folder import FactRow, facts_at
from tickets.sla.terms import FactAtOpening

COLUMNS = ("kind", "value", "since", "evidence", "author__name", "author__email", "recorded_at")


def facts_of(client_id: int, at: datetime) -> dict[str, FactAtOpening]:
    """The facts of a client that hold at `at`, by their kinds."""
    rows = ClientFact.objects.filter(client=client_id).in_order_at(at)
    return facts_at((_row(*row) for row in rows.values_list(*COLUMNS)), at)


def load_facts(
    client_ids: Iterable[int], *, as_of: datetime | None = None
) -> dict[int, list[FactRow]]:
    """All facts of many clients by their ids, each newest first; with `as_of` only those that
    were recorded before it."""
    facts: dict[int, list[FactRow]] = defaultdict(list)
    rows = ClientFact.objects.filter(client__in=set(client_ids))
    if as_of is not None:
        rows = rows.filter(recorded_at__lt=as_of)
    for client_id, *row in rows.order_by("-since", "-id").values_list("client_id", *COLUMNS):
        facts[client_id].append(_row(*row))
    return facts


def _row(
    kind: str,
    value: str,
    since: datetime,
    evidence: str,
    name: str,
    email: str,
    recorded_at: datetime,
) -> FactRow:
    """As the author is called everywhere: by name, else by e-mail address."""
    return FactRow(kind, value, since, evidence, name or email, recorded_at)
