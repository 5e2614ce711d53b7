"""What verdicts on tickets rest on, as plain rows, made of the lines of one statement."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from tickets.inputs.publications import Book, Counted, book_of
from tickets.sla.folder import EventRow, FactRow, FindingRow

# A line has its table, an owner, an id, so many texts and instants, a number and data.
TEXTS, INSTANTS = 5, 4
BY_ID = itemgetter(2)


class WarningRow(NamedTuple):
    """A warning, miss or reminder that was sent."""

    clock: str
    threshold: str
    subject_id: int
    deadline: datetime


class AskedRow(NamedTuple):
    """What is stored of a recorded question."""

    id: int
    asked_at: datetime
    dated_at: datetime
    failed_at: datetime | None
    ended_at: datetime | None
    answered: bool

    def is_answered_by(self, at: datetime) -> bool:
        """Whether an answer received at `at` ends it (K10)."""
        return self.asked_at <= at and (self.ended_at is None or self.ended_at > at)


@dataclass(slots=True)
class Rows:
    """By the ids of tickets, and facts by the ids of clients. `reserved`, where it was asked for:
    an id for the next message and one for the next event; `opened`: how many tickets the client
    has opened so far."""

    events: dict[int, list[EventRow]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[int, list[FactRow]] = field(default_factory=lambda: defaultdict(list))
    findings: dict[int, list[FindingRow]] = field(default_factory=lambda: defaultdict(list))
    warnings: dict[int, list[WarningRow]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[int, list[AskedRow]] = field(default_factory=lambda: defaultdict(list))
    published: set[Counted] = field(default_factory=set)
    reserved: tuple[int, int] = (0, 0)
    opened: int = 0

    @property
    def book(self) -> Book:
        """What was published when these were read."""
        return book_of(frozenset(self.published))


def rows_of(lines: Iterable[Any]) -> Rows:
    rows = Rows()
    for line in sorted(lines, key=BY_ID):
        ADD[line[0]](rows, *line[1:])
    for facts in rows.facts.values():
        facts.sort(key=_since, reverse=True)
    return rows


def _since(fact: FactRow) -> datetime:
    return fact.since


def _add_question(rows: Rows, ticket: int, row_id: int, *values: Any) -> None:
    asked_at, dated_at, failed_at, ended_at, answered = values[TEXTS:-1]
    rows.questions[ticket].append(
        AskedRow(row_id, asked_at, dated_at, failed_at, ended_at, bool(answered))
    )


def _add_event(rows: Rows, ticket: int, _: int, *values: Any) -> None:
    verb, side, at, recorded_at = *values[:2], *values[TEXTS : TEXTS + 2]
    actor, data = values[-2:]
    rows.events[ticket].append(EventRow(verb, at, recorded_at, side, data, actor is not None))


def _add_fact(rows: Rows, client: int, _: int, *values: Any) -> None:
    """Its author as everywhere: by name, else by e-mail address."""
    kind, value, evidence, name, email, since, recorded_at = values[: TEXTS + 2]
    rows.facts[client].insert(0, FactRow(kind, value, since, evidence, name or email, recorded_at))


def _add_finding(rows: Rows, ticket: int, row_id: int, *values: Any) -> None:
    kind, evidence, name, email = values[:4]
    rows.findings[ticket].append(FindingRow(row_id, kind, evidence, name or email))


def _add_warning(rows: Rows, ticket: int, _: int, *values: Any) -> None:
    clock, threshold, deadline, subject_id = *values[:2], values[TEXTS], values[-2]
    rows.warnings[ticket].append(WarningRow(clock, threshold, subject_id, deadline))


def _add_publications(rows: Rows, total: int, _: int, *values: Any) -> None:
    rows.published.add((values[0], total, values[TEXTS]))


def _add_reserved(rows: Rows, message_id: int, event_id: int, *_: Any) -> None:
    rows.reserved = message_id, event_id


def _add_opened(rows: Rows, opened: int, _: int, *values: Any) -> None:
    rows.opened = opened


# By the table: the owner, the id and the columns of a line follow.
ADD: dict[str, Callable[..., None]] = {
    "question": _add_question,
    "event": _add_event,
    "fact": _add_fact,
    "finding": _add_finding,
    "warning": _add_warning,
    "publication": _add_publications,
    "reserved": _add_reserved,
    "opened": _add_opened,
}
