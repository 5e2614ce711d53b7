"""An explained clock as a time rule: what counted, what did not, the limit, and time past it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

from istockist_sla.core import clocks
from istockist_sla.core.lib import text
from istockist_sla.core.lib.charts import Label, Part, Rule, shortened, starts
from tickets.explain.explanation import DUE, SEGMENT, ClockExplanation, TimelineRow
from tickets.sla.clock import HOLIDAY, MAINTENANCE, PAUSED

HATCHED = {PAUSED: "paused", MAINTENANCE: "maintenance"}
WORDS_BELOW = {"paused": "waiting", "maintenance": "maintenance"}
# Widths in pixels: of a character, and of the rule on a wide screen and on a phone.
CHARACTER, WIDE, NARROW = 7.5, 900, 290
# Closed time is drawn short: all of it takes at most this share of what counted.
MAX_CLOSED_SHARE = 0.8


class Piece(NamedTuple):
    """Neighbouring rows that are drawn as one part."""

    part: Part
    start: datetime
    end: datetime
    word: str


def time_rule(clock: ClockExplanation) -> Rule | None:
    """None where no time has passed."""
    pieces = _pieces([row for row in clock.rows if row.kind == SEGMENT])
    if not pieces:
        return None
    hatched = sum(piece.word != "" for piece in pieces) or 1
    parts = shortened([piece.part for piece in pieces], most=min(0.12, MAX_CLOSED_SHARE / hatched))
    edges = [*starts(parts), 1.0]
    due = next((row for row in clock.rows if row.kind == DUE and row.code == DUE), None)
    tick = _tick(due, pieces, edges)
    labels = _without_overlaps(
        [*_ends(pieces), *_limit_labels(due, tick), *_labels_along(pieces, edges)]
    )
    return Rule(_sentence(clock, pieces), parts, tick=tick, labels=labels, height=20)


def _pieces(rows: Sequence[TimelineRow]) -> list[Piece]:
    pieces = []
    for (kind, word), group in groupby(rows, key=_part_kind):
        same = list(group)
        seconds = sum(row.seconds for row in same)
        pieces.append(Piece(Part(kind, seconds), same[0].start, same[-1].end, word))
    return pieces


def _part_kind(row: TimelineRow) -> tuple[str, str]:
    """The kind of a row's part, and the word below it where it is hatched."""
    if row.counted:
        return ("past" if row.past else "free" if row.to_come else "counted"), ""
    kind = HATCHED.get(row.code, "closed")
    return kind, WORDS_BELOW.get(kind, "holiday" if row.code == HOLIDAY else "closed")


def _tick(due: TimelineRow | None, pieces: Sequence[Piece], edges: Sequence[float]) -> float | None:
    """Where the limit lies; a limit after the last piece is not drawn."""
    if due is None:
        return None
    for i, piece in enumerate(pieces):
        if piece.start < due.start <= piece.end and piece.part.kind != "closed":
            share = (due.start - piece.start) / (piece.end - piece.start)
            return edges[i] + (edges[i + 1] - edges[i]) * share
    return None


def _ends(pieces: Sequence[Piece]) -> list[Label]:
    first, last = pieces[0].start, pieces[-1].end
    return [
        Label(0, _time(first)),
        Label(1, _time(last), anchor="end"),
        Label(0, text.short_day(first.date()), above=True, strong=True),
    ]


def _limit_labels(due: TimelineRow | None, tick: float | None) -> list[Label]:
    if due is None or tick is None:
        return []
    anchor = "end" if tick > 0.9 else "start" if tick < 0.1 else "middle"
    hours = text.duration(due.total)
    words = f"limit {hours}" if due.to_come else f"{hours} reached"
    return [
        Label(tick, words, above=True, anchor=anchor, strong=True),
        Label(tick, _time(due.start), anchor=anchor),
    ]


def _labels_along(pieces: Sequence[Piece], edges: Sequence[float]) -> list[Label]:
    """Each day at its first opening, each start's time, and a word below what is hatched."""
    labels, days = [], {pieces[0].start.date()}
    for piece, at in zip(pieces, edges, strict=False):
        if piece.word:
            labels.append(Label(at, piece.word))
            continue
        if piece.start.date() not in days:
            days.add(piece.start.date())
            labels.append(Label(at, text.short_day(piece.start.date()), above=True, strong=True))
        labels.append(Label(at, _time(piece.start)))
    return labels


def _without_overlaps(wanted: Sequence[Label]) -> list[Label]:
    """An earlier label keeps its place; one that does not fit on a phone is minor."""
    placed: list[Label] = []
    for label in map(_inside, wanted):
        if not _fits(label, placed, WIDE):
            continue
        lasting = [other for other in placed if not other.minor]
        placed.append(label if _fits(label, lasting, NARROW) else replace(label, minor=True))
    return placed


def _inside(label: Label) -> Label:
    """A label that would run past the right end is aligned to it."""
    if label.anchor == "start" and _extent(label, WIDE)[1] > 1:
        return replace(label, at=1, anchor="end")
    return label


def _fits(label: Label, placed: Sequence[Label], width: int) -> bool:
    start, end = _extent(label, width)
    return all(
        other.above != label.above
        or end < _extent(other, width)[0]
        or start > _extent(other, width)[1]
        for other in placed
    )


def _extent(label: Label, width: int) -> tuple[float, float]:
    size = (len(label.text) + 1) * CHARACTER / width
    start = {"start": label.at, "middle": label.at - size / 2, "end": label.at - size}[label.anchor]
    return start, start + size


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%H:%M}"


def _sentence(clock: ClockExplanation, pieces: Sequence[Piece]) -> str:
    span = f"from {clocks.instant_long(pieces[0].start)} to {clocks.instant_long(pieces[-1].end)}"
    counted = f"{text.duration(clock.elapsed)} counted {span}"
    return (
        f"{counted}; the limit is {text.duration(clock.limit)}." if clock.limit else f"{counted}."
    )
