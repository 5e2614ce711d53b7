"""A month as plain data, for JSON: every figure of its page, and which tickets stand behind it."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from availability.uptime_data import uptime_data
from tickets.models import LOW_RATINGS, Ticket
from tickets.reports import decisions, ratings, volume
from tickets.reports.behind import Behind, behind
from tickets.reports.closing.kept_figures import is_as_closed
from tickets.reports.documents.frame import state
from tickets.reports.forecast import forecast
from tickets.reports.forecast_exports import forecast_data, index_data
from tickets.reports.monthly import ClassFigure, MonthFigures
from tickets.reports.service_exports import service_data
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, RUNNING


def as_data(figures: MonthFigures) -> dict[str, Any]:
    """Figures and the numbers of tickets, without a statement a ticket; a running month with its
    forecast."""
    found = behind(figures)
    data = {
        **_frame(figures),
        "opened": figures.opened,
        "classes": _classes(figures),
        **_outside(figures),
        **_fixes(figures, found),
        "findings": [each._asdict() for each in found.findings],
        "rectified": _rectified(figures),
        "invoicing": _invoicing(figures, found),
        "backlog": {"at_start": found.volume.at_start, "at_end": found.volume.at_end},
        "closed": found.volume.closed,
        "reopened": _reopened(figures),
        "ratings": _ratings(figures, found),
        "availability": uptime_data(figures.uptime) if figures.uptime else None,
        "before": _before(figures),
        **service_data(figures),
    }
    if figures.is_running:
        data["forecast"] = forecast_data(forecast(figures))
    return data


def _frame(figures: MonthFigures) -> dict[str, Any]:
    return {
        "month": str(figures.month),
        "client": figures.client.code if figures.client else None,
        "running": figures.is_running,
        "starts_at": figures.start,
        "ends_at": figures.end,
        "as_of": figures.at,
        "state": state(figures),
        "closing": _closing(figures),
        "agreement": figures.terms.agreement,
        "agreement_version": figures.terms.version,
        "calendar": figures.terms.calendar_version,
    }


def _closing(figures: MonthFigures) -> dict[str, Any] | None:
    """The link of the chain on which the figures rest (M1)."""
    closed = figures.closed
    if closed is None:
        return None
    return {
        "title": closed.closing.title,
        "closed_at": closed.closed_at,
        "number_in_the_chain": closed.sequence,
        "head": closed.head,
        "unchanged_since": is_as_closed(figures),
    }


def _classes(figures: MonthFigures) -> dict[str, Any]:
    missed: dict[str, list[dict[str, int]]] = {}
    rows = figures.responses.filter(verdict=MISSED).order_by("opened_at", "ticket_id")
    for code, number, elapsed, limit in rows.values_list(
        "fault_class", "ticket__number", "elapsed", "limit"
    ):
        allowed = limit or 0
        late = {"number": number, "late_by_seconds": elapsed - allowed, "limit_seconds": allowed}
        missed.setdefault(code, []).append(late)
    return {
        figure.fault_class: _class_data(figure, missed.get(figure.fault_class, []))
        for figure in figures.classes
    }


def _class_data(figure: ClassFigure, missed: list[dict[str, int]]) -> dict[str, Any]:
    index, orders = figure.index, figure.orders_only
    return {
        **index_data(index),
        "target": str(index.target),
        "misses_still_allowed": index.still_allowed,
        "limit_seconds": figure.limit,
        "other_limits": [
            {"limit_seconds": other.limit, "guaranteed": other.tickets, "clients": other.clients}
            for other in figure.other_limits
        ],
        "order_processing_only": index_data(orders),
        "missed_tickets": [row["number"] for row in missed],
        "misses": missed,
    }


def _outside(figures: MonthFigures) -> dict[str, Any]:
    """By the reason, in the order of the codes and the openings (G9).

    The tickets' own instant is the same; with it their numbers are read from an index as well.
    """
    found: dict[str, dict[str, list[int]]] = {EXCLUDED: {}, NOT_COVERED: {}, RUNNING: {}}
    rows = figures.responses.filter(
        verdict__in=list(found),
        ticket__opened_at__gte=figures.start,
        ticket__opened_at__lt=figures.end,
    )
    ordered = rows.order_by("verdict", "reason", "opened_at", "ticket_id")
    listed = ordered.values_list("verdict", "reason", "ticket__number")
    for (verdict, reason), alike in groupby(listed, key=itemgetter(0, 1)):
        found[verdict][reason] = [number for _, _, number in alike]
    undecided = [number for numbers in found[RUNNING].values() for number in numbers]
    return {
        "excluded": found[EXCLUDED],
        "not_covered": found[NOT_COVERED],
        "undecided": sorted(undecided),
    }


def _fixes(figures: MonthFigures, found: Behind) -> dict[str, Any]:
    """Counts, and the fixes past their limit and of tickets that were reopened, by number."""
    counts: dict[str, dict[str, int]] = {}
    for each in found.fixes:
        if each.verdict and not each.is_reopened:
            counted = counts.setdefault(each.fault_class, {})
            counted[each.verdict] = counted.get(each.verdict, 0) + each.fixes
    rows = figures.fixes.order_by("stopped_at", "pk")
    numbers = rows.values_list("ticket__number", flat=True)
    return {
        "fix_indicative": not figures.terms.fix_is_contractual,
        "fix": counts,
        "fix_counts": [each._asdict() for each in found.fixes],
        "fix_missed": list(numbers.filter(verdict=MISSED, closing=0)),
        "fix_of_reopened": [
            {"number": number, "closed_at": stopped_at, "verdict": verdict}
            for number, stopped_at, verdict in rows.filter(closing__gt=0).values_list(
                "ticket__number", "stopped_at", "verdict"
            )
        ],
    }


def _rectified(figures: MonthFigures) -> list[dict[str, Any]]:
    rows = decisions.findings_of_month(figures.start, figures.end, figures.client)
    columns = ("ticket__number", "class_before", "fault_class", "to_kind", "state")
    names = ("number", "from", "to", "kind", "state")
    found = rows.filter(kind="rectification").order_by("pk").values_list(*columns)
    return [dict(zip(names, row, strict=True)) for row in found]


def _invoicing(figures: MonthFigures, found: Behind) -> dict[str, Any]:
    rows = decisions.invoicing_of_month(figures.start, figures.end, figures.client)
    columns = ("ticket__client__code", "ticket__number", "minutes")
    return {
        "minutes": found.invoiced.minutes,
        "findings": [
            {"client": code, "number": number, "minutes": minutes}
            for code, number, minutes in rows.order_by("pk").values_list(*columns)
        ],
    }


def _reopened(figures: MonthFigures) -> list[dict[str, Any]]:
    """Which tickets came back in the month, and when."""
    events = volume.reopenings(figures.start, figures.until, figures.client)
    rows = list(events.order_by("at", "id").values_list("subject_id", "at"))
    numbers = dict(Ticket.objects.filter(pk__in={pk for pk, _ in rows}).values_list("pk", "number"))
    return [{"number": numbers[pk], "at": at} for pk, at in rows]


def _ratings(figures: MonthFigures, found: Behind) -> dict[str, Any]:
    """What was given in the month: how often each value, and which tickets were rated poorly; never
    the words."""
    rows = ratings.ratings_of(figures.start, figures.end, figures.client)
    low = rows.filter(value__in=LOW_RATINGS).order_by("given_at", "pk")
    given, average = found.ratings.by_value, found.ratings.average
    listed = low.values_list("ticket__number", "value", "given_at")
    return {
        "rated": found.ratings.rated,
        "average": None if average is None else str(average),
        "by_value": {str(value): n for value, n in given.items()},
        "low": [
            {"number": number, "value": value, "given_at": at}
            for number, value, at in (listed if any(given[each] for each in LOW_RATINGS) else ())
        ],
    }


def _before(figures: MonthFigures) -> dict[str, Any] | None:
    before = figures.before
    if before is None:
        return None
    return {
        "month": str(before.month),
        "classes": {code: index_data(index) for code, index in before.indices.items()},
        "availability_percent": before.uptime.judged.percent if before.uptime else None,
    }
