"""Rows and events -> the facts of tickets, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from istockist_sla.core.models import Event
from tickets.inputs.client_facts import facts_at
from tickets.inputs.event_row import EventRow
from tickets.inputs.maintenance import (
    PlannedWork,
    components_of,
    planned_work_since,
    uncounted_periods,
)
from tickets.inputs.terms import published_versions
from tickets.models import ClientFact, Finding, Ticket, Verb
from tickets.sla.terms import Act, VerdictInputs
from tickets.sla.terms import DecidedFinding as Found
from tickets.sla.versions import Versions, terms_by_facts


def load_inputs(ticket: Ticket, *, versions: Versions | None = None) -> VerdictInputs:
    """The facts of one ticket as recorded now."""
    return load_inputs_for_many([ticket], versions=versions)[ticket.pk]


def load_events(ticket_ids: Iterable[int]) -> dict[int, list[EventRow]]:
    """The events of many tickets by their ids, each in its order."""
    events: dict[int, list[EventRow]] = defaultdict(list)
    rows = Event.objects.about_any(Event.Kind.TICKET, ticket_ids).order_by("id")
    for subject_id, verb, at, recorded_at, side, data, actor_id in rows.values_list(
        "subject_id", "verb", "at", "recorded_at", "side", "data", "actor_id"
    ):
        by_person = actor_id is not None
        events[subject_id].append(
            EventRow(
                verb=verb,
                at=at,
                recorded_at=recorded_at,
                side=side,
                data=data,
                by_person=by_person,
            )
        )
    return events


def load_inputs_for_many(
    tickets: Iterable[Ticket],
    *,
    versions: Versions | None = None,
    events: Mapping[int, Sequence[EventRow]] | None = None,
) -> dict[int, VerdictInputs]:
    """The facts of many tickets by their ids, in a fixed number of queries.

    `events` are theirs, where the caller has read them already.
    """
    tickets = list(tickets)
    versions = versions or published_versions()
    events = events or load_events(ticket.pk for ticket in tickets)
    facts: dict[int, list[ClientFact]] = defaultdict(list)
    for fact in (
        ClientFact.objects.filter(client__in={ticket.client_id for ticket in tickets})
        .select_related("author")
        .order_by("-since", "-id")
    ):
        facts[fact.client_id].append(fact)
    findings: dict[int, list[Found]] = defaultdict(list)
    for finding in (
        Finding.objects.in_effect().filter(ticket__in=tickets).select_related("evidence", "decider")
    ):
        findings[finding.ticket_id].append(_decided_finding(finding))
    maintenance = planned_work_since(min((ticket.opened_at for ticket in tickets), default=None))
    return {
        ticket.pk: _inputs(
            ticket,
            events[ticket.pk],
            facts[ticket.client_id],
            findings[ticket.pk],
            versions,
            maintenance,
        )
        for ticket in tickets
    }


def _inputs(
    ticket: Ticket,
    events: Sequence[EventRow],
    facts: Sequence[ClientFact],
    findings: Sequence[Found],
    versions: Versions,
    maintenance: Sequence[PlannedWork],
) -> VerdictInputs:
    opening = next(event for event in events if event.verb == Verb.OPEN)
    held = facts_at(facts, opening.at)
    terms, in_force = terms_by_facts(versions, ticket.client_id, held, opening.at)
    return VerdictInputs(
        opened_at=opening.at,
        terms=terms,
        acts=tuple(_act(event) for event in events if event is not opening),
        in_force=in_force,
        plan=held.get(ClientFact.Kind.PLAN),
        rate_limit=held.get(ClientFact.Kind.RATE_LIMIT),
        first_order=held.get(ClientFact.Kind.FIRST_ORDER),
        order_volume=held.get(ClientFact.Kind.ORDER_VOLUME),
        low_priority=opening.data.get("low_priority", False),
        findings=tuple(findings),
        maintenance=uncounted_periods(maintenance, components_of(events), terms, opening.at),
    )


def _decided_finding(finding: Finding) -> Found:
    """A finding in effect was decided, so it has its decider and instant."""
    decided_at = finding.decided_at or finding.proposed_at
    return Found(
        kind=finding.kind,
        evidence=finding.evidence.text,
        author=str(finding.decider),
        at=decided_at,
    )


def _act(event: EventRow) -> Act:
    data = event.data
    return Act(
        verb=event.verb,
        at=event.at,
        side=event.side,
        person=event.by_person,
        kind=data.get("kind", ""),
        fault_class=data.get("class", ""),
        class_test=data.get("test", ""),
        reason=data.get("reason", ""),
    )
