"""Pieces that come many times on a page of the months, joined here: so many turns of a template's
loop take ten times as long."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from availability.uptime import Uptime
from istockist_sla.core.lib.heatmap import Opening
from istockist_sla.core.lib.text import NBSP
from istockist_sla.core.templatetags.ui import icon
from tickets.admin.months.entries import Entry, Group
from tickets.reports.forecast import Forecast, Outlook
from tickets.reports.load import HourOfWeek
from tickets.reports.trend import SMALL
from tickets.sla.index import Index

NO_CASES = mark_safe('<span class="quiet">no cases</span>')
# The tone and the icon of a cell of the matrix, by its code.
MARKS = {
    "kept": ("text-ok", "m-met"),
    "missed": ("text-critical", "m-missed"),
    "few": ("text-ok", "m-open"),
    "running": ("quiet", "clock"),
    "none": ("quiet", "m-none"),
}
WRITTEN = {Opening.CLOSED: "({})", Opening.PARTLY: "{}*", Opening.OPEN: "{}"}


class OutlookRow(NamedTuple):
    """A class of the forecast with the cells of its indices."""

    outlook: Outlook
    stands: SafeString
    all_met: SafeString
    one_missed: SafeString
    all_missed: SafeString


def mark_cell(code: str, label: str = "") -> SafeString:
    tone, name = MARKS[code]
    return mark_safe(f'<span class="{tone}">{icon(name, 16, label)}</span>')


def index_cell(index: Index, *, so_far: bool = False) -> SafeString:
    """An index with what it counts; of a running month nothing is missed yet."""
    if not index.guaranteed:
        return NO_CASES
    shown = _shown(index.shown or "", missed=index.kept is False and not so_far)
    few = ", few" if index.guaranteed < SMALL else ""
    words = f"{index.met} of {index.guaranteed}{' so far' if so_far else ''}{few}"
    return mark_safe(f'{shown}<span class="second">{words}</span>')


def uptime_cell(uptime: Uptime | None, *, so_far: bool) -> SafeString:
    if uptime is None or uptime.judged.percent is None:
        words = "not measurable" if uptime else "not measured"
        return mark_safe(f'<span class="quiet">{words}</span>')
    shown = _shown(uptime.judged.percent, missed=uptime.kept is False and not so_far)
    words = "so far" if so_far else "kept" if uptime.kept else "not kept"
    coverage = f", coverage {uptime.coverage.percent}{NBSP}%" if uptime.marked else ""
    return mark_safe(f'{shown}<span class="second">{words}{coverage}</span>')


def _shown(percent: str, *, missed: bool) -> str:
    words = f"{percent}{NBSP}%"
    if not missed:
        return words
    return f'<span class="text-critical">{icon("m-missed", 16, "Not kept:")} {words}</span>'


def outlook_rows(forecast: Forecast) -> list[OutlookRow]:
    return [
        OutlookRow(
            each,
            index_cell(each.now),
            index_cell(each.if_all_met),
            index_cell(each.if_one_missed),
            index_cell(each.if_all_missed),
        )
        for each in forecast.classes
    ]


def ledger(groups: Iterable[Group]) -> SafeString:
    """A column of a month's parts; their counts stand beneath, each leading to its rows."""
    return mark_safe(
        "".join(
            f"<h2>{escape(group.title)}</h2>" + "".join(map(_entry, group.entries))
            for group in groups
        )
    )


def _entry(entry: Entry) -> str:
    words = f'<span>{escape(entry.title)}<span class="second">{escape(entry.detail)}</span></span>'
    head = f'{words}<span class="count">{escape(entry.number)}</span>'
    if not entry.lines:
        return f'<div class="ledger-row"><a href="{escape(entry.url)}">{head}</a></div>'
    lines = "".join(
        f'<li><a href="{escape(line.url)}">{escape(line.words)}</a>'
        f'<span class="count">{escape(line.number)}</span></li>'
        for line in entry.lines
    )
    everything = f'<li><a href="{escape(entry.url)}">All of them</a></li>'
    return (
        f'<details class="ledger-row"><summary>{head}</summary>'
        f"<ul>{lines}{everything}</ul></details>"
    )


def load_rows(hours: Iterable[tuple[str, Sequence[HourOfWeek]]]) -> SafeString:
    """For each hour its days; in brackets what is closed, with a star what is open in part."""
    return mark_safe(
        "".join(
            f'<tr><th scope="row">{hour}</th>{"".join(map(_hour, days))}</tr>'
            for hour, days in hours
        )
    )


def _hour(hour: HourOfWeek) -> str:
    outside = " is-outside" if hour.opening is Opening.CLOSED else ""
    return f'<td class="num{outside}">{WRITTEN[hour.opening].format(hour.tickets)}</td>'
