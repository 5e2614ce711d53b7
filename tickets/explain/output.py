"""An explanation as text in fixed columns, to be copied, and as data."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from istockist_sla.core.lib import text
from istockist_sla.core.lib.time import zulu
from tickets.explain.explanation import (
    DUE,
    SEGMENT,
    ClockExplanation,
    ConditionExplanation,
    Explanation,
    TimelineRow,
)
from tickets.explain.labels import OUTCOMES
from tickets.wording import class_tests, fault_classes

# From, to, counted, sum: as wide as the widest instant and a year of hours.
COLUMNS = "{:<23}  {:<23}  {:>9}  {:>9}  {}"


def as_text(explanation: Explanation) -> str:
    """Every row with its dates in GMT; plain spaces only."""
    lines = [
        f"Ticket {explanation.number}: {explanation.subject}",
        explanation.client,
        f"As of {_stamp(explanation.as_of)} GMT. {versions_sentence(explanation)}",
        f"Counts in {explanation.month}, the month of its opening (G8).",
        *_class_line(explanation),
    ]
    for clock in explanation.clocks:
        lines += ["", *clock_lines(clock)]
    lines += ["", "Conditions of the guarantee (G2)"]
    lines += [line for each in explanation.conditions for line in _condition_lines(each)]
    return plain(lines)


def plain(lines: Iterable[str]) -> str:
    return "\n".join(line.replace(text.NBSP, " ").rstrip() for line in lines) + "\n"


def versions_sentence(explanation: Explanation) -> str:
    """`Standard agreement, version 1; calendar Ireland, version 1 (V1).`"""
    versions = explanation.versions
    judged = f"{versions.agreement}, version {versions.number}; calendar {versions.calendar} (V1)."
    return judged if versions.in_force else f"{judged} It was not in force at the opening."


def clock_lines(clock: ClockExplanation) -> list[str]:
    """One clock: its verdict, its figures, and its rows under their headings."""
    judged = f"{clock.words}: {clock.reason_words}" if clock.reason_words else clock.words
    figures = [f"counted {text.stopwatch(clock.elapsed)}"]
    if clock.limit is not None:
        figures.insert(0, f"limit {text.stopwatch(clock.limit)}{_of_class(clock)}")
    if clock.due_at is not None:
        figures.append(f"due {_stamp(clock.due_at)} GMT")
    figures.append(f"by the wall clock {text.stopwatch(clock.wall_clock)}")
    sentence = "; ".join(figures)
    return [
        f"{clock.name}: {judged} ({clock.reading})",
        f"{sentence[0].upper()}{sentence[1:]}.",
        "",
        COLUMNS.format("From (GMT)", "To (GMT)", "Counted", "Sum", "Why"),
        *(_line(row) for row in clock.rows),
    ]


def _line(row: TimelineRow) -> str:
    until = _stamp(row.end) if row.kind == SEGMENT else ""
    counted = text.stopwatch(row.seconds) if row.counted else "-" if row.kind == SEGMENT else ""
    if row.kind == DUE or row.stop:
        counted = "due" if row.kind == DUE else "stop"
    reading = f" ({row.reading})" if row.reading else ""
    to_come = ", to come" if row.to_come and row.kind == SEGMENT else ""
    why = f"{row.words}{to_come}{reading}"
    return COLUMNS.format(_stamp(row.start), until, counted, text.stopwatch(row.total), why)


def _class_line(explanation: Explanation) -> list[str]:
    test = class_tests.CLAUSES.get(explanation.class_test)
    return [f"Class test: {test} (C1)."] if test else []


def _of_class(clock: ClockExplanation) -> str:
    return (
        f" for {fault_classes.NAMES[clock.fault_class]}" if clock.fault_class else ", the shortest"
    )


def _condition_lines(each: ConditionExplanation) -> Iterator[str]:
    yield f"  {each.words:<36}  {OUTCOMES[each.outcome]} ({each.reading})"
    author = f"by {each.author}" if each.author else ""
    since = f"since {_stamp(each.at)}" if each.at else ""
    evidence = ", ".join(part for part in (each.evidence, author, since) if part)
    if evidence:
        yield f"    {evidence}"


def _stamp(at: datetime) -> str:
    """`Tue 2026-06-02 16:50:08`."""
    gmt = at.astimezone(UTC)
    return f"{text.DAYS[gmt.weekday()][:3]} {gmt:%Y-%m-%d %H:%M:%S}"


def as_data(explanation: Explanation) -> dict[str, Any]:
    """The same for JSON: instants in UTC as ISO 8601, durations in seconds."""
    return _bare(explanation)


def _bare(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _bare(getattr(value, each.name)) for each in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: _bare(inner) for name, inner in value._asdict().items()}
    if isinstance(value, tuple):
        return [_bare(inner) for inner in value]
    if isinstance(value, datetime):
        return zulu(value)
    return value.replace(text.NBSP, " ") if isinstance(value, str) else value
