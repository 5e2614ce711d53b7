"""What was kept of a month's figures when it was closed, beside what the stored verdicts say now.

The two differ where a verdict was put right after the closing and its amendment has not followed.
"""

import json

from tickets.models import Client, ClosedMonth
from tickets.reports.closing.chain import kept_file
from tickets.reports.monthly import MonthFigures


def is_as_closed(figures: MonthFigures) -> bool:
    """Also of a month that is not closed, and of a client that was not there in it."""
    if figures.closed is None:
        return True
    return _are(figures, _kept(figures.closed, figures.client))


def agree(figures: MonthFigures, card: str) -> bool:
    """The same, of a client whose card of the closing is at hand."""
    return _are(figures, _on(card))


def _are(figures: MonthFigures, kept: dict[str, list[int]]) -> bool:
    found = {each.fault_class: each.index for each in figures.classes}
    return all(counts == [found[code].met, found[code].guaranteed] for code, counts in kept.items())


def _kept(closed: ClosedMonth, client: Client | None) -> dict[str, list[int]]:
    """By class: met, and how many are guaranteed."""
    if client is None:
        totals: dict[str, list[int]] = json.loads(closed.whole)["totals"]
        return totals
    kept = kept_file(closed, client)
    return _on(kept.card) if kept else {}


def _on(card: str) -> dict[str, list[int]]:
    figures: dict[str, list[int]] = json.loads(card)["figures"]
    return figures
