"""The first page of a printed month: its verdict in words, its four figures, what they rest on."""

from collections.abc import Iterator
from typing import Any

from availability.uptime import SCHEDULED, Uptime
from istockist_sla.core.lib.text import NBSP, counted, duration, stamp
from tickets.models import Client
from tickets.reports.documents.frame import as_of, head_of, state_in_words, whose
from tickets.reports.monthly import ClassFigure, MonthFigures
from tickets.reports.verdict_words import verdict_words
from tickets.wording.fault_classes import class_name

SO_FAR, NO_CASES = ("plain", "So far"), ("plain", "No cases")
KEPT = {True: ("met", "Kept"), False: ("missed", "Not kept")}


def cover(figures: MonthFigures) -> dict[str, Any]:
    sentence, others = verdict_words(figures)
    return {
        "whose": f"{whose(figures)[0].upper()}{whose(figures)[1:]}",
        "opened": f"{counted(figures.opened, 'ticket')} opened",
        "sentence": sentence,
        "others": others,
        "measures": [
            _availability(figures),
            *(_class(each, figures) for each in figures.classes),
        ],
        "state": as_of(figures),
        "facts": [{"name": name, "words": words} for name, words in _facts(figures)],
    }


def _availability(figures: MonthFigures) -> dict[str, Any]:
    uptime = figures.uptime
    measure = {"name": "Availability of the API", "class": ""}
    if uptime is None or uptime.judged.percent is None:
        words = "Nothing was up or down" if uptime else "No measurement in this month"
        return {
            **measure,
            **_verdict(("plain", "Not measurable")),
            **_result("–", "", "", "", is_missed=False),
            "notes": [words],
        }
    return {
        **measure,
        **_verdict(_chip(uptime.kept, figures)),
        **_result(
            f"{uptime.judged.percent}{NBSP}%",
            "so far" if figures.is_running else "whole month",
            f"{duration(uptime.lost)} down",
            f"{duration(uptime.allowed)} allowed at {_percent(uptime.terms.index)}",
            is_missed=uptime.kept is False and not figures.is_running,
        ),
        "notes": list(_bounds(uptime)),
    }


def _bounds(uptime: Uptime) -> Iterator[str]:
    """The other figure, the coverage, and between what the figure lies where much is unknown."""
    if uptime.terms.system_uptime == SCHEDULED:
        yield f"stricter figure; as written {uptime.as_written.percent or '–'}{NBSP}%"
    else:
        yield f"as written; {uptime.scheduled.percent or '–'}{NBSP}% stricter"
    coverage = f"coverage {uptime.coverage.percent or '–'}{NBSP}%"
    if uptime.marked:
        coverage += f": between {uptime.worst.percent} and {uptime.best.percent}{NBSP}%"
    yield coverage


def _class(figure: ClassFigure, figures: MonthFigures) -> dict[str, Any]:
    index, orders = figure.index, figure.orders_only
    met = f"{orders.met} of {orders.guaranteed}" if orders.guaranteed else "no cases"
    verdict = NO_CASES if index.kept is None else _chip(index.kept, figures)
    return {
        "name": class_name(figure.fault_class),
        "class": figure.fault_class,
        **_verdict(verdict),
        **_result(
            f"{index.shown}{NBSP}%" if index.shown else "–",
            f"{index.met} of {index.guaranteed}" if index.guaranteed else "no cases",
            f"{index.misses} missed",
            f"{index.allowed} allowed at {_percent(index.target)}",
            is_missed=index.kept is False and not figures.is_running,
        ),
        "left": _left(figure),
        "notes": [_limits(figure, figures.client), f"orders only: {met}"],
    }


def _left(figure: ClassFigure) -> str:
    index = figure.index
    if index.too_many:
        return f"{index.too_many} too many"
    if index.still_allowed:
        return f"{index.still_allowed} more allowed"
    return "no further miss allowed" if index.misses else "no miss allowed"


def _limits(figure: ClassFigure, client: Client | None) -> str:
    others = [
        f"{duration(other.limit)} for {counted(other.tickets, 'ticket')} of "
        + (other.clients[0] if len(other.clients) == 1 else counted(len(other.clients), "client"))
        for other in figure.other_limits
    ]
    whole = "" if client or others else ", every client"
    return "; ".join([f"limit {duration(figure.limit)}{whole}", *others])


def _chip(kept: bool | None, figures: MonthFigures) -> tuple[str, str]:
    """Of a running month nothing is kept or missed yet."""
    return SO_FAR if figures.is_running else KEPT[bool(kept)]


def _verdict(chip: tuple[str, str]) -> dict[str, str]:
    kind, words = chip
    return {"chip": kind, "verdict": words}


def _result(result: str, of: str, lost: str, allowed: str, *, is_missed: bool) -> dict[str, Any]:
    found = {"result": result, "of": of, "lost": lost, "allowed": allowed}
    return {**found, "is_missed": is_missed, "left": ""}


def _percent(index: Any) -> str:
    return f"{float(index):g}{NBSP}%"


def _facts(figures: MonthFigures) -> Iterator[tuple[str, str]]:
    terms, uptime = figures.terms, figures.uptime
    yield "State", state_in_words(figures)
    if head := head_of(figures):
        yield "Head", head
    yield "Begins, ends", f"{stamp(figures.start)}, to {stamp(figures.end)}"
    yield "Rests on", f"{terms.agreement}, version {terms.version} · {terms.calendar_version}"
    covered = uptime.coverage.percent if uptime else None
    words = f"{covered}{NBSP}%" if covered else "nothing measured"
    silent = uptime.unmeasured if uptime and covered else 0
    missing = f", {duration(silent)} not measured" if silent else ""
    yield "Coverage", f"{words}{missing}"
