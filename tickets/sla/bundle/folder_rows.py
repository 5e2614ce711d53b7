"""The rows of one client in its document: acts, facts and findings, without a word of a person.

Persons are numbers from 1 on, evidence is the hash of a text, questions and findings are numbered
within their ticket. PURE."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from tickets.sla.bundle.values import Part, written
from tickets.sla.conditions import NONE
from tickets.sla.folder import IN_EFFECT, EventRow, FactRow, FindingRow
from tickets.sla.history import (
    CLIENT,
    HANDLING,
    RATE,
    RECORDED_ANSWERS,
    REQUEST,
    STEPS,
    SUPPORT,
)

FIRST_ORDER, OPEN, CONTEST = "first_order", "open", "contest"
# Of these the client is told at the decision (G3, C3, C5); the others move no verdict themselves.
TOLD_KINDS = frozenset(
    {"client-error", "client-negligence", "maintenance-cause", "no-fault", "rectification"}
)
ABOUT_FINDINGS = frozenset({*IN_EFFECT, CONTEST})
CHANNELS = ("mail", "portal", "desk", "import")
SIDES = (CLIENT, SUPPORT, "technical", "system")
FAULT = "fault"
# What a verdict reads of an act, besides who did it and when.
READ_OF_ACTS: dict[str, dict[str, Callable[[Part], Any]]] = {
    OPEN: {"channel": lambda part: part.one_of(*CHANNELS), "low_priority": Part.flag},
    "qualify": {
        "kind": lambda part: part.one_of(FAULT, REQUEST),
        "class": Part.code_or_empty,
        "test": Part.code_or_empty,
        "components": lambda part: list(part.each(Part.code)),
    },
    "rectify": {
        "kind": lambda part: part.one_of(FAULT, REQUEST),
        "class": Part.code_or_empty,
        "test": Part.code_or_empty,
    },
    "close": {"reason": Part.code},
    "ask": {"question": Part.count},
    "notice_failed": {"question": Part.count},
    "notice_delivered": {"question": Part.count},
    **{verb: {"finding": Part.count} for verb in sorted(ABOUT_FINDINGS)},
}
EMPTY_VALUES: dict[str, Any] = {"low_priority": False, "components": []}
READ_VERBS = frozenset({OPEN, *STEPS, *HANDLING, *RECORDED_ANSWERS, *ABOUT_FINDINGS})
TICKET_PARTS = ("number", "recorded_before", "facts_before", "events", "findings")
ACT_KEYS = ("verb", "at", "recorded_at", "side", "person")


class FindingEntry(NamedTuple):
    """A finding that the client was told of, with the numbers of the persons behind it."""

    row: FindingRow
    proposer: int
    decider: int
    answerer: int | None = None


class TicketRows(NamedTuple):
    """One ticket: its acts were recorded before `recorded_before`, at which a clock that still runs
    is judged (M1); `facts_before` is the closing of the month of its opening, or the amendment that
    names it (P4)."""

    number: int
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
        """Each number is that of the order of the ids, so that the later one stays the greater."""
        approved = {each.data["finding"] for each in ticket.events if each.verb == "approve"}
        told = [
            each
            for each in ticket.findings
            if each.row.kind in TOLD_KINDS and each.row.id in approved
        ]
        findings = {each.row.id: number for number, each in enumerate(told, 1)}
        read = [each for each in ticket.events if _is_read(each, findings)]
        questions = _numbered(each.data["question"] for each in read if each.verb == "ask")
        numbers = {"finding": findings, "question": questions}
        return TicketRows(
            number=ticket.number,
            recorded_before=ticket.recorded_before,
            facts_before=ticket.facts_before,
            events=tuple(_coded_event(each, numbers) for each in read),
            findings=tuple(self._finding(each, findings) for each in told),
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


def _is_read(event: EventRow, findings: dict[int, int]) -> bool:
    """Whether a verdict may rest on the act: every act of the client but a rating (K10)."""
    if event.verb in ABOUT_FINDINGS and "finding" in event.data:
        return event.data["finding"] in findings
    return event.verb in READ_VERBS or (event.side == CLIENT and event.verb != RATE)


def _numbered(ids: Iterable[int]) -> dict[int, int]:
    return {each: number for number, each in enumerate(sorted(set(ids)), 1)}


def _coded_event(event: EventRow, numbers: dict[str, dict[int, int]]) -> EventRow:
    """Mail that may be automatic is no act of a person (K10)."""
    data = {}
    for name in READ_OF_ACTS.get(event.verb, {}):
        value = event.data.get(name) or EMPTY_VALUES.get(name, "")
        data[name] = numbers[name].get(value, 0) if name in numbers else value
    person = event.by_person and not event.data.get("perhaps_automatic", False)
    return event._replace(data=data, by_person=person)


def ticket_rows_document(ticket: TicketRows) -> dict[str, Any]:
    return {
        "number": ticket.number,
        "recorded_before": written(ticket.recorded_before),
        "facts_before": written(ticket.facts_before),
        "events": [_act_document(event) for event in ticket.events],
        "findings": [_finding_document(entry) for entry in ticket.findings],
    }


def read_ticket_rows(found: dict[str, Part]) -> TicketRows:
    return TicketRows(
        number=found["number"].count(),
        recorded_before=found["recorded_before"].at(),
        facts_before=found["facts_before"].at(),
        events=found["events"].each(_read_act),
        findings=found["findings"].each(_read_finding),
    )


def _act_document(event: EventRow) -> dict[str, Any]:
    return {
        "verb": event.verb,
        "at": written(event.at),
        "recorded_at": written(event.recorded_at),
        "side": event.side,
        "person": event.by_person,
        **event.data,
    }


def _read_act(part: Part) -> EventRow:
    verb = part.value.get("verb") if isinstance(part.value, dict) else None
    extras = READ_OF_ACTS.get(verb, {}) if isinstance(verb, str) else {}
    found = part.fields(*ACT_KEYS, *extras)
    return EventRow(
        verb=found["verb"].code(),
        at=found["at"].at(),
        recorded_at=found["recorded_at"].at(),
        side=found["side"].one_of(*SIDES),
        data={name: take(found[name]) for name, take in extras.items()},
        by_person=found["person"].flag(),
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
