"""A manager's first page: what waits for a decision, the month so far, and what decides it."""

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse

from istockist_sla.core.models import User
from istockist_sla.core.remembered import Remembered
from istockist_sla.desk.approvals import count_for
from tickets import inputs
from tickets.admin import counters
from tickets.admin.dashboard import agent
from tickets.admin.dashboard_alerts import alerts
from tickets.models import Finding
from tickets.reports.forecast import Forecast, forecast
from tickets.reports.monthly import MonthFigures, month_figures
from tickets.reports.verdict_words import verdict_words

MOST_FINDINGS, MOST_DECIDING = 5, 6


class MonthSoFar(NamedTuple):
    figures: MonthFigures
    forecast: Forecast
    sentence: str


def build(user: User, now: datetime) -> dict[str, Any]:
    counts, month = counters.count(user, now), MONTH(now)
    number = count_for(user)
    return {
        "counters": _counters(user, now, counts, number),
        "sentence": (month.sentence, _waiting_words(number)),
        "alerts": alerts(user, now),
        "month": month,
        "month_url": reverse("months:month", args=[month.figures.month]),
        "close_month": month.figures.month.previous,
        "deciding": month.forecast.undecided[:MOST_DECIDING],
        "waiting": number,
        "findings": _findings(user),
        "workloads": agent.workloads(),
    }


def _month_so_far(now: datetime) -> MonthSoFar:
    figures = month_figures(inputs.month_of(now), at=now)
    return MonthSoFar(figures, forecast(figures), verdict_words(figures)[0])


# Counted once a minute in each process.
MONTH = Remembered(_month_so_far, times=6)


def _waiting_words(number: int) -> str:
    if not number:
        return "Nothing waits for your decision."
    return "One thing waits for your decision." if number == 1 else f"{number} things wait for you."


def _counters(
    user: User, now: datetime, counts: counters.Counts, waiting: int
) -> list[counters.CounterTile]:
    """The decisions first, and of the queue what a manager answers for."""
    tiles = counters.counters(user, now, counts)
    decide = counters.CounterTile(
        figure=str(waiting),
        name="to decide",
        icon="badge-check",
        url=reverse("admin:approvals"),
    )
    return [decide, *tiles[:5], tiles[6], tiles[7]]


def _findings(user: User) -> list[Finding]:
    """The oldest of what this manager may decide."""
    rows = Finding.objects.to_decide_by(user).select_related("ticket__client", "proposer")
    return list(rows.order_by("proposed_at", "pk")[:MOST_FINDINGS])
