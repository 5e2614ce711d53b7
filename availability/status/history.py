"""A year: the figure of each month, and its incidents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from availability import figures
from availability.agreement import VERSION_1, StandardAgreement
from availability.models import Component, Outage
from availability.status.incident import PublicIncident, public_incident
from availability.status.overview import MonthUptime, PastMonth
from istockist_sla.core.lib.months import Month


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryMonth:
    """`figure` is None where no component decides the contractual one."""

    month: Month
    is_running: bool
    figure: MonthUptime | None
    incidents: list[PublicIncident]


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryPage:
    """The newest month first."""

    year: int
    at: datetime
    years: list[int]
    months: list[HistoryMonth]


def history_page(
    year: int, *, at: datetime, agreement: StandardAgreement = VERSION_1
) -> HistoryPage | None:
    """None for a year that has not begun or was over before monitoring started; of this year the
    months up to now."""
    at = at.replace(microsecond=0)
    components = list(Component.objects.all())
    since = min((each.monitored_since for each in components if each.monitored_since), default=at)
    calendar = agreement.months()
    this_month, first = calendar.month_of(at), calendar.month_of(since)
    months = [
        month
        for month in (Month(year, number) for number in range(1, 13))
        if first <= month <= this_month
    ]
    if not months:
        return None
    bounds = [(month, *calendar.bounds(month)) for month in months]
    figures_of = _figures(components, bounds, at, agreement)
    incidents = _incidents(bounds[0][1], bounds[-1][2])
    return HistoryPage(
        year=year,
        at=at,
        years=list(range(this_month.year, first.year - 1, -1)),
        months=[
            HistoryMonth(
                month=month,
                is_running=month == this_month,
                figure=figures_of.get(month),
                incidents=[each for each in incidents if start <= each.started_at < end],
            )
            for month, start, end in reversed(bounds)
        ],
    )


def _figures(
    components: Sequence[Component],
    bounds: Sequence[tuple[Month, datetime, datetime]],
    at: datetime,
    agreement: StandardAgreement,
) -> dict[Month, MonthUptime]:
    """Of the component that decides the contractual figure."""
    contractual = [each for each in components if each.is_contractual]
    if not contractual:
        return {}
    found = figures.intervals(contractual, bounds[0][1], min(bounds[-1][2], at))
    [intervals] = found.values()
    past = [PastMonth(month, start, end, agreement.terms_at(start)) for month, start, end in bounds]
    return {each.month: each.uptime(intervals, at) for each in past}


def _incidents(start: datetime, end: datetime) -> list[PublicIncident]:
    rows = Outage.objects.published().heads().with_updates()
    return [public_incident(row) for row in rows.filter(started_at__gte=start, started_at__lt=end)]
