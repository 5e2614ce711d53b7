"""Scenarios of the service: monitoring, outages and maintenance."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from availability import incidents
from availability.models import Cause, Component, Impact, Maintenance, Outage, OutageUpdate
from availability.models.outages import EXCLUDING
from istockist_sla.core.models import User
from istockist_sla.demo.maintenance_table import MAINTENANCE, DemoMaintenance
from istockist_sla.demo.outage_table import DECLARED_LATER, ONGOING, OUTAGES, DemoOutage
from istockist_sla.demo.world import HISTORY, Scenario, World
from tickets import lifecycle

MINUTE = timedelta(minutes=1)
# The judged component is measured from the start, the others for the bars of ninety days.
OTHERS_SINCE = timedelta(days=93)
LATER_STAGES = [
    OutageUpdate.Stage.INVESTIGATING,
    OutageUpdate.Stage.IDENTIFIED,
    OutageUpdate.Stage.IDENTIFIED,
]


def scenarios(world: World) -> Iterator[Scenario]:
    for component in Component.objects.all():
        yield _monitor(world, component)
    for row in OUTAGES:
        yield _outage(world, row, started_at(world, row))
    yield _outage(world, ONGOING, world.now - timedelta(minutes=ONGOING.minutes), is_ongoing=True)
    yield _declared_later(world, DECLARED_LATER)
    for work in MAINTENANCE:
        yield _maintenance(world, work)


def started_at(world: World, row: DemoOutage) -> datetime:
    return instant_of(world, row.days, row.hour) + row.minute * MINUTE


def instant_of(world: World, days: int, hour: int) -> datetime:
    day = world.now - timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0)


def _monitor(world: World, component: Component) -> Scenario:
    since = world.now - (HISTORY if component.code == "api" else OTHERS_SINCE)
    at = yield since.replace(second=0)
    incidents.start_monitoring(component, at=at)


def _outage(
    world: World, row: DemoOutage, start: datetime, *, is_ongoing: bool = False
) -> Scenario:
    rng, end = world.chance(row.title), start + row.minutes * MINUTE
    agent, operator = world.pick_agent(rng), world.pick_member(rng, "operations")
    components = list(Component.objects.filter(code__in=row.codes))
    at = yield start + MINUTE
    outage = _detect(row, components, start, operator, at)
    if row.published_after is not None:
        at = yield start + (1 + row.published_after) * MINUTE
        incidents.publish(outage, text=row.texts[0], title=row.title, by=agent, at=at)
        step = (end - at) / (len(row.texts) + 1)
        for text, stage in zip(row.texts[1:], LATER_STAGES[1:], strict=False):
            at = yield (at + step).replace(microsecond=0)
            incidents.update(outage, stage=stage, text=text, by=agent, at=at)
    if is_ongoing:
        return
    at = yield end + MINUTE
    _end(row, outage, components, end, operator, at)
    if row.published_after is None:
        at = yield start + 17 * MINUTE
        incidents.publish_overdue(at=at)
    for later, minutes in row.again:
        at = yield from _once_more(components, start + later * MINUTE, minutes)
    at = yield world.support_later(rng, at, 60, 400)
    cause = Cause(row.cause)
    stated = incidents.state_cause(outage, cause=cause, evidence=row.remark, by=operator, at=at)
    at = yield world.support_later(rng, at, 20, 200)
    manager = world.pick_member(rng, "managers")
    incidents.approve_cause(stated, by=manager, at=at)
    if cause in EXCLUDING and row.evidence:
        yield from _exclude(world, row, outage, components, operator, at)


def _once_more(components: list[Component], start: datetime, minutes: int) -> Scenario:
    """Found by the probe, and published by itself as a part of the incident (A7)."""
    at = yield start + MINUTE
    for component in components:
        incidents.confirm(component, started_at=start, at=at)
    at = yield start + (minutes + 1) * MINUTE
    for component in components:
        incidents.recover(component, ended_at=start + minutes * MINUTE, at=at)
    at = yield start + 16 * MINUTE
    incidents.publish_overdue(at=at)
    return at


def _declared_later(world: World, row: DemoOutage) -> Scenario:
    """By a person, with its end, and at once on the status page (A5)."""
    rng, start = world.chance(row.title), started_at(world, row)
    end, by = start + row.minutes * MINUTE, world.pick_member(rng, "operations")
    at = yield world.support_later(rng, end, 60, 200)
    impacts = dict.fromkeys(Component.objects.filter(code__in=row.codes), Impact.DOWN)
    outage = incidents.declare(
        title=row.title, impacts=impacts, started_at=start, ended_at=end, by=by, at=at
    )
    resolved = OutageUpdate.Stage.RESOLVED
    incidents.publish(outage, text=row.texts[0], stage=resolved, by=by, at=at)
    at = yield world.support_later(rng, at, 20, 90)
    incidents.state_cause(outage, cause=Cause(row.cause), evidence=row.remark, by=by, at=at)


def _detect(
    row: DemoOutage, components: list[Component], start: datetime, by: User, at: datetime
) -> Outage:
    if row.degraded:
        impacts = dict.fromkeys(components, Impact.DEGRADED)
        return incidents.declare(title=row.title, impacts=impacts, started_at=start, by=by, at=at)
    for component in components:
        incidents.confirm(component, started_at=start, at=at)
    return Outage.objects.get(started_at=start, declared_by=None)


def _end(
    row: DemoOutage,
    outage: Outage,
    components: list[Component],
    end: datetime,
    by: User,
    at: datetime,
) -> None:
    if row.degraded:
        text = "All is as fast as before. We go on watching it."
        incidents.end(outage, ended_at=end, text=text, by=by, at=at)
        return
    for component in components:
        incidents.recover(component, ended_at=end, at=at)


def _exclude(
    world: World,
    row: DemoOutage,
    outage: Outage,
    components: list[Component],
    by: User,
    at: datetime,
) -> Scenario:
    rng = world.chance(row.evidence)
    outage.refresh_from_db()
    assert outage.ended_at is not None
    at = yield world.support_later(rng, at, 20, 90)
    exclusion = incidents.propose_exclusion(
        outage=outage,
        components=components,
        cause=Cause(row.cause),
        starts_at=outage.started_at,
        ends_at=outage.ended_at,
        evidence=row.evidence,
        by=by,
        at=at,
    )
    at = yield world.support_later(rng, at, 200, 900)
    manager = world.pick_member(rng, "managers")
    incidents.approve_exclusion(exclusion, by=manager, at=at)


def _maintenance(world: World, row: DemoMaintenance) -> Scenario:
    rng = world.chance(row.title + str(row.days))
    by, starts = world.pick_member(rng, "operations"), instant_of(world, row.days, row.hour)
    announced = world.support_later(rng, starts - timedelta(days=row.ahead), 5, 200)
    at = yield announced
    moved_by = timedelta(days=1) if row.moved else timedelta()
    maintenance = incidents.announce(
        kind=Maintenance.Kind(row.kind),
        title=row.title,
        text=row.text,
        components=list(Component.objects.filter(code__in=row.codes)),
        starts_at=starts - moved_by,
        ends_at=starts - moved_by + row.window * MINUTE,
        by=by,
        at=at,
    )
    if row.moved:
        at = yield world.support_later(rng, at, 100, 500)
        ends = starts + row.window * MINUTE
        incidents.move(maintenance, starts_at=starts, ends_at=ends, by=by, at=at)
    if row.cancelled:
        at = yield world.support_later(rng, at, 100, 500)
        incidents.cancel(maintenance, by=by, at=at)
        return
    yield from _work(row, maintenance, starts, by)


def _work(row: DemoMaintenance, maintenance: Maintenance, starts: datetime, by: User) -> Scenario:
    begun = starts + 3 * MINUTE
    ended = begun + row.minutes * MINUTE
    if row.skipped or row.recorded_after is not None:
        at = yield starts + max(row.window, row.recorded_after or 0) * MINUTE
        if row.recorded_after is not None:
            incidents.begin_work(maintenance, by=by, at=begun, recorded_at=at)
            incidents.end_work(maintenance, by=by, at=ended, recorded_at=at)
        lifecycle.follow_maintenance(at=at)
        return
    at = yield begun
    incidents.begin_work(maintenance, by=by, at=at)
    lifecycle.follow_maintenance(at=at)
    at = yield ended
    incidents.end_work(maintenance, by=by, at=at)
    lifecycle.follow_maintenance(at=at)
