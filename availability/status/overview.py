"""The picture of the public page, from rows, in a fixed number of queries; all plain values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from availability import figures
from availability.models import Component, Impact, Maintenance, Measurement, Outage
from availability.models.components import CONTRACTUAL_COMPONENT, MEASUREMENT_COVERS
from availability.overview.headline import Headline, headline
from availability.status.days import Day, days, first_day, summary
from availability.status.incident import (
    MaintenanceNotice,
    PublicIncident,
    maintenance_notices,
    public_incident,
)
from availability.uptime import SECOND, STANDARD, Interval, Span, Terms, Uptime, month_uptime
from istockist_sla.core.lib.months import Month

MONTHS = 3
# How long an interruption that is over stays on the first page.
RECENT = timedelta(days=7)
TermsAt = Callable[[datetime], Terms]


def standard_terms(_at: datetime) -> Terms:
    """Version 1's, for a page that no agreement was handed to."""
    return STANDARD


@dataclass(frozen=True)
class MonthShare:
    month: Month
    figure: Uptime


@dataclass(frozen=True)
class ComponentStatus:
    """One component: its state now, its days, and its share of the last full month."""

    code: str
    name: str
    in_text: str
    description: str
    state: str
    days: list[Day]
    sentence: str
    last_month: MonthShare | None

    @property
    def states(self) -> list[str]:
        return [day.state for day in self.days]

    @property
    def not_up(self) -> list[Day]:
        return [day for day in reversed(self.days) if day.state not in ("up", "before")]


@dataclass(frozen=True)
class StatusOverview:
    at: datetime
    headline: Headline
    open: list[PublicIncident]
    recent: list[PublicIncident]
    lines: list[ComponentStatus]
    upcoming: list[MaintenanceNotice]
    months: list[MonthShare]
    monitored_since: datetime | None


def status_overview(*, at: datetime, terms_at: TermsAt = standard_terms) -> StatusOverview:
    """What is true at `at`, in whole seconds; `terms_at` gives the terms of a month (V1)."""
    at = at.replace(microsecond=0)
    components = list(Component.objects.all())
    months = _past_months(components, at)
    since = min([first_day(at), *[month.start() - timedelta(days=1) for month in months]])
    found = figures.intervals(components, since, at)
    outages = list(Outage.objects.overlapping(first_day(at), at + SECOND).with_story())
    works = list(Maintenance.objects.to_come().with_windows())
    states = states_now(components, outages, works, at)
    terms = {month: terms_at(month.start()) for month in months}
    shares = {
        each.pk: [_share(month, terms[month], found[each.pk], at) for month in months]
        for each in components
    }
    lines = [
        _component_status(each, states[each.pk], found[each.pk], outages, shares[each.pk], at)
        for each in components
    ]
    told = [public_incident(outage) for outage in outages if outage.published_at]
    judged = [each.pk for each in components if each.code == CONTRACTUAL_COMPONENT]
    starts = [each.monitored_since for each in components if each.monitored_since]
    return StatusOverview(
        at=at,
        headline=headline(lines, [outage for outage in outages if not outage.is_over]),
        open=[each for each in told if each.ended_at is None],
        recent=[each for each in told if each.ended_at and each.ended_at > at - RECENT],
        lines=lines,
        upcoming=maintenance_notices(works, at),
        months=shares[judged[0]] if judged else [],
        monitored_since=min(starts, default=None),
    )


def current_headline(*, at: datetime) -> Headline:
    """The overall sentence alone, for other pages of the house."""
    components = list(Component.objects.all())
    outages = list(Outage.objects.open().with_story())
    works = list(Maintenance.objects.to_come().with_windows())
    states = states_now(components, outages, works, at)
    lines = [
        ComponentStatus(each.code, each.name, each.in_text, "", states[each.pk], [], "", None)
        for each in components
    ]
    return headline(lines, outages)


def states_now(
    components: Iterable[Component],
    outages: Sequence[Outage],
    works: Sequence[Maintenance],
    at: datetime,
) -> dict[int, str]:
    """Each component's state, published or not (A7)."""
    impacts: dict[int, set[str]] = {}
    for outage in outages:
        for each in outage.interruptions.all():
            if each.ended_at is None and each.started_at <= at:
                impacts.setdefault(each.component_id, set()).add(each.impact)
    worked_on = {
        component.pk
        for work in works
        if work.kind == Maintenance.Kind.TECHNICAL and work.in_progress(at)
        for component in work.components.all()
    }
    measured = {
        pk
        for pk, check in Measurement.objects.newest_by_component().items()
        if check.at + MEASUREMENT_COVERS > at
    }
    return {
        each.pk: _state(each.pk in worked_on, impacts.get(each.pk, set()), each.pk in measured)
        for each in components
    }


def _state(worked_on: bool, impacts: set[str], measured: bool) -> str:
    if worked_on:
        return "maintenance"
    if impacts:
        return Impact.DOWN.value if Impact.DOWN in impacts else Impact.DEGRADED.value
    return "up" if measured else "unknown"


def _past_months(components: Sequence[Component], at: datetime) -> list[Month]:
    """The last full months, newest first, none that was over before monitoring started."""
    starts = [each.monitored_since for each in components if each.monitored_since]
    month = Month.of(at).previous
    months = [month.shifted(-back) for back in range(MONTHS)]
    return [each for each in months if starts and each.end() > min(starts)]


def _share(month: Month, terms: Terms, found: list[Interval], at: datetime) -> MonthShare:
    start, end = month.start(terms.zone), month.end(terms.zone)
    return MonthShare(month, month_uptime(start, end, found, until=at, terms=terms))


def _component_status(
    component: Component,
    state: str,
    found: list[Interval],
    outages: Sequence[Outage],
    shares: Sequence[MonthShare],
    at: datetime,
) -> ComponentStatus:
    degraded = [
        Span(each.started_at, each.ended_at or at)
        for outage in outages
        for each in outage.interruptions.all()
        if each.component_id == component.pk and each.impact == Impact.DEGRADED
    ]
    shown = days(found, degraded, at=at, monitored_since=component.monitored_since)
    return ComponentStatus(
        code=component.code,
        name=component.name,
        in_text=component.in_text,
        description=component.description,
        state=state,
        days=shown,
        sentence=summary(component.name, shown),
        last_month=shares[0] if shares else None,
    )
