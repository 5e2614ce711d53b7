"""Where stored rows differ from recomputed ones, to be told and to be mended."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from tickets.replay import QuestionRow, RatingRow

Compared = TypeVar("Compared")
Row = TypeVar("Row", QuestionRow, RatingRow)


class Difference(NamedTuple):
    column: str
    stored: Any
    recomputed: Any


class RowsCompared(NamedTuple, Generic[Compared]):
    """`different` are the rows to store, `extra` those that no event tells of."""

    differences: list[Difference]
    different: list[Compared]
    extra: list[Compared]


def compare_questions(
    stored: Mapping[int, QuestionRow], recomputed: Iterable[QuestionRow]
) -> RowsCompared[QuestionRow]:
    """The rows of one ticket's questions, by their ids, with what came of each (K10)."""
    return _compare("question", "asked_at", stored, recomputed)


def compare_ratings(
    stored: Mapping[int, RatingRow], recomputed: Iterable[RatingRow]
) -> RowsCompared[RatingRow]:
    """How one ticket's closings were rated, by the ids of the rows."""
    return _compare("rating", "given_at", stored, recomputed)


def _compare(
    kind: str, column: str, stored: Mapping[int, Row], recomputed: Iterable[Row]
) -> RowsCompared[Row]:
    """Column by column; a whole row that is missing or too many is told by one column."""
    left = dict(stored)
    differences: list[Difference] = []
    different: list[Row] = []
    for row in recomputed:
        name, before = f"{kind}_{row.id}", left.pop(row.id, None)
        if before is None:
            differences.append(Difference(name, None, getattr(row, column)))
        elif before != row:
            differences += _between(name, before, row)
        if before != row:
            different.append(row)
    extra = list(left.values())
    differences += [Difference(f"{kind}_{row.id}", getattr(row, column), None) for row in extra]
    return RowsCompared(differences, different, extra)


def _between(name: str, before: Row, row: Row) -> list[Difference]:
    return [
        Difference(f"{name}_{column}", old, new)
        for column, old, new in zip(row._fields, before, row, strict=True)
        if old != new
    ]
