"""What has to be so before a month can be closed (M1), each point with the rows that block it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model, QuerySet

from availability.models import CauseStatement, Correction, Exclusion, Interruption, LateWork
from istockist_sla.core.lib.months import Month, MonthBounds
from tickets import inputs
from tickets.models import ClockResult, Closing, Finding
from tickets.reports.decisions import findings_of_month
from tickets.sla.verdict import RUNNING

# The month may be closed when support opens on so many support dates after it (M1).
SUPPORT_DATE = 5
# So many rows of a point are named on the page.
NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Check:
    """One point: whether it holds, and of what blocks it the first rows and how many there are."""

    code: str
    holds: bool
    rows: Sequence[Model] = ()
    total: int = 0
    said: dict[str, Any] = field(default_factory=dict)


def closable_from(bounds: MonthBounds) -> datetime:
    """The opening of the 5th support date of the next month, in the standard agreement's calendar
    (M1)."""
    calendar = inputs.published_versions().standard(bounds.end).calendar
    last_day = (bounds.end - timedelta(seconds=1)).astimezone(calendar.zone).date()
    closing = calendar.closing_on_support_date(last_day, SUPPORT_DATE)
    midnight = closing.astimezone(calendar.zone).replace(hour=0, minute=0, second=0)
    return calendar.opening_after(_before_last_second(closing, midnight))


def _before_last_second(closing: datetime, midnight: datetime) -> datetime:
    """A day whose support ends at its midnight has its closing on the date that follows."""
    return midnight if midnight < closing else closing - timedelta(days=1)


def checklist(month: Month, *, at: datetime) -> list[Check]:
    bounds = inputs.month_bounds(month)
    earliest = closable_from(bounds)
    return [
        Check(code="date", holds=at >= earliest, said={"from": earliest}),
        _in_order(month),
        _alone(month),
        _check("responses", _running(bounds)),
        _check("findings", _undecided(bounds)),
        *(_check(code, rows) for code, rows in _statements(bounds).items()),
    ]


def blocking(month: Month, *, at: datetime) -> list[Check]:
    return [check for check in checklist(month, at=at) if not check.holds]


def _check(code: str, rows: QuerySet[Any]) -> Check:
    found = list(rows[:NAMED])
    total = rows.count() if len(found) == NAMED else len(found)
    return Check(code=code, holds=not found, rows=found, total=total)


def _in_order(month: Month) -> Check:
    """No month is left out between two that are closed."""
    closed = sorted(each.of for each in Closing.objects.done().first_ones())
    expected = closed[-1].next if closed else month
    return Check(code="order", holds=month <= expected, said={"expected": expected})


def _alone(month: Month) -> Check:
    others = Closing.objects.under_way().exclude(month=str(month))
    return _check("alone", others)


def _running(bounds: MonthBounds) -> QuerySet[ClockResult]:
    found = ClockResult.objects.responses().opened_in(*bounds).filter(verdict=RUNNING)
    return found.select_related("ticket__client").order_by("opened_at")


def _undecided(bounds: MonthBounds) -> QuerySet[Finding]:
    found = findings_of_month(*bounds, None).undecided()
    return found.select_related("ticket").order_by("proposed_at")


def _statements(bounds: MonthBounds) -> dict[str, QuerySet[Any]]:
    """About the outages and the work of the month (A2, A3, A4, A5)."""
    interruptions = Interruption.objects.overlapping(*bounds)
    return {
        "interruptions": interruptions.to_decide().select_related("outage", "component"),
        "exclusions": Exclusion.objects.to_decide().overlapping(*bounds),
        "corrections": Correction.objects.to_decide().filter(interruption__in=interruptions),
        "causes": CauseStatement.objects.to_decide().filter(
            outage__in=interruptions.values("outage")
        ),
        "work": LateWork.objects.to_decide().filter(
            maintenance__windows__starts_at__lt=bounds.end,
            maintenance__windows__ends_at__gt=bounds.start,
        ),
    }
