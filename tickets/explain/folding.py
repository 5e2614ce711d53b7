"""Months in which nothing happened as one row each: a ticket may stay open for years."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from itertools import groupby

from istockist_sla.core.lib import text
from tickets.explain.explanation import SEGMENT, TimelineRow
from tickets.explain.labels import EARLIER_CLASS, LATER_CLASS, SEGMENT_TEXTS
from tickets.sla.clock import ELAPSED, HOLIDAY, OUTSIDE_HOURS, SUPPORT_HOURS, WEEKEND

OF_ANOTHER_CLASS = {EARLIER_CLASS, LATER_CLASS}
# What comes again each week or year, whatever happens to the ticket.
ORDINARY = {SUPPORT_HOURS, ELAPSED, OUTSIDE_HOURS, WEEKEND, HOLIDAY, *OF_ANOTHER_CLASS}
# The first and the last month of a stretch stay day by day, and so does a stretch without so many
# months between the two.
MIN_MONTHS = 3


def folded(rows: Sequence[TimelineRow], zone: tzinfo) -> tuple[TimelineRow, ...]:
    """The rows, with long stretches between two acts, limits or pauses month by month."""
    return tuple(
        row
        for is_ordinary, stretch in groupby(rows, key=_is_ordinary)
        for row in (_by_month(stretch, zone) if is_ordinary else stretch)
    )


def _is_ordinary(row: TimelineRow) -> bool:
    return row.kind == SEGMENT and row.code in ORDINARY


def _by_month(stretch: Iterable[TimelineRow], zone: tzinfo) -> Iterator[TimelineRow]:
    def month(row: TimelineRow) -> tuple[int, int]:
        start = row.start.astimezone(zone)
        return start.year, start.month

    months = [list(group) for _, group in groupby(stretch, key=month)]
    last = len(months) - 1
    for i, group in enumerate(months):
        if last > MIN_MONTHS and 0 < i < last:
            yield _folded_month(group, zone)
        else:
            yield from group


def _folded_month(rows: Sequence[TimelineRow], zone: tzinfo) -> TimelineRow:
    """`seconds` are those that counted, or all of them where none did."""
    open_rows = [row for row in rows if row.counted or row.code in OF_ANOTHER_CLASS]
    alike = open_rows or rows
    length = (rows[-1].end.astimezone(zone).date() - rows[0].start.astimezone(zone).date()).days
    counted = alike[0].counted
    return replace(
        alike[0],
        start=rows[0].start,
        end=rows[-1].end,
        words=f"{_words(alike, zone)}{_holidays(rows, zone)}",
        seconds=sum(row.seconds for row in (alike if counted else rows)),
        total=rows[-1].total,
        days=max(length, 1),
    )


def _words(alike: Sequence[TimelineRow], zone: tzinfo) -> str:
    """`Support open on 21 days, past the limit`."""
    first = alike[0]
    if first.code in OF_ANOTHER_CLASS:
        return first.words
    if not first.counted:
        return "Closed: every day"
    days = len({row.start.astimezone(zone).date() for row in alike})
    past = ", past the limit" if first.past else ""
    return f"{SEGMENT_TEXTS[first.code]} on {text.counted(days, 'day')}{past}"


def _holidays(rows: Sequence[TimelineRow], zone: tzinfo) -> str:
    """`; closed for Christmas Day and Saint Stephen's Day`: those without any open hours."""
    open_days = {row.start.astimezone(zone).date() for row in rows if row.counted}
    names = [
        row.words.partition(": ")[2]
        for row in rows
        if row.code == HOLIDAY and row.start.astimezone(zone).date() not in open_days
    ]
    told = list(dict.fromkeys(name for name in names if name))
    return f"; closed for {text.join_words(told)}" if told else ""
