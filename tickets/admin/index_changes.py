"""What a decision would make of a month's figures: the index of a class, before and after (G7)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.text import NBSP
from istockist_sla.desk.approvals import Change
from tickets import inputs
from tickets.models import Client
from tickets.reports.four_figures import terms_of_months
from tickets.reports.judged_counts import ClassCounts, judged_counts
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES
from tickets.sla.verdict import MET, MISSED


class Judged(NamedTuple):
    """A first answer's verdict and the class under which it counts (K12)."""

    verdict: str
    fault_class: str


class Move(NamedTuple):
    """One ticket's first answer as it is judged, and as it would be."""

    opened_at: datetime
    before: Judged
    after: Judged


def index_changes(client: Client, moves: Iterable[Move]) -> Iterator[Change]:
    """Of the client and of all clients, each month and class that would come out otherwise."""
    by_month: dict[Month, list[Move]] = {}
    for move in moves:
        by_month.setdefault(inputs.month_of(move.opened_at), []).append(move)
    versions = inputs.published_versions()
    for month, of_month in sorted(by_month.items()):
        bounds = inputs.month_bounds(month)
        for whose, name in ((client, str(client)), (None, "All clients")):
            [counts] = judged_counts([bounds], whose)
            [terms] = terms_of_months([bounds], whose, versions)
            moved = _moved(counts, of_month)
            for code in CLASSES:
                if counts[code] != moved[code]:
                    before, after = (Index(*each[code], terms.index) for each in (counts, moved))
                    yield Change(
                        f"{name}, {code.capitalize()}, {month.name}", _cell(before), _cell(after)
                    )


def _moved(counts: ClassCounts, moves: Iterable[Move]) -> ClassCounts:
    found = dict(counts)
    for move in moves:
        for judged, sign in ((move.before, -1), (move.after, 1)):
            if judged.verdict in (MET, MISSED) and judged.fault_class in found:
                met, guaranteed = found[judged.fault_class]
                met += sign * (judged.verdict == MET)
                found[judged.fault_class] = (met, guaranteed + sign)
    return found


def _cell(index: Index) -> SafeString | str:
    if index.kept is None:
        return "no cases"
    tone, words = ("text-ok", "kept") if index.kept else ("text-critical", "not kept")
    missed = f"{index.met} of {index.guaranteed}"
    more = f" · {index.misses} missed, {index.allowed} allowed" if index.misses else ""
    return format_html(
        '<strong>{}{}%</strong> <span class="{}">{}</span><span class="second">{}{}</span>',
        index.shown,
        NBSP,
        tone,
        words,
        missed,
        more,
    )
