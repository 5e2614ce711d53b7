"""The values of the first page, from rows, in a fixed number of queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from availability import figures
from availability.models import Component, Impact, Maintenance, Outage
from availability.models.components import CONTRACTUAL_COMPONENT
from availability.overview.headline import Headline, NamedState, headline
from availability.overview.notices import MaintenanceNotice, maintenance_notices
from availability.overview.states import ComponentState, states_now
from availability.ranges import SECOND, TimeRange
from availability.status.days import Day, DayState, days, first_day, summary
from availability.status.incident import PublicIncident, public_incident
from availability.uptime import STANDARD, AvailabilityTerms, Interval, Uptime, month_uptime
from istockist_sla.core.lib.months import Month

MONTHS = 3
# How long an interruption that is over stays on the first page.
RECENT = timedelta(days=7)
TermsAt = Callable[[datetime], AvailabilityTerms]


def standard_terms(_at: datetime) -> AvailabilityTerms:
    """Version 1's, for a page that no agreement was handed to."""
    return STANDARD


@dataclass(frozen=True, slots=True)
class MonthUptime:
    month: Month
    uptime: Uptime


@dataclass(frozen=True, kw_only=True, slots=True)
class ComponentStatus:
    """One component: its state now, its days, and its uptime of the last full month."""

    code: str
    name: str
    description: str
    state: ComponentState
    days: list[Day]
    sentence: str
    last_month: MonthUptime | None

    @property
    def day_states(self) -> list[str]:
        return [day.state for day in self.days]

    @property
    def days_not_up(self) -> list[Day]:
        """The latest first."""
        return [
            day for day in reversed(self.days) if day.state not in (DayState.UP, DayState.BEFORE)
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusOverview:
    at: datetime
    headline: Headline
    open: list[PublicIncident]
    recent: list[PublicIncident]
    components: list[ComponentStatus]
    maintenance: list[MaintenanceNotice]
    months: list[MonthUptime]
    monitored_since: datetime | None


def status_overview(*, at: datetime, terms_at: TermsAt = standard_terms) -> StatusOverview:
    """What is true at `at`, in whole seconds; `terms_at` gives the terms of a month (V1)."""
    at = at.replace(microsecond=0)
    components = list(Component.objects.all())
    months = _past_months(components, at)
    since = min([first_day(at), *[month.start() - timedelta(days=1) for month in months]])
    intervals = figures.intervals(components, since, at)
    outages = list(Outage.objects.overlapping(first_day(at), at + SECOND).with_updates())
    maintenance = list(Maintenance.objects.to_come().with_windows())
    states = states_now(components, outages, maintenance, at)
    terms = {month: terms_at(month.start()) for month in months}
    uptimes = {
        each.pk: [_month_uptime(month, terms[month], intervals[each.pk], at) for month in months]
        for each in components
    }
    incidents = [public_incident(outage) for outage in outages if outage.published_at]
    return StatusOverview(
        at=at,
        headline=headline(
            [NamedState(each.in_text, states[each.pk]) for each in components],
            [outage for outage in outages if not outage.is_over],
        ),
        open=[each for each in incidents if each.ended_at is None],
        recent=[each for each in incidents if each.ended_at and each.ended_at > at - RECENT],
        components=[
            _component_status(
                each,
                state=states[each.pk],
                days=_days(each, intervals[each.pk], outages, at),
                last_month=next(iter(uptimes[each.pk]), None),
            )
            for each in components
        ],
        maintenance=maintenance_notices(maintenance, at),
        months=_contractual(components, uptimes),
        monitored_since=_monitored_since(components),
    )


def _monitored_since(components: Iterable[Component]) -> datetime | None:
    starts = [each.monitored_since for each in components if each.monitored_since]
    return min(starts, default=None)


def _contractual(
    components: Iterable[Component], uptimes: dict[int, list[MonthUptime]]
) -> list[MonthUptime]:
    codes = {each.code: each.pk for each in components}
    return uptimes[codes[CONTRACTUAL_COMPONENT]] if CONTRACTUAL_COMPONENT in codes else []


def _past_months(components: Sequence[Component], at: datetime) -> list[Month]:
    """The last full months, newest first, none that was over before monitoring started."""
    since = _monitored_since(components)
    last = Month.of(at).previous
    months = [last.shifted(-back) for back in range(MONTHS)]
    return [month for month in months if since and month.end() > since]


def _month_uptime(
    month: Month, terms: AvailabilityTerms, intervals: list[Interval], at: datetime
) -> MonthUptime:
    start, end = month.start(terms.zone), month.end(terms.zone)
    return MonthUptime(month, month_uptime(start, end, intervals, until=at, terms=terms))


def _days(
    component: Component, intervals: list[Interval], outages: Sequence[Outage], at: datetime
) -> list[Day]:
    degraded = [
        TimeRange(each.started_at, each.ended_at or at)
        for outage in outages
        for each in outage.interruptions.all()
        if each.component_id == component.pk and each.impact == Impact.DEGRADED
    ]
    return days(intervals, degraded, at=at, monitored_since=component.monitored_since)


def _component_status(
    component: Component,
    *,
    state: ComponentState,
    days: list[Day],
    last_month: MonthUptime | None,
) -> ComponentStatus:
    return ComponentStatus(
        code=component.code,
        name=component.name,
        description=component.description,
        state=state,
        days=days,
        sentence=summary(component.name, days),
        last_month=last_month,
    )
