"""The rows of one client in its document: acts, facts and findings, without a word of a person.

Persons are numbers from 1 on, evidence is the hash of a text, questions and findings are numbered
within their ticket. PURE."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from tickets.sla.bundle.acts import acts_document, coded_acts, read_act
from tickets.sla.bundle.values import Part, written
from tickets.sla.conditions import NONE
from tickets.sla.folder import EventRow, FactRow, FindingRow

FIRST_ORDER = "first_order"
TICKET_PARTS = ("number", "count", "recorded_before", "facts_before", "events", "findings")


class FindingEntry(NamedTuple):
    """A finding that the client was told of, with the numbers of the persons behind it."""

    row: FindingRow
    proposer: int
    decider: int
    answerer: int | None = None


class TicketRows(NamedTuple):
    """One ticket: `place` is that among all of its client. Its acts were recorded before
    `recorded_before`, at which a clock that still runs is judged (M1); `facts_before` is the
    closing of the month of its opening, or the amendment that names it (P4)."""

    number: int
    place: int
    recorded_before: datetime
    facts_before: datetime
    events: tuple[EventRow, ...]
    findings: tuple[FindingEntry, ...] = ()


class Coder:
    """Numbers persons in the order in which they are met, and hashes their texts."""

    def __init__(self, hash_of: Callable[[str], str]) -> None:
        self.hash_of = hash_of
        self._persons: dict[object, int] = {}

    def person(self, key: object) -> int:
        return self._persons.setdefault(key, len(self._persons) + 1)

    def fact(self, row: FactRow) -> FactRow:
        is_instant = row.kind == FIRST_ORDER and row.value != NONE
        return FactRow(
            kind=row.kind,
            value=written(datetime.fromisoformat(row.value)) if is_instant else row.value,
            since=row.since,
            evidence=self.hash_of(row.evidence) if row.evidence else "",
            author=str(self.person(row.author)),
            recorded_at=row.recorded_at,
        )

    def ticket(self, ticket: TicketRows) -> TicketRows:
        kinds = {each.row.id: each.row.kind for each in ticket.findings}
        events, numbers = coded_acts(ticket.events, kinds)
        entries = {each.row.id: each for each in ticket.findings}
        return TicketRows(
            number=ticket.number,
            place=ticket.place,
            recorded_before=ticket.recorded_before,
            facts_before=ticket.facts_before,
            events=events,
            findings=tuple(self._finding(entries[row_id], numbers) for row_id in numbers),
        )

    def _finding(self, entry: FindingEntry, numbers: dict[int, int]) -> FindingEntry:
        row = entry.row
        decider = self.person(entry.decider)
        return FindingEntry(
            FindingRow(
                id=numbers[row.id],
                kind=row.kind,
                evidence=self.hash_of(row.evidence) if row.evidence else "",
                decider=str(decider),
            ),
            proposer=self.person(entry.proposer),
            decider=decider,
            answerer=None if entry.answerer is None else self.person(entry.answerer),
        )


def ticket_rows_document(ticket: TicketRows) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "count": ticket.place,
        "recorded_before": written(ticket.recorded_before),
        "facts_before": written(ticket.facts_before),
        "events": acts_document(ticket.events),
        "findings": [_finding_document(entry) for entry in ticket.findings],
    }


def read_ticket_rows(found: dict[str, Part]) -> TicketRows:
    return TicketRows(
        number=found["number"].count(),
        place=found["count"].count(),
        recorded_before=found["recorded_before"].at(),
        facts_before=found["facts_before"].at(),
        events=found["events"].each(read_act),
        findings=found["findings"].each(_read_finding),
    )


def _finding_document(entry: FindingEntry) -> dict[str, Any]:
    return {
        "number": entry.row.id,
        "kind": entry.row.kind,
        "evidence": entry.row.evidence,
        "proposer": entry.proposer,
        "decider": entry.decider,
        "answerer": entry.answerer,
    }


def _read_finding(part: Part) -> FindingEntry:
    found = part.fields("number", "kind", "evidence", "proposer", "decider", "answerer")
    decider = found["decider"].count()
    return FindingEntry(
        FindingRow(
            id=found["number"].count(),
            kind=found["kind"].code(),
            evidence=found["evidence"].digest_or_empty(),
            decider=str(decider),
        ),
        proposer=found["proposer"].count(),
        decider=decider,
        answerer=found["answerer"].maybe(Part.count),
    )
