"""A month as a table of text, for a terminal."""

from collections.abc import Iterator
from typing import Any

from availability.uptime import Uptime
from istockist_sla.core.lib.text import NBSP, counted, duration
from tickets.reports.exports import as_data
from tickets.reports.forecast import forecast
from tickets.reports.forecast_exports import forecast_lines
from tickets.reports.monthly import ClassFigure, MonthFigures
from tickets.sla.verdict import MISSED

HEAD = (
    f"{'class':<10}{'limit':>12}{'guaranteed':>12}{'met':>7}{'missed':>8}"
    f"{'index':>10}{'target':>8}{'still allowed':>15}  {'kept':<10}orders only"
)


def as_table(figures: MonthFigures) -> str:
    return "\n".join(_lines(figures, as_data(figures)))


def _lines(figures: MonthFigures, data: dict[str, Any]) -> Iterator[str]:
    who = figures.client.name if figures.client else "all clients"
    running = " (still running)" if figures.is_running else ""
    yield f"{figures.month.name}, {who}{running}"
    terms = figures.terms
    yield f"{terms.agreement}, version {terms.version}; {terms.calendar_version}"
    yield ""
    yield HEAD
    for figure in figures.classes:
        yield _class_line(figure)
        yield from _other_limits(figure)
    yield ""
    yield from _uptime_lines(figures.uptime)
    yield ""
    yield from _missed_lines(figures)
    yield from _outside_lines(data)
    yield from _fix_lines(figures, data)
    yield from _decided_lines(data)
    yield from _volume_lines(figures, data)
    if figures.is_running:
        yield ""
        yield from forecast_lines(forecast(figures))


def _class_line(figure: ClassFigure) -> str:
    index, orders = figure.index, figure.orders_only
    kept = {True: "yes", False: "NO", None: "no cases"}[index.kept]
    shown = f"{index.shown} %" if index.shown else "-"
    target = f"{float(index.target):g} %"
    about_orders = f"{orders.met} of {orders.guaranteed}" if orders.guaranteed else "no cases"
    return (
        f"{figure.fault_class:<10}{_plain(figure.limit):>12}{index.guaranteed:>12}{index.met:>7}"
        f"{index.misses:>8}{shown:>10}{target:>8}{index.still_allowed:>15}  {kept:<10}"
        f"{about_orders}"
    )


def _other_limits(figure: ClassFigure) -> Iterator[str]:
    for other in figure.other_limits:
        clients = ", ".join(other.clients)
        tickets = counted(other.tickets, "ticket").replace(NBSP, " ")
        yield f"{'':<10}{_plain(other.limit):>12}  for {tickets} of {clients}"


def _plain(seconds: int) -> str:
    """`7 h 30 min`, in the width of a terminal."""
    return duration(seconds).replace(NBSP, " ")


def _missed_lines(figures: MonthFigures) -> Iterator[str]:
    rows = figures.responses.filter(verdict=MISSED).order_by("ticket__number")
    columns = ("ticket__number", "fault_class", "elapsed", "limit", "ticket__subject")
    for number, code, elapsed, limit, subject in rows.values_list(*columns):
        yield f"missed    {number}  {code:<9} late by {duration(elapsed - limit)}  {subject}"


def _outside_lines(data: dict[str, Any]) -> Iterator[str]:
    for title, key in (("excluded", "excluded"), ("not covered", "not_covered")):
        for reason, numbers in data[key].items():
            yield f"{title}, {reason}: {len(numbers)} ({_joined(numbers)})"
    if undecided := data["undecided"]:
        yield f"undecided: {len(undecided)} ({_joined(undecided)})"


def _fix_lines(figures: MonthFigures, data: dict[str, Any]) -> Iterator[str]:
    by_kind: dict[tuple[str, str], dict[str, int]] = {
        (figure.fault_class, "indicative"): {} for figure in figures.classes
    }
    for each in data["fix_counts"]:
        if not each["is_reopened"]:
            kind = "contractual" if each["is_contractual"] else "indicative"
            counts = by_kind.setdefault((each["fault_class"], kind), {})
            counts[each["verdict"] or "without a limit"] = each["fixes"]
    for (code, kind), counts in by_kind.items():
        words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
        yield f"fix, {code} ({kind}): {words or 'no cases'}"
    if numbers := [row["number"] for row in data["fix_of_reopened"]]:
        yield f"fix, judged before a reopening: {len(numbers)} ({_joined(numbers)})"


def _decided_lines(data: dict[str, Any]) -> Iterator[str]:
    for each in data["findings"]:
        yield f"finding, {each['kind']}, {each['state']}: {each['findings']}"
    for each in data["rectified"]:
        to = each["to"] or each["kind"]
        yield f"rectification, {each['state']}: {each['number']}, {each['from'] or '-'} to {to}"
    for each in data["invoicing"]["findings"]:
        yield f"to invoice: {each['client']}, {each['number']}, {each['minutes']} min"


def _volume_lines(figures: MonthFigures, data: dict[str, Any]) -> Iterator[str]:
    backlog, end = data["backlog"], "now" if figures.is_running else "at the end"
    yield (
        f"opened {data['opened']}, closed {data['closed']}; unclosed {backlog['at_start']} at the "
        f"beginning, {backlog['at_end']} {end}"
    )
    given = data["ratings"]
    if given["rated"]:
        values = ", ".join(f"{value}: {n}" for value, n in given["by_value"].items() if n)
        yield f"ratings given: {given['rated']}, average {given['average']} of 5 ({values})"
    if numbers := [row["number"] for row in data["reopened"]]:
        yield f"reopened: {len(numbers)} ({_joined(numbers)})"


def _uptime_lines(uptime: Uptime | None) -> Iterator[str]:
    if uptime is None:
        yield "availability: not measured"
        return
    if uptime.judged.percent is None:
        coverage = uptime.coverage.percent
        yield f"availability: not measurable{f', coverage {coverage} %' if coverage else ''}"
        return
    kept = "kept" if uptime.kept else "NOT kept"
    marked = ", marked: coverage below 99 %" if uptime.marked else ""
    yield (
        f"availability: {uptime.judged.percent} % against {float(uptime.terms.index):g} %, {kept}; "
        f"{duration(uptime.down)} down, coverage {uptime.coverage.percent} %{marked}"
    )
    yield (
        f"availability, as written {uptime.as_written.percent or '-'} %, "
        f"stricter {uptime.scheduled.percent or '-'} %"
    )
    if uptime.marked:
        yield f"availability, between {uptime.worst.percent} % and {uptime.best.percent} %"
    if uptime.until < uptime.end:
        left = duration(uptime.left) if uptime.left >= 0 else "none"
        yield f"availability, downtime left this month: {left}"


def _joined(numbers: list[int]) -> str:
    return " ".join(str(number) for number in numbers)
