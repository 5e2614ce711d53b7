"""What was kept of a month's figures when it was closed, beside what the stored verdicts say now.

The two differ where a verdict was put right after the closing and its amendment has not followed.
"""

import json

from tickets.models import Client, ClosedClient, ClosedMonth
from tickets.reports.closing.chain import kept_file
from tickets.reports.monthly import MonthFigures


def is_as_closed(figures: MonthFigures) -> bool:
    """Also of a month that is not closed, and of a client that was not there in it."""
    if figures.closed is None:
        return True
    return _are(figures, _kept(figures.closed, figures.client))


def agree(figures: MonthFigures, kept: ClosedClient) -> bool:
    """The same, of a client whose file of the closing is at hand."""
    return _are(figures, _on(kept))


def _are(figures: MonthFigures, kept: dict[str, list[int]]) -> bool:
    found = {each.fault_class: each.index for each in figures.classes}
    return all(counts == [found[code].met, found[code].guaranteed] for code, counts in kept.items())


def _kept(closed: ClosedMonth, client: Client | None) -> dict[str, list[int]]:
    """By class: met, and how many are guaranteed."""
    if client is None:
        totals: dict[str, list[int]] = json.loads(closed.whole)["totals"]
        return totals
    kept = kept_file(closed, client)
    return _on(kept) if kept else {}


def _on(kept: ClosedClient) -> dict[str, list[int]]:
    card: dict[str, dict[str, list[int]]] = json.loads(kept.card)
    return card["figures"]
