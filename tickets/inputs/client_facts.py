"""Dated facts of a client, as they hold at an instant (P4)."""

from collections.abc import Iterable
from datetime import datetime

from tickets.models import ClientFact
from tickets.sla.terms import FactAtOpening


def facts_of(client_id: int, at: datetime) -> dict[str, FactAtOpening]:
    """The facts of a client that hold at `at`, by their kinds."""
    rows = ClientFact.objects.filter(client=client_id).in_order_at(at).select_related("author")
    return facts_at(rows, at)


def facts_at(newest_first: Iterable[ClientFact], at: datetime) -> dict[str, FactAtOpening]:
    """The fact of each kind that holds at `at`: the latest that has begun."""
    held: dict[str, FactAtOpening] = {}
    for fact in newest_first:
        if fact.since <= at and fact.kind not in held:
            held[fact.kind] = FactAtOpening(
                value=fact.value,
                since=fact.since,
                evidence=fact.evidence,
                author=str(fact.author),
            )
    return held
