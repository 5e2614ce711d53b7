"""The forecast of a running month as plain data and as lines of text."""

from collections.abc import Iterator
from typing import Any

from istockist_sla.core.lib.text import clock_gmt, duration
from tickets.reports.forecast import Forecast, Outlook, Prospect, Undecided
from tickets.sla.index import Index
from tickets.sla.verdict import MET


def forecast_data(found: Forecast) -> dict[str, Any]:
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
        "if_one_more_is_missed": index_data(outlook.if_one_missed),
        "if_all_undecided_are_met": index_data(outlook.if_all_met),
        "if_all_undecided_are_missed": index_data(outlook.if_all_missed),
        "projection_by_the_pace_so_far": (
            index_data(outlook.if_pace_holds) if outlook.if_pace_holds else None
        ),
    }


def index_data(index: Index) -> dict[str, Any]:
    return {
        "guaranteed": index.guaranteed,
        "met": index.met,
        "missed": index.misses,
        "percent": index.shown,
        "kept": index.kept,
    }


def _undecided_data(row: Undecided) -> dict[str, Any]:
    return {
        "number": row.ticket.number,
        "answered": row.is_answered,
        "due_at": row.due_at,
        "left_seconds": row.left,
        "if_qualified_now": {
            prospect.fault_class: {
                "verdict": prospect.verdict,
                "due_at": prospect.due_at,
                "left_seconds": prospect.left,
            }
            for prospect in row.prospects
        },
    }


def forecast_lines(found: Forecast) -> Iterator[str]:
    for outlook in found.classes:
        one, all_missed = index_words(outlook.if_one_missed), index_words(outlook.if_all_missed)
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


def index_words(index: Index) -> str:
    if index.kept is None:
        return "no cases"
    return f"{index.shown} % ({'kept' if index.kept else 'NOT kept'})"
