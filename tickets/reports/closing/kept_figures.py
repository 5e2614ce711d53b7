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
    kept = _kept(figures.closed, figures.client)
    found = {each.fault_class: each.index for each in figures.classes}
    return all(counts == [found[code].met, found[code].guaranteed] for code, counts in kept.items())


def _kept(closed: ClosedMonth, client: Client | None) -> dict[str, list[int]]:
    """By class: met, and how many are guaranteed."""
    if client is None:
        totals: dict[str, list[int]] = json.loads(closed.whole)["totals"]
        return totals
    kept = kept_file(closed, client)
    card: dict[str, dict[str, list[int]]] = json.loads(kept.card) if kept else {"figures": {}}
    return card["figures"]
