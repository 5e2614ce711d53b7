"""What is cached of tickets, compared with events and facts, a batch at a time.

The caller opens the transaction and in it calls `lock`, `compare` and `mending.mend`. Only
tickets are locked, in the order of their ids, and never waited for while others are held: no step
waits longer than a batch takes, and there is no deadlock.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import DatabaseError

from tickets import deadlines, inputs
from tickets.inputs import EventRow
from tickets.lifecycle.differences import (
    NO_QUESTIONS,
    Difference,
    QuestionsCompared,
    compare_questions,
)
from tickets.models import ClockResult, InformationRequest, ResultRow, Ticket
from tickets.replay import QuestionRow, replay, replay_components, replay_questions
from tickets.sla.terms import VerdictInputs
from tickets.sla.verdict import ClockVerdict, Verdicts, judge

Row = Mapping[str, Any]
UNREADABLE, COMPONENTS = "unreadable", "components"
TicketComponent = Ticket.components.through
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketComparison:
    """One ticket and where what is stored of it differs; *unreadable* where its events are.

    `different` are the rows of its clocks to store, `extra` those to delete, and `components` the
    codes of those to set, None where they are right.
    """

    ticket_id: int
    number: int
    differences: list[Difference]
    different: list[ResultRow]
    extra: list[ResultRow]
    components: frozenset[str] | None
    questions: QuestionsCompared


class _Stored(NamedTuple):
    """What is cached of many tickets beside their own columns, by their ids."""

    results: dict[int, dict[tuple[str, int], ResultRow]]
    components: dict[int, frozenset[str]]
    questions: dict[int, dict[int, QuestionRow]]


class _Judged(NamedTuple):
    """The verdicts of a ticket as of now, its facts, and the instant of its newest event."""

    verdicts: Verdicts
    facts: VerdictInputs
    newest: datetime


def batches(size: int) -> Iterator[list[int]]:
    """The ids of all tickets in their order, also of those that are opened meanwhile."""
    last = 0
    while ids := list(
        Ticket.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]
    ):
        yield ids
        last = ids[-1]


def lock(ids: Sequence[int]) -> list[Row]:
    """These tickets as they are now, locked; those that a step holds are left out."""
    rows = Ticket.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=ids)
    return list(rows.order_by("pk").values())


def lock_waiting(ids: Sequence[int]) -> list[Row]:
    """The same, but waiting for each: for one ticket at a time."""
    return list(Ticket.objects.select_for_update(no_key=True).filter(pk__in=ids).values())


def compare(rows: Sequence[Row], *, at: datetime) -> list[TicketComparison]:
    """Judge each ticket anew, in a fixed number of queries, and say where it differs."""
    try:
        return list(_compare(rows, at))
    except DatabaseError:
        raise
    except Exception as error:
        if len(rows) > 1:
            return [found for row in rows for found in compare([row], at=at)]
        (row,) = rows
        log.exception("Ticket %s cannot be recomputed.", row["number"])
        unreadable = Difference(UNREADABLE, "", f"{type(error).__name__}: {error}")
        return [
            TicketComparison(
                ticket_id=row["id"],
                number=row["number"],
                differences=[unreadable],
                different=[],
                extra=[],
                components=None,
                questions=NO_QUESTIONS,
            )
        ]


def _compare(rows: Sequence[Row], at: datetime) -> Iterator[TicketComparison]:
    if not rows:
        return
    read = inputs.read({row["id"]: row["client_id"] for row in rows})
    events = read.events
    tickets = [Ticket(**{**row, **replay(events[row["id"]])}) for row in rows]
    facts = inputs.inputs_of_rows({each.pk: each.client_id for each in tickets}, read)
    stored = _load_stored([ticket.pk for ticket in tickets])
    for row, ticket in zip(rows, tickets, strict=True):
        own, newest = facts[ticket.pk], events[ticket.pk][-1].recorded_at
        verdicts = judge(own, now=max(at, newest))
        sent = deadlines.already_sent(read.warnings[ticket.pk])
        deadlines.write_columns(ticket, verdicts, calendar=own.terms.calendar, sent=sent)
        yield _comparison(row, ticket, _Judged(verdicts, own, newest), events[ticket.pk], stored)


def _load_stored(ids: Sequence[int]) -> _Stored:
    results: dict[int, dict[tuple[str, int], ResultRow]] = defaultdict(dict)
    for values in ClockResult.objects.filter(ticket__in=ids).values_list(*ResultRow._fields):
        row = ResultRow(*values)
        results[row.ticket_id][row.clock, row.closing] = row
    codes: dict[int, set[str]] = defaultdict(set)
    for ticket_id, code in TicketComponent.objects.filter(ticket__in=ids).values_list(
        "ticket_id", "component__code"
    ):
        codes[ticket_id].add(code)
    questions: dict[int, dict[int, QuestionRow]] = defaultdict(dict)
    rows = InformationRequest.objects.filter(ticket__in=ids)
    for ticket_id, *columns in rows.values_list("ticket_id", *QuestionRow._fields):
        questions[ticket_id][columns[0]] = QuestionRow(*columns)
    components = {ticket_id: frozenset(found) for ticket_id, found in codes.items()}
    return _Stored(results, components, questions)


def _comparison(
    row: Row, ticket: Ticket, judged: _Judged, events: Sequence[EventRow], stored: _Stored
) -> TicketComparison:
    differences = [
        Difference(column, value, getattr(ticket, column))
        for column, value in row.items()
        if value != getattr(ticket, column)
    ]
    results = dict(stored.results.get(ticket.pk, {}))
    different: list[ResultRow] = []
    for recomputed in deadlines.result_rows(ticket, judged.verdicts):
        before = results.pop((recomputed.clock, recomputed.closing), None)
        found = _result_differences(before, recomputed, judged) if before != recomputed else []
        if found:
            different.append(recomputed)
            differences += found
    extra = list(results.values())
    differences += [Difference(_name(row), row.verdict, None) for row in extra]
    components, codes = stored.components.get(ticket.pk, frozenset()), replay_components(events)
    if components != codes:
        differences.append(Difference(COMPONENTS, _listed(components), _listed(codes)))
    questions = compare_questions(stored.questions.get(ticket.pk, {}), replay_questions(events))
    return TicketComparison(
        ticket_id=ticket.pk,
        number=ticket.number,
        differences=differences + questions.differences,
        different=different,
        extra=extra,
        components=codes if components != codes else None,
        questions=questions,
    )


def _result_differences(
    before: ResultRow | None, recomputed: ResultRow, judged: _Judged
) -> list[Difference]:
    """Column by column, or the row alone where none is stored."""
    name = _name(recomputed)
    if before is None:
        return [Difference(name, None, recomputed.verdict or "no verdict")]
    return [
        Difference(f"{name}_{column}", old, new)
        for column, old, new in zip(ResultRow._fields, before, recomputed, strict=True)
        if old != new and not (column == "elapsed" and _held(before, judged))
    ]


def _name(row: ResultRow) -> str:
    return f"{row.clock}_{row.closing}" if row.closing else row.clock


def _held(before: ResultRow, judged: _Judged) -> bool:
    """What a running clock shows holds as of when it was stored: at the newest event or since."""
    if before.closing:
        return False
    clock = ClockResult.Clock(before.clock)
    now = _verdict(judged.verdicts, clock)
    if now.stopped_at is not None:
        return False
    then = _verdict(judge(judged.facts, now=judged.newest), clock)
    return then.elapsed <= before.elapsed <= now.elapsed


def _verdict(verdicts: Verdicts, clock: ClockResult.Clock) -> ClockVerdict:
    return verdicts.fix if clock == ClockResult.Clock.FIX else verdicts.response


def _listed(codes: frozenset[str]) -> str:
    return ", ".join(sorted(codes))
