"""Rows and events -> the facts of tickets, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from istockist_sla.core.models import Event
from tickets.inputs.event_row import EventRow
from tickets.inputs.maintenance import (
    PlannedWork,
    components_of,
    planned_work_since,
    uncounted_periods,
)
from tickets.inputs.terms import PublishedVersions, published_versions
from tickets.models import ClientFact, Finding, Ticket
from tickets.sla.terms import Act, Dated, Facts, Terms
from tickets.sla.terms import Finding as Found


def load_inputs(ticket: Ticket, *, book: PublishedVersions | None = None) -> Facts:
    """The facts of one ticket as recorded now."""
    return load_inputs_for_many([ticket], book=book)[ticket.pk]


def terms_of(ticket: Ticket, *, book: PublishedVersions | None = None) -> Terms:
    """The terms alone that judge a ticket: those in force for its client at its opening (V1)."""
    premium = (
        ClientFact.objects.filter(client=ticket.client_id, kind=ClientFact.Kind.PREMIUM)
        .in_order_at(ticket.opened_at)
        .first()
    )
    return (book or published_versions()).terms(ticket.opened_at, client_id=_own(ticket, premium))[
        0
    ]


def _own(ticket: Ticket, premium: ClientFact | Dated | None) -> int | None:
    """The client whose own agreement is in force while its Premium fact says so (P4)."""
    return ticket.client_id if premium and premium.value == ClientFact.YES else None


def load_events(ticket_ids: Iterable[int]) -> dict[int, list[EventRow]]:
    """The events of many tickets by their ids, each in its order."""
    events: dict[int, list[EventRow]] = defaultdict(list)
    rows = Event.objects.about_any(Event.Kind.TICKET, ticket_ids).order_by("id")
    for subject_id, verb, at, recorded_at, side, data, actor_id in rows.values_list(
        "subject_id", "verb", "at", "recorded_at", "side", "data", "actor_id"
    ):
        by_person = actor_id is not None
        events[subject_id].append(EventRow(verb, at, recorded_at, side, data, by_person))
    return events


def load_inputs_for_many(
    tickets: Iterable[Ticket],
    *,
    book: PublishedVersions | None = None,
    events: Mapping[int, Sequence[EventRow]] | None = None,
) -> dict[int, Facts]:
    """The facts of many tickets by their ids, in a fixed number of queries.

    `events` are theirs, where the caller has read them already.
    """
    tickets = list(tickets)
    book = book or published_versions()
    events = events or load_events(ticket.pk for ticket in tickets)
    known: dict[int, list[ClientFact]] = defaultdict(list)
    for fact in (
        ClientFact.objects.filter(client__in={ticket.client_id for ticket in tickets})
        .select_related("author")
        .order_by("-since", "-id")
    ):
        known[fact.client_id].append(fact)
    found: dict[int, list[Found]] = defaultdict(list)
    for finding in (
        Finding.objects.in_effect().filter(ticket__in=tickets).select_related("evidence", "decider")
    ):
        found[finding.ticket_id].append(_decided_finding(finding))
    works = planned_work_since(min((ticket.opened_at for ticket in tickets), default=None))
    return {
        ticket.pk: _inputs(
            ticket, events[ticket.pk], known[ticket.client_id], found[ticket.pk], book, works
        )
        for ticket in tickets
    }


def _inputs(
    ticket: Ticket,
    events: Sequence[EventRow],
    known: Sequence[ClientFact],
    found: Sequence[Found],
    book: PublishedVersions,
    works: Sequence[PlannedWork],
) -> Facts:
    opening = next(event for event in events if event.verb == "open")
    held = facts_at(known, opening.at)
    own = _own(ticket, held.get(ClientFact.Kind.PREMIUM))
    terms, in_force = book.terms(opening.at, client_id=own)
    return Facts(
        opened_at=opening.at,
        terms=terms,
        acts=tuple(_act(event) for event in events if event is not opening),
        in_force=in_force,
        plan=held.get(ClientFact.Kind.PLAN),
        rate_limit=held.get(ClientFact.Kind.RATE_LIMIT),
        first_order=held.get(ClientFact.Kind.FIRST_ORDER),
        order_volume=held.get(ClientFact.Kind.ORDER_VOLUME),
        low_priority=opening.data.get("low_priority", False),
        findings=tuple(found),
        maintenance=uncounted_periods(works, components_of(events), terms, opening.at),
    )


def facts_at(newest_first: Iterable[ClientFact], at: datetime) -> dict[str, Dated]:
    """The fact of each kind that holds at `at`: the latest that has begun (P4)."""
    held: dict[str, Dated] = {}
    for fact in newest_first:
        if fact.since <= at and fact.kind not in held:
            held[fact.kind] = Dated(fact.value, fact.since, fact.evidence, str(fact.author))
    return held


def _decided_finding(finding: Finding) -> Found:
    """A finding in effect was decided, so it has its decider and instant."""
    decided_at = finding.decided_at or finding.proposed_at
    return Found(finding.kind, finding.evidence.text, str(finding.decider), decided_at)


def _act(event: EventRow) -> Act:
    data = event.data
    return Act(
        event.verb,
        event.at,
        event.side,
        event.by_person,
        data.get("kind", ""),
        data.get("class", ""),
        data.get("test", ""),
        data.get("reason", ""),
    )
