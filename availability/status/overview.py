"""The values of the first page, from rows, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from availability import figures
from availability.agreement import VERSION_1, StandardAgreement
from availability.models import Component, Impact, Maintenance, Outage
from availability.overview.headline import Headline, headline, named_state
from availability.overview.notices import MaintenanceNotice, maintenance_notices
from availability.overview.states import ComponentState, StateNow, states_now
from availability.ranges import SECOND, TimeRange
from availability.status.days import Day, DayState, days, first_day, summary
from availability.status.incident import PublicIncident, public_incident
from availability.uptime import AvailabilityTerms, Bucket, Interval, Uptime, month_uptime
from istockist_sla.core.lib.months import Month

MONTHS = 3
# How long an interruption that is over stays on the first page.
RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class MonthUptime:
    month: Month
    uptime: Uptime


class PastMonth(NamedTuple):
    """A month that is over, with the terms that judge it."""

    month: Month
    start: datetime
    end: datetime
    terms: AvailabilityTerms

    def uptime(self, intervals: Sequence[Interval], at: datetime) -> MonthUptime:
        figure = month_uptime(self.start, self.end, intervals, until=at, terms=self.terms)
        return MonthUptime(self.month, figure)


@dataclass(frozen=True, kw_only=True, slots=True)
class ComponentStatus:
    """One component: its state now, its days, and its uptime of the last full month."""

    code: str
    name: str
    description: str
    state: ComponentState
    silent_since: datetime | None
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
    month: Month
    headline: Headline
    open: list[PublicIncident]
    recent: list[PublicIncident]
    components: list[ComponentStatus]
    maintenance: list[MaintenanceNotice]
    months: list[MonthUptime]
    running: MonthUptime | None
    monitored_since: datetime | None


def status_overview(*, at: datetime, agreement: StandardAgreement = VERSION_1) -> StatusOverview:
    """What is true at `at`, in whole seconds."""
    at = at.replace(microsecond=0)
    components = list(Component.objects.all())
    months = _past_months(components, agreement, at)
    since = min([first_day(at), *[month.start for month in months]])
    intervals = figures.intervals(components, since, at)
    outages = list(Outage.objects.overlapping(first_day(at), at + SECOND).with_updates())
    maintenance = list(Maintenance.objects.to_show(at).with_windows())
    to_come = [each for each in maintenance if each.cancelled_at is None]
    states = states_now(components, outages, to_come, at)
    uptimes = {pk: [month.uptime(found, at) for month in months] for pk, found in intervals.items()}
    incidents = [
        public_incident(outage)
        for outage in outages
        if outage.published_at and outage.part_of_id is None
    ]
    return StatusOverview(
        at=at,
        month=agreement.months().month_of(at),
        headline=headline(
            [named_state(each, states[each.pk]) for each in components],
            [outage for outage in outages if not outage.is_over],
            at=at,
        ),
        open=[each for each in incidents if each.ended_at is None],
        recent=[each for each in incidents if each.ended_at and each.ended_at > at - RECENT],
        components=[
            _component_status(
                each,
                now=states[each.pk],
                days=_days(each, intervals[each.pk], outages, at),
                last_month=next(iter(uptimes[each.pk]), None),
            )
            for each in components
        ],
        maintenance=maintenance_notices(maintenance, at),
        months=_contractual(components, uptimes),
        running=_running(components, intervals, agreement, at),
        monitored_since=_monitored_since(components),
    )


def _monitored_since(components: Iterable[Component]) -> datetime | None:
    starts = [each.monitored_since for each in components if each.monitored_since]
    return min(starts, default=None)


def _contractual(
    components: Iterable[Component], uptimes: dict[int, list[MonthUptime]]
) -> list[MonthUptime]:
    return next((uptimes[each.pk] for each in components if each.is_contractual), [])


def _running(
    components: Iterable[Component],
    intervals: dict[int, list[Interval]],
    agreement: StandardAgreement,
    at: datetime,
) -> MonthUptime | None:
    """The figure so far of the component that decides; None before it is measured."""
    calendar = agreement.months()
    month = calendar.month_of(at)
    start, end = calendar.bounds(month)
    for each in components:
        if each.is_contractual and each.monitored_since and each.monitored_since < at:
            terms = agreement.terms_at(start)
            return MonthUptime(
                month, month_uptime(start, end, intervals[each.pk], until=at, terms=terms)
            )
    return None


def _past_months(
    components: Sequence[Component], agreement: StandardAgreement, at: datetime
) -> list[PastMonth]:
    """The last full months, newest first, none that was over before monitoring started."""
    since, calendar = _monitored_since(components), agreement.months()
    last = calendar.month_of(at).previous
    months = [last.shifted(-back) for back in range(MONTHS)]
    return [
        PastMonth(month, start, end, agreement.terms_at(start))
        for month in months
        for start, end in [calendar.bounds(month)]
        if since and end > since
    ]


def _days(
    component: Component, intervals: list[Interval], outages: Sequence[Outage], at: datetime
) -> list[Day]:
    """With what was declared, whether or not it counts yet: the public saw it at once (A7)."""
    spans: dict[str, list[TimeRange]] = {impact: [] for impact in Impact}
    for outage in outages:
        for each in outage.interruptions.all():
            if each.component_id == component.pk and not each.withdrawn:
                spans[each.impact].append(TimeRange(each.started_at, each.ended_at or at))
    down = [Interval(*span, bucket=Bucket.DOWN) for span in spans[Impact.DOWN]]
    return days(
        [*intervals, *down],
        spans[Impact.DEGRADED],
        at=at,
        monitored_since=component.monitored_since,
    )


def _component_status(
    component: Component,
    *,
    now: StateNow,
    days: list[Day],
    last_month: MonthUptime | None,
) -> ComponentStatus:
    return ComponentStatus(
        code=component.code,
        name=component.name,
        description=component.description,
        state=now.state,
        silent_since=now.silent_since,
        days=days,
        sentence=summary(component.name, days),
        last_month=last_month,
    )
