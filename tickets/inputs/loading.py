"""The database -> folders of plain rows, and from them what verdicts rest on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from availability.figures import maintenance_rows
from availability.planned import MaintenanceRow
from istockist_sla.core.models import Event
from tickets.inputs.client_facts import load_facts
from tickets.inputs.publications import Book, book
from tickets.models import Finding, Ticket
from tickets.sla.folder import EventRow, FindingRow, Folder, facts_at, inputs_of
from tickets.sla.terms import VerdictInputs
from tickets.sla.versions import Versions, terms_by_facts


def load_inputs(
    ticket: Ticket, *, versions: Versions | None = None, as_of: datetime | None = None
) -> VerdictInputs:
    """The facts of one ticket as recorded now, or before `as_of`."""
    return load_inputs_for_many([ticket], versions=versions, as_of=as_of)[ticket.pk]


def event_row(event: Event) -> EventRow:
    return EventRow(
        verb=event.verb,
        at=event.at,
        recorded_at=event.recorded_at,
        side=event.side,
        data=event.data,
        by_person=event.by_person,
    )


def inputs_at_opening(client_id: int, opening: EventRow) -> VerdictInputs:
    """What the verdicts of a ticket rest on when it is opened, before it is stored."""
    known = book()
    folder = Folder(
        events=[opening],
        facts=load_facts([client_id])[client_id],
        maintenance=known.maintenance_since(opening.at),
    )
    return folder_inputs(folder, client_id=client_id, versions=known.versions)


def load_events(
    ticket_ids: Iterable[int], *, as_of: datetime | None = None
) -> dict[int, list[EventRow]]:
    """The events of many tickets by their ids, each in its order; with `as_of` only those that
    were recorded before it."""
    events: dict[int, list[EventRow]] = defaultdict(list)
    rows = Event.objects.about_any(Event.Kind.TICKET, ticket_ids).order_by("id")
    if as_of is not None:
        rows = rows.filter(recorded_at__lt=as_of)
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


def load_folders(
    tickets: Sequence[Ticket],
    *,
    events: Mapping[int, Sequence[EventRow]] | None = None,
    as_of: datetime | None = None,
    known: Book | None = None,
) -> dict[int, Folder]:
    """The folders of many tickets by their ids, in a fixed number of queries.

    `events` are theirs, and `known` is what is published, where the caller has read it. With
    `as_of` each is as it was before anything was recorded at that instant or later; a ticket not
    recorded by then has none.
    """
    events = events or load_events((ticket.pk for ticket in tickets), as_of=as_of)
    tickets = [ticket for ticket in tickets if ticket.pk in events]
    facts = load_facts((ticket.client_id for ticket in tickets), as_of=as_of)
    findings = _load_findings(tickets)
    maintenance = _maintenance(tickets, as_of, known)
    return {
        ticket.pk: Folder(
            events=events[ticket.pk],
            facts=facts[ticket.client_id],
            findings=findings[ticket.pk],
            maintenance=maintenance,
        )
        for ticket in tickets
    }


def _maintenance(
    tickets: Sequence[Ticket], as_of: datetime | None, known: Book | None
) -> list[MaintenanceRow]:
    """What may concern any of them: as it is now, or as it was told before `as_of`."""
    earliest = min((ticket.opened_at for ticket in tickets), default=None)
    if earliest is None:
        return []
    if as_of is not None:
        return maintenance_rows(earliest, recorded_before=as_of)
    return (known or book()).maintenance_since(earliest)


def _load_findings(tickets: Sequence[Ticket]) -> dict[int, list[FindingRow]]:
    findings: dict[int, list[FindingRow]] = defaultdict(list)
    rows = Finding.objects.filter(ticket__in=tickets, decider__isnull=False)
    for finding in rows.select_related("evidence", "decider"):
        findings[finding.ticket_id].append(finding_row(finding, decider=str(finding.decider)))
    return findings


def finding_row(finding: Finding, *, decider: str) -> FindingRow:
    return FindingRow(
        id=finding.pk, kind=finding.kind, evidence=finding.evidence.text, decider=decider
    )


def load_inputs_for_many(
    tickets: Iterable[Ticket],
    *,
    versions: Versions | None = None,
    events: Mapping[int, Sequence[EventRow]] | None = None,
    as_of: datetime | None = None,
) -> dict[int, VerdictInputs]:
    """The facts of many tickets by their ids, in a fixed number of queries."""
    tickets = list(tickets)
    known = book()
    versions = versions or known.versions
    clients = {ticket.pk: ticket.client_id for ticket in tickets}
    folders = load_folders(tickets, events=events, as_of=as_of, known=known)
    return {
        ticket_id: folder_inputs(folder, client_id=clients[ticket_id], versions=versions)
        for ticket_id, folder in folders.items()
    }


def folder_inputs(folder: Folder, *, client_id: int, versions: Versions) -> VerdictInputs:
    """Under the terms in force for the client at the opening, as its facts say (V1, P4)."""
    at = folder.opening.at
    terms, in_force = terms_by_facts(versions, client_id, facts_at(folder.facts, at), at)
    return inputs_of(folder, terms=terms, in_force=in_force)
