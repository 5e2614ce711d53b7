"""The tickets behind a month's figures, by fifty, each with what it rests on (M2)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import F

from tickets import inputs
from tickets.models import ClockResult
from tickets.models.clock_results import ClockResultQuerySet
from tickets.reports.fixes import with_marks
from tickets.reports.monthly import MonthFigures
from tickets.reports.paging import Key, Page, by_instant, page_of
from tickets.sla.conditions import APPLIES, Condition
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED, RUNNING, judge

REQUEST = "request"
GUARANTEED = "guaranteed"
VERDICTS = {
    "": [MET, MISSED, EXCLUDED, NOT_COVERED, RUNNING],
    GUARANTEED: [MET, MISSED],
    **{verdict: [verdict] for verdict in (MET, MISSED, EXCLUDED, NOT_COVERED, RUNNING)},
}
LATEST_FIRST = (Key("late", descending=True), Key("ticket_id"))


class ResponseFilter(NamedTuple):
    """Which first answers of the month; what is empty does not narrow."""

    verdict: str = ""
    fault_class: str = ""
    reason: str = ""
    orders: bool = False
    limit: int | None = None


class FixFilter(NamedTuple):
    """Which fixes of the month; without a verdict is `none`."""

    verdict: str = ""
    fault_class: str = ""
    contractual: bool | None = None
    reopened: bool = False


def responses(figures: MonthFigures, wanted: ResponseFilter) -> ClockResultQuerySet:
    rows = figures.responses.with_ticket()
    verdicts = VERDICTS[wanted.verdict]
    if len(verdicts) == 1:
        rows = rows.filter(verdict=verdicts[0])
    elif wanted.verdict:
        rows = rows.filter(verdict__in=verdicts)
    if wanted.fault_class:
        rows = rows.filter(fault_class=wanted.fault_class)
    if wanted.reason:
        rows = rows.filter(reason=wanted.reason, verdict__in=[EXCLUDED, NOT_COVERED, RUNNING])
    if wanted.orders:
        rows = rows.filter(about_orders=True)
    if wanted.limit is not None:
        rows = rows.filter(limit=wanted.limit)
    return rows


def response_page(figures: MonthFigures, wanted: ResponseFilter, after: str) -> Page:
    """In the order of the openings."""
    return page_of(responses(figures, wanted), by_instant("opened_at", "ticket_id"), after)


def missed_page(figures: MonthFigures, wanted: ResponseFilter, after: str, size: int) -> Page:
    """The latest answers first."""
    rows = responses(figures, wanted._replace(verdict=MISSED))
    return page_of(rows.annotate(late=F("elapsed") - F("limit")), LATEST_FIRST, after, size=size)


def fixes(figures: MonthFigures, wanted: FixFilter) -> ClockResultQuerySet:
    rows = with_marks(figures.fixes.with_ticket(), wanted.contractual)
    if wanted.fault_class:
        rows = rows.filter(fault_class=wanted.fault_class)
    if wanted.verdict:
        rows = rows.filter(verdict="" if wanted.verdict == "none" else wanted.verdict)
    return rows.filter(closing__gt=0) if wanted.reopened else rows


def fix_page(figures: MonthFigures, wanted: FixFilter, after: str) -> Page:
    """In the order of the closings."""
    return page_of(fixes(figures, wanted), by_instant("stopped_at", "pk"), after)


def evidence(rows: Sequence[ClockResult], *, at: datetime) -> dict[int, Condition]:
    """By the ids of excluded tickets: the condition that applies, with what it rests on (G2)."""
    excluded = [row for row in rows if row.verdict == EXCLUDED]
    if not excluded:
        return {}
    facts = inputs.load_inputs_for_many(row.ticket for row in excluded)
    found: dict[int, Condition] = {}
    for row in excluded:
        for condition in judge(facts[row.ticket_id], now=at).conditions:
            if condition.code == row.reason and condition.outcome == APPLIES:
                found[row.ticket_id] = condition
    return found
