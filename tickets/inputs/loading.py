"""The database -> folders of plain rows, and from them what verdicts rest on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from availability.figures import maintenance_rows
from availability.planned import MaintenanceRow
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event
from tickets.inputs.publications import Book
from tickets.inputs.reading import read, read_client
from tickets.inputs.rows import Rows
from tickets.models import Finding, Ticket, Verb
from tickets.sla.folder import EventRow, FactRow, FindingRow, Folder, facts_at, inputs_of
from tickets.sla.terms import FactAtOpening, VerdictInputs
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


def facts_of(client_id: int, at: datetime) -> dict[str, FactAtOpening]:
    """The facts of a client that hold at `at`, by their kinds."""
    return facts_at(read_client(client_id).facts[client_id], at)


def inputs_at_opening(rows: Rows, client_id: int, opening: EventRow) -> VerdictInputs:
    """What the verdicts of a ticket rest on when it is opened, before it is stored; `rows` are
    those of its client."""
    folder = Folder(
        events=[opening],
        facts=facts_known(rows.facts[client_id], [opening], rows.book),
        maintenance=rows.book.maintenance_since(opening.at),
    )
    return folder_inputs(folder, client_id=client_id, versions=rows.book.versions)


def load_folders(tickets: Sequence[Ticket], *, as_of: datetime | None = None) -> dict[int, Folder]:
    """The folders of many tickets by their ids, in a fixed number of queries.

    With `as_of` each is as it was before anything was recorded at that instant or later; a ticket
    not recorded by then has none.
    """
    clients = {ticket.pk: ticket.client_id for ticket in tickets}
    return folders_of(clients, read(clients, as_of=as_of), as_of=as_of) if tickets else {}


def folders_of(
    clients: Mapping[int, int], rows: Rows, *, as_of: datetime | None = None
) -> dict[int, Folder]:
    """The folders of tickets, by their ids, each with the id of its client."""
    clients = {pk: client_id for pk, client_id in clients.items() if rows.events[pk]}
    maintenance = _maintenance([rows.events[pk][0].at for pk in clients], as_of, rows.book)
    return {
        pk: Folder(
            events=rows.events[pk],
            facts=facts_known(rows.facts[client_id], rows.events[pk], rows.book),
            findings=rows.findings[pk],
            maintenance=maintenance,
        )
        for pk, client_id in clients.items()
    }


def facts_known(
    facts: Sequence[FactRow], events: Sequence[EventRow], known: Book
) -> Sequence[FactRow]:
    """Of the client's facts those that a verdict on the ticket uses: once the month of its opening
    is closed, those recorded before, or before the amendment that names it (P4)."""
    before = known.closing_of(events[0].at)
    if before is None:
        return facts
    opened_in = known.versions.months.month_of(events[0].at)
    before = amended_at(events, opened_in) or before
    return [fact for fact in facts if fact.recorded_at < before]


def amended_at(events: Iterable[EventRow], month: Month) -> datetime | None:
    """The instant of the month's latest amendment that names the ticket of these events."""
    amendments = (
        datetime.fromisoformat(event.data["recorded_before"])
        for event in events
        if event.verb == Verb.AMEND and event.data["month"] == str(month)
    )
    return max(amendments, default=None)


def _maintenance(
    opened: Sequence[datetime], as_of: datetime | None, known: Book
) -> list[MaintenanceRow]:
    """What may concern any of those opened then: as it is now, or as it was told before `as_of`."""
    if not opened:
        return []
    if as_of is not None:
        return maintenance_rows(min(opened), recorded_before=as_of)
    return known.maintenance_since(min(opened))


def finding_row(finding: Finding, *, decider: str) -> FindingRow:
    return FindingRow(
        id=finding.pk, kind=finding.kind, evidence=finding.evidence.text, decider=decider
    )


def load_inputs_for_many(
    tickets: Iterable[Ticket],
    *,
    versions: Versions | None = None,
    as_of: datetime | None = None,
) -> dict[int, VerdictInputs]:
    """The facts of many tickets by their ids, in a fixed number of queries."""
    clients = {ticket.pk: ticket.client_id for ticket in tickets}
    if not clients:
        return {}
    return inputs_of_rows(clients, read(clients, as_of=as_of), versions=versions, as_of=as_of)


def inputs_of_rows(
    clients: Mapping[int, int],
    rows: Rows,
    *,
    versions: Versions | None = None,
    as_of: datetime | None = None,
) -> dict[int, VerdictInputs]:
    """What the verdicts on tickets rest on, by their ids, each with the id of its client."""
    versions = versions or rows.book.versions
    return {
        pk: folder_inputs(folder, client_id=clients[pk], versions=versions)
        for pk, folder in folders_of(clients, rows, as_of=as_of).items()
    }


def folder_inputs(folder: Folder, *, client_id: int, versions: Versions) -> VerdictInputs:
    """Under the terms in force for the client at the opening, as its facts say (V1, P4)."""
    at = folder.opening.at
    terms, in_force = terms_by_facts(versions, client_id, facts_at(folder.facts, at), at)
    return inputs_of(folder, terms=terms, in_force=in_force)
