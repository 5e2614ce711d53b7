"""A month as plain data and as a table of text."""

from typing import Any

from availability.uptime import Uptime
from istockist_sla.lib.text import duration
from tickets.models import Ticket
from tickets.reports.monthly import ClassFigure, MonthFigures, fix_counts


def as_data(figures: MonthFigures) -> dict[str, Any]:
    """The month as plain data, for JSON."""
    return {
        "month": str(figures.month),
        "client": figures.client.code if figures.client else None,
        "running": figures.is_running,
        "agreement": figures.terms.agreement,
        "agreement_version": figures.terms.version,
        "calendar": figures.terms.calendar_version,
        "opened": figures.opened,
        "classes": {figure.fault_class: _class_data(figure) for figure in figures.classes},
        "excluded": _numbers(figures.excluded),
        "not_covered": _numbers(figures.not_covered),
        "undecided": [ticket.number for ticket in figures.running],
        "fix_indicative": not figures.terms.fix_is_contractual,
        "fix": {code: dict(counts) for code, counts in fix_counts(figures.fixes).items()},
        "availability": _uptime_data(figures.uptime),
        "outages": [outage.pk for outage in figures.outages],
    }


def _class_data(figure: ClassFigure) -> dict[str, Any]:
    index = figure.index
    return {
        "guaranteed": index.guaranteed,
        "met": index.met,
        "missed": index.misses,
        "percent": index.shown,
        "target": str(index.target),
        "kept": index.kept,
        "misses_still_allowed": index.still_allowed,
        "limit_seconds": figure.limit,
        "order_processing_only": f"{figure.orders_only.met} of {figure.orders_only.guaranteed}",
        "missed_tickets": [ticket.number for ticket in figure.missed],
    }


def _numbers(by_reason: dict[str, list[Ticket]]) -> dict[str, list[int]]:
    return {reason: [ticket.number for ticket in rows] for reason, rows in by_reason.items()}


def _uptime_data(uptime: Uptime | None) -> dict[str, Any] | None:
    if uptime is None:
        return None
    return {
        "percent": uptime.judged.percent,
        "as_written": f"{uptime.as_written.part}/{uptime.as_written.whole}",
        "scheduled": f"{uptime.scheduled.part}/{uptime.scheduled.whole}",
        "target": str(uptime.terms.index),
        "kept": uptime.kept,
        "coverage_percent": uptime.coverage.percent,
        "down_seconds": uptime.down,
        "unknown_seconds": uptime.unknown,
        "excluded_seconds": uptime.excluded,
        "systems_down_seconds": uptime.systems_down,
    }


def as_table(figures: MonthFigures) -> str:
    """The month for a terminal."""
    who = figures.client.name if figures.client else "all clients"
    running = " (still running)" if figures.is_running else ""
    lines = [
        f"{figures.month.name}, {who}{running}",
        f"{figures.terms.agreement}, version {figures.terms.version}; "
        f"{figures.terms.calendar_version}",
        "",
        f"{'class':<10}{'limit':>8}{'guaranteed':>12}{'met':>6}{'missed':>8}"
        f"{'index':>10}{'target':>8}{'still allowed':>15}  kept",
    ]
    lines += [_class_line(figure) for figure in figures.classes]
    lines += ["", _uptime_line(figures.uptime), ""]
    lines += [f"missed    {_ticket_line(ticket)}" for ticket in figures.missed]
    for title, rows in (("excluded", figures.excluded), ("not covered", figures.not_covered)):
        for reason, tickets in rows.items():
            numbers = " ".join(str(ticket.number) for ticket in tickets)
            lines.append(f"{title}, {reason}: {len(tickets)} ({numbers})")
    if figures.running:
        numbers = " ".join(str(ticket.number) for ticket in figures.running)
        lines.append(f"undecided: {len(figures.running)} ({numbers})")
    kind = "contractual" if figures.terms.fix_is_contractual else "indicative"
    for code, counts in fix_counts(figures.fixes).items():
        told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
        lines.append(f"fix, {code} ({kind}): {told or 'no cases'}")
    return "\n".join(lines)


def _class_line(figure: ClassFigure) -> str:
    index = figure.index
    kept = {True: "yes", False: "NO", None: "no cases"}[index.kept]
    shown = f"{index.shown} %" if index.shown else "-"
    target = f"{float(index.target):g} %"
    return (
        f"{figure.fault_class:<10}{figure.limit // 3600:>6} h{index.guaranteed:>12}{index.met:>6}"
        f"{index.misses:>8}{shown:>10}{target:>8}{index.still_allowed:>15}  {kept}"
    )


def _ticket_line(ticket: Ticket) -> str:
    late = (ticket.response_elapsed or 0) - (ticket.response_limit or 0)
    return f"{ticket.number}  {ticket.response_class:<9} late by {duration(late)}  {ticket.subject}"


def _uptime_line(uptime: Uptime | None) -> str:
    if uptime is None:
        return "availability: not measured"
    if uptime.judged.percent is None:
        return "availability: not measurable"
    kept = "kept" if uptime.kept else "NOT kept"
    marked = ", marked: coverage below 99 %" if uptime.marked else ""
    return (
        f"availability: {uptime.judged.percent} % against {float(uptime.terms.index):g} %, {kept}; "
        f"{duration(uptime.down)} down, coverage {uptime.coverage.percent} %{marked}"
    )
