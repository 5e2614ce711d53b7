"""Where stored rows differ from recomputed ones, to be told and to be mended."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tickets.replay import QuestionRow


class Difference(NamedTuple):
    column: str
    stored: Any
    recomputed: Any


class QuestionsCompared(NamedTuple):
    """`different` are the rows to store, `extra` those that no event tells of."""

    differences: list[Difference]
    different: list[QuestionRow]
    extra: list[QuestionRow]


NO_QUESTIONS = QuestionsCompared([], [], [])


def compare_questions(
    stored: Mapping[int, QuestionRow], recomputed: Iterable[QuestionRow]
) -> QuestionsCompared:
    """The rows of one ticket's questions, by their ids, with what came of each (K10)."""
    left = dict(stored)
    differences: list[Difference] = []
    different: list[QuestionRow] = []
    for row in recomputed:
        before = left.pop(row.id, None)
        if before != row:
            different.append(row)
            differences += _of_question(before, row)
    extra = list(left.values())
    differences += [Difference(f"question_{row.id}", row.asked_at, None) for row in extra]
    return QuestionsCompared(differences, different, extra)


def _of_question(before: QuestionRow | None, row: QuestionRow) -> list[Difference]:
    """Column by column, or the row alone where none is stored."""
    name = f"question_{row.id}"
    if before is None:
        return [Difference(name, None, row.asked_at)]
    return [
        Difference(f"{name}_{column}", old, new)
        for column, old, new in zip(QuestionRow._fields, before, row, strict=True)
        if old != new
    ]
