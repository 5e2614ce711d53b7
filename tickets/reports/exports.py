"""A month as plain data and as a table of text."""

from collections.abc import Iterator, Sequence
from typing import Any

from availability.uptime import Uptime
from istockist_sla.core.lib.text import clock_gmt, duration
from tickets.models import ClockResult
from tickets.reports.forecast import Forecast, Outlook, Prospect, Undecided, forecast
from tickets.reports.monthly import ClassFigure, MonthFigures
from tickets.sla.index import Index
from tickets.sla.verdict import MET


def as_data(figures: MonthFigures) -> dict[str, Any]:
    """The month as plain data, for JSON; a running month with its forecast."""
    data = _as_data(figures)
    if figures.is_running:
        data["forecast"] = _forecast_data(forecast(figures))
    return data


def _as_data(figures: MonthFigures) -> dict[str, Any]:
    return {
        "month": str(figures.month),
        "client": figures.client.code if figures.client else None,
        "running": figures.is_running,
        "agreement": figures.terms.agreement,
        "agreement_version": figures.terms.version,
        "calendar": figures.terms.calendar_version,
        "opened": figures.opened,
        "classes": {
            figure.fault_class: _class_data(figure, figures.missed) for figure in figures.classes
        },
        "excluded": _numbers(figures.excluded),
        "not_covered": _numbers(figures.not_covered),
        "undecided": [row.ticket.number for row in figures.running],
        "fix_indicative": not figures.terms.fix_is_contractual,
        "fix": {code: dict(counts) for code, counts in figures.fix_counts.items()},
        "availability": _uptime_data(figures.uptime),
        "outages": [outage.pk for outage in figures.outages],
    }


def _class_data(figure: ClassFigure, missed: Sequence[ClockResult]) -> dict[str, Any]:
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
        "missed_tickets": [
            row.ticket.number for row in missed if row.fault_class == figure.fault_class
        ],
    }


def _forecast_data(found: Forecast) -> dict[str, Any]:
    return {
        "classes": {outlook.fault_class: _outlook_data(outlook) for outlook in found.classes},
        "downtime_left_seconds": found.downtime_left,
        "undecided": found.total,
        "undecided_answered": found.answered,
        "undecided_without_time_left": found.used_up,
        "tickets": [_undecided_data(row) for row in found.undecided],
    }


def _outlook_data(outlook: Outlook) -> dict[str, Any]:
    return {
        "misses_still_allowed": outlook.now.still_allowed,
        "undecided": outlook.undecided,
        "undecided_that_may_be_missed": outlook.may_be_missed,
        "if_one_more_is_missed": _index_data(outlook.if_one_missed),
        "if_all_undecided_are_met": _index_data(outlook.if_all_met),
        "if_all_undecided_are_missed": _index_data(outlook.if_all_missed),
        "projection_by_the_pace_so_far": (
            _index_data(outlook.if_pace_holds) if outlook.if_pace_holds else None
        ),
    }


def _index_data(index: Index) -> dict[str, Any]:
    return {
        "met": index.met,
        "guaranteed": index.guaranteed,
        "percent": index.shown,
        "kept": index.kept,
    }


def _undecided_data(row: Undecided) -> dict[str, Any]:
    return {
        "number": row.ticket.number,
        "answered": row.is_answered,
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "left_seconds": row.left,
        "if_qualified_now": {
            prospect.fault_class: {
                "verdict": prospect.verdict,
                "due_at": prospect.due_at.isoformat() if prospect.due_at else None,
                "left_seconds": prospect.left,
            }
            for prospect in row.prospects
        },
    }


def _numbers(by_reason: dict[str, list[ClockResult]]) -> dict[str, list[int]]:
    return {reason: [row.ticket.number for row in rows] for reason, rows in by_reason.items()}


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
    lines += [f"missed    {_missed_line(missed)}" for missed in figures.missed]
    for title, rows in (("excluded", figures.excluded), ("not covered", figures.not_covered)):
        for reason, outside in rows.items():
            lines.append(f"{title}, {reason}: {len(outside)} ({_joined_numbers(outside)})")
    if undecided := figures.running:
        lines.append(f"undecided: {len(undecided)} ({_joined_numbers(undecided)})")
    kind = "contractual" if figures.terms.fix_is_contractual else "indicative"
    for code, counts in figures.fix_counts.items():
        words = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
        lines.append(f"fix, {code} ({kind}): {words or 'no cases'}")
    if figures.is_running:
        lines += ["", *_forecast_lines(forecast(figures))]
    return "\n".join(lines)


def _forecast_lines(found: Forecast) -> Iterator[str]:
    for outlook in found.classes:
        one, all_missed = _index_words(outlook.if_one_missed), _index_words(outlook.if_all_missed)
        yield (
            f"forecast, {outlook.fault_class}: {outlook.now.still_allowed} more misses allowed; "
            f"one more gives {one}; of {outlook.undecided} undecided "
            f"{outlook.may_be_missed} may be missed, all missed give {all_missed}"
        )
    if found.total:
        yield (
            f"undecided: {found.total}, of them {found.answered} answered, {found.used_up} without "
            f"time left; the first {len(found.undecided)}:"
        )
    for row in found.undecided:
        due = f"due {clock_gmt(row.due_at)}" if row.due_at else "no due instant"
        left = "answered" if row.is_answered else _left_words(row.left)
        prospects = ", ".join(f"{p.fault_class} {_prospect_words(row, p)}" for p in row.prospects)
        yield f"decides   {row.ticket.number}  {due}, {left}; if {prospects}  {row.ticket.subject}"


def _prospect_words(row: Undecided, prospect: Prospect) -> str:
    open_yet = prospect.verdict == MET and not row.is_answered
    return _left_words(prospect.left) if open_yet else prospect.verdict


def _left_words(seconds: int) -> str:
    return f"{duration(seconds)} left" if seconds else "no time left"


def _index_words(index: Index) -> str:
    if index.kept is None:
        return "no cases"
    return f"{index.shown} % ({'kept' if index.kept else 'NOT kept'})"


def _class_line(figure: ClassFigure) -> str:
    index = figure.index
    kept = {True: "yes", False: "NO", None: "no cases"}[index.kept]
    shown = f"{index.shown} %" if index.shown else "-"
    target = f"{float(index.target):g} %"
    return (
        f"{figure.fault_class:<10}{figure.limit // 3600:>6} h{index.guaranteed:>12}{index.met:>6}"
        f"{index.misses:>8}{shown:>10}{target:>8}{index.still_allowed:>15}  {kept}"
    )


def _joined_numbers(rows: Sequence[ClockResult]) -> str:
    return " ".join(str(row.ticket.number) for row in rows)


def _missed_line(row: ClockResult) -> str:
    late = duration(row.late_by)
    return f"{row.ticket.number}  {row.fault_class:<9} late by {late}  {row.ticket.subject}"


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
