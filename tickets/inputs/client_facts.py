"""Dated facts of clients, read from the database as plain rows (P4)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from tickets.models import ClientFact
from tickets.sla.folder import FactRow, facts_at
from tickets.sla.terms import FactAtOpening


def facts_of(client_id: int, at: datetime) -> dict[str, FactAtOpening]:
    """The facts of a client that hold at `at`, by their kinds."""
    rows = ClientFact.objects.filter(client=client_id).in_order_at(at).select_related("author")
    return facts_at(map(_row, rows), at)


def load_facts(
    client_ids: Iterable[int], *, as_of: datetime | None = None
) -> dict[int, list[FactRow]]:
    """All facts of many clients by their ids, each newest first; with `as_of` only those that
    were recorded before it."""
    facts: dict[int, list[FactRow]] = defaultdict(list)
    rows = ClientFact.objects.filter(client__in=set(client_ids)).select_related("author")
    if as_of is not None:
        rows = rows.filter(recorded_at__lt=as_of)
    for fact in rows.order_by("-since", "-id"):
        facts[fact.client_id].append(_row(fact))
    return facts


def _row(fact: ClientFact) -> FactRow:
    return FactRow(
        kind=fact.kind,
        value=fact.value,
        since=fact.since,
        evidence=fact.evidence,
        author=str(fact.author),
        recorded_at=fact.recorded_at,
    )
