"""An altered order volume: suggested from counts, put forward, decided by another (G5, G10)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Client, ClientFact, FactProposal, OrderCount
from tickets.records.clients import add_fact, lock_client
from tickets.records.events import append_event
from tickets.sla import volume
from tickets.sla.volume import OrderComparison

VOLUME = ClientFact.Kind.ORDER_VOLUME
OPPOSITE = {ClientFact.YES: ClientFact.NO, ClientFact.NO: ClientFact.YES}
LOOK_BACK = volume.WEEKS * volume.WEEK
# Figures that a proposal carries: those of its first weeks are enough.
MAX_FIGURES = 56
MAX_EVIDENCE_LENGTH = 500


def suggestions(client: Client, *, since: date, until: date) -> list[OrderComparison]:
    """The days of [since, until] on which the client's orders stand out, the latest first."""
    return [found for found in compared(client, since=since, until=until) if found.is_altered]


def compared(client: Client, *, since: date, until: date) -> list[OrderComparison]:
    """Each day of [since, until] that has its eight weeks, the latest first."""
    rows = OrderCount.objects.filter(client=client, day__gte=since - LOOK_BACK, day__lte=until)
    counts = dict(rows.values_list("day", "orders"))
    found = (volume.compare(counts, day) for day in sorted(counts, reverse=True) if day >= since)
    return [each for each in found if each is not None]


@transaction.atomic
def propose_fact(
    *,
    client_id: int,
    value: str,
    since: datetime,
    until: datetime | None = None,
    evidence: str,
    by: User,
    at: datetime,
) -> FactProposal:
    """Propose that the order volume is altered, or no longer is, from an instant on (G5).

    The figures of the days concerned are stored with it, as they are now.
    """
    client, at, since = lock_client(client_id), to_second(at), to_second(since)
    until = to_second(until) if until else None
    if value not in OPPOSITE:
        raise ActionRefused("Answer yes or no.")
    if not evidence.strip():
        raise ActionRefused("Say what the fact rests on.")
    if until is not None and until <= since:
        raise ActionRefused("It ends after it begins.")
    if FactProposal.objects.undecided().filter(client=client, kind=VOLUME).exists():
        raise ActionRefused("The same is put forward already and waits for its decision.")
    proposal = FactProposal.objects.create(
        client=client,
        kind=VOLUME,
        value=value,
        since=since,
        until=until,
        evidence=" ".join(evidence.split())[:MAX_EVIDENCE_LENGTH],
        figures=_figures(client, since, until, at),
        proposer=by,
        proposed_at=at,
    )
    _append_event(proposal, "propose_fact", by, at)
    return proposal


def _figures(
    client: Client, since: datetime, until: datetime | None, at: datetime
) -> list[dict[str, Any]]:
    last = min(until or at, at) - timedelta(seconds=1)
    found = compared(client, since=since.date(), until=last.date())
    return [_figure(each) for each in reversed(found)][:MAX_FIGURES]


def _figure(found: OrderComparison) -> dict[str, Any]:
    return {"day": found.day.isoformat(), "orders": found.orders, "earlier": list(found.earlier)}


def figures(proposal: FactProposal) -> list[OrderComparison]:
    """The days as they were counted when they were put forward."""
    return [
        OrderComparison(date.fromisoformat(each["day"]), each["orders"], tuple(each["earlier"]))
        for each in proposal.figures
    ]


@transaction.atomic
def approve_fact(proposal_id: int, *, by: User, at: datetime) -> FactProposal:
    """A manager other than the proposer approves: the fact holds, with its figures (G10)."""
    proposal, at = _lock_undecided(proposal_id, by), to_second(at)
    common: dict[str, Any] = {"kind": proposal.kind, "by": by, "at": at}
    evidence = evidence_text(proposal)
    client = proposal.client
    proposal.fact = add_fact(
        client, value=proposal.value, since=proposal.since, evidence=evidence, **common
    )
    if proposal.until is not None:
        opposite = OPPOSITE[proposal.value]
        add_fact(client, value=opposite, since=proposal.until, evidence=evidence, **common)
    _decide(proposal, FactProposal.State.APPROVED, by, at)
    _append_event(proposal, "approve_fact", by, at)
    return proposal


@transaction.atomic
def decline_fact(proposal_id: int, *, by: User, at: datetime) -> FactProposal:
    proposal, at = _lock_undecided(proposal_id, by), to_second(at)
    _decide(proposal, FactProposal.State.DECLINED, by, at)
    _append_event(proposal, "decline_fact", by, at)
    return proposal


def evidence_text(proposal: FactProposal) -> str:
    """The fact's evidence: who put it forward, why, and the figures, cut to what it may hold."""
    parts = [
        f"{proposal.evidence} (put forward by {proposal.proposer})",
        *_figure_texts(figures(proposal)),
    ]
    return " · ".join(parts)[:MAX_EVIDENCE_LENGTH]


def _figure_texts(found: Sequence[OrderComparison]) -> list[str]:
    return [
        f"{each.day:%-d %b %Y}: {each.orders} orders, median {float(each.median):g}"
        for each in found
    ]


def _lock_undecided(proposal_id: int, by: User) -> FactProposal:
    """The undecided proposal, its client locked."""
    lock_client(FactProposal.objects.values_list("client_id", flat=True).get(pk=proposal_id))
    proposal = FactProposal.objects.select_related("client", "proposer").get(pk=proposal_id)
    if not proposal.is_undecided:
        raise ActionRefused(f"It is decided already: {proposal.get_state_display()}.")
    if proposal.proposer_id == by.pk:
        raise ActionRefused("Another manager than the one who put it forward decides (G10).")
    return proposal


def _decide(proposal: FactProposal, state: str, by: User, at: datetime) -> None:
    proposal.state, proposal.decider, proposal.decided_at = state, by, at
    proposal.save()


def _append_event(proposal: FactProposal, verb: str, by: User, at: datetime) -> None:
    append_event(Event.Kind.CLIENT, proposal.client_id, verb, by=by, at=at, proposal=proposal.pk)
