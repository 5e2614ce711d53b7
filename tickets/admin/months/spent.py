"""A late first answer with the bar of where its time went."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from istockist_sla.core.lib.spent_bar import spent_bar, swatch
from tickets.models import ClockResult
from tickets.reports.time_spent import LEGEND, TimeSpent, time_spent


class SpentRow(NamedTuple):
    row: ClockResult
    bar: SafeString
    words: str


def spent_rows(rows: Sequence[ClockResult], *, at: datetime) -> list[SpentRow]:
    """All bars have one scale: the longest of these rows."""
    spent = time_spent(rows, at=at)
    longest = max((each.elapsed for each in spent.values()), default=0)
    return [_row(row, spent[row.ticket_id], longest) for row in rows]


def _row(row: ClockResult, spent: TimeSpent, longest: int) -> SpentRow:
    bar = spent_bar(spent.sentence, spent.stretches, limit=spent.limit, longest=longest)
    return SpentRow(row, mark_safe(bar), spent.words)


def legend() -> list[tuple[SafeString, str]]:
    return [(mark_safe(swatch(kind)), words) for kind, words in LEGEND.items()]
