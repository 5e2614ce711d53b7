"""A clock's ledger and the marks within it as rows: each second once, with a running sum."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from itertools import pairwise

from tickets.explain.explanation import DUE, SEGMENT, TimelineRow
from tickets.explain.folding import folded
from tickets.explain.labels import EARLIER_CLASS, LATER_CLASS, segment_text
from tickets.sla.clock import Segment
from tickets.sla.readings import READING_OF_REASON
from tickets.sla.week import whole_seconds


@dataclass(frozen=True, slots=True)
class Ledger:
    """The segments of one clock. Under `downgrade` of K9 only what lies in [`origin`, `until`)
    counts for the class of the verdict. What begins at `now` is to come."""

    segments: Sequence[Segment]
    origin: datetime
    until: datetime | None
    due_at: datetime | None
    now: datetime
    zone: tzinfo
    audience: str


def timeline_rows(ledger: Ledger, marks: Sequence[TimelineRow]) -> tuple[TimelineRow, ...]:
    """Segments, cut at the marks so that each mark stands beside the sum of its instant; long
    stretches without a mark month by month."""
    waiting = sorted(marks, key=lambda mark: (mark.start, mark.kind != DUE))
    rows: list[TimelineRow] = []
    total = 0
    for piece in _pieces(ledger, {mark.start for mark in marks}):
        while waiting and waiting[0].start <= piece.start:
            rows.append(_with_total(waiting.pop(0), total))
        row = _row(ledger, piece, total)
        total = row.total
        rows.append(row)
    return folded([*rows, *(_with_total(mark, total) for mark in waiting)], ledger.zone)


def _with_total(mark: TimelineRow, total: int) -> TimelineRow:
    """A limit has its own sum, which may exceed what had counted when the clock stopped."""
    return mark if mark.kind == DUE else replace(mark, total=total)


def _pieces(ledger: Ledger, cuts: set[datetime]) -> Iterator[Segment]:
    edges = cuts | {ledger.origin, ledger.until or ledger.origin, ledger.now}
    for segment in ledger.segments:
        within = sorted(edge for edge in edges if segment.start < edge < segment.end)
        for start, end in pairwise([segment.start, *within, segment.end]):
            yield segment._replace(start=start, end=end)


def _row(ledger: Ledger, piece: Segment, total: int) -> TimelineRow:
    reason = piece.reason
    if piece.counted and piece.start < ledger.origin:
        piece, reason = piece._replace(counted=False), EARLIER_CLASS
    elif piece.counted and ledger.until is not None and piece.start >= ledger.until:
        piece, reason = piece._replace(counted=False), LATER_CLASS
    past = piece.counted and ledger.due_at is not None and piece.start >= ledger.due_at
    words = segment_text(piece._replace(reason=reason), ledger.zone, ledger.audience)
    return TimelineRow(
        kind=SEGMENT,
        start=piece.start,
        end=piece.end,
        words=f"{words}, past the limit" if past else words,
        reading=READING_OF_REASON.get(reason, "K9"),
        code=reason,
        counted=piece.counted,
        seconds=piece.seconds,
        total=total + (piece.seconds if piece.counted else 0),
        past=past,
        to_come=piece.start >= ledger.now,
    )


def when_counted(segments: Sequence[Segment], origin: datetime, seconds: int) -> datetime | None:
    """The instant at which so many seconds have counted since `origin`; None if they have not."""
    for segment in segments:
        if not segment.counted or segment.end <= origin:
            continue
        start = max(segment.start, origin)
        length = whole_seconds(segment.end - start)
        if length >= seconds:
            return start + timedelta(seconds=seconds)
        seconds -= length
    return None
