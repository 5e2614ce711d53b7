"""Plays the stories of the service: outages and maintenance."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from availability import incidents
from availability.models import Cause, Component, Impact, Maintenance, Outage, OutageUpdate
from availability.models.outages import EXCLUDING
from istockist_sla.core.models import User
from istockist_sla.demo.outage_table import (
    MAINTENANCE,
    ONGOING,
    OUTAGES,
    DemoMaintenance,
    DemoOutage,
)
from istockist_sla.demo.world import START, Scenario, World
from tickets import lifecycle

MINUTE = timedelta(minutes=1)
# The judged component is measured from the start, the others for the bars of ninety days.
OTHERS_SINCE = timedelta(days=93)
IN_TURN = [
    OutageUpdate.Stage.INVESTIGATING,
    OutageUpdate.Stage.IDENTIFIED,
    OutageUpdate.Stage.IDENTIFIED,
]


def courses(world: World) -> Iterator[Scenario]:
    for component in Component.objects.all():
        yield _monitor(world, component)
    for story in OUTAGES:
        yield _outage(world, story, began(world, story))
    yield _outage(world, ONGOING, world.now - timedelta(minutes=ONGOING.minutes), goes_on=True)
    for work in MAINTENANCE:
        yield _maintenance(world, work)


def began(world: World, story: DemoOutage) -> datetime:
    return hour_of(world, story.days, story.hour) + story.minute * MINUTE


def hour_of(world: World, days: int, hour: int) -> datetime:
    day = world.now - timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0)


def _monitor(world: World, component: Component) -> Scenario:
    since = world.now - (START if component.code == "api" else OTHERS_SINCE)
    at = yield since.replace(second=0)
    incidents.start_monitoring(component, at=at)


def _outage(world: World, story: DemoOutage, start: datetime, *, goes_on: bool = False) -> Scenario:
    rng, end = world.chance(story.title), start + story.minutes * MINUTE
    agent, operator = world.agent(rng), world.member(rng, "operations")
    components = list(Component.objects.filter(code__in=story.codes))
    at = yield start + MINUTE
    outage = _detect(story, components, start, operator, at)
    if story.after is not None:
        at = yield start + (1 + story.after) * MINUTE
        incidents.publish(outage, text=story.says[0], title=story.title, by=agent, at=at)
        step = (end - at) / (len(story.says) + 1)
        for text, stage in zip(story.says[1:], IN_TURN[1:], strict=False):
            at = yield (at + step).replace(microsecond=0)
            incidents.update(outage, stage=stage, text=text, by=agent, at=at)
    if goes_on:
        return
    at = yield end + MINUTE
    _end(story, outage, components, end, operator, at)
    if story.after is None:
        at = yield start + 17 * MINUTE
        incidents.publish_overdue(at=at)
    at = yield world.work(rng, at, 60, 400)
    cause = Cause(story.cause)
    incidents.state_cause(outage, cause=cause, remark=story.remark, by=operator, at=at)
    if cause in EXCLUDING and story.evidence:
        yield from _exclude(world, story, outage, components, operator, at)


def _detect(
    story: DemoOutage, components: list[Component], start: datetime, by: User, at: datetime
) -> Outage:
    if story.degraded:
        impacts = dict.fromkeys(components, Impact.DEGRADED)
        return incidents.declare(title=story.title, impacts=impacts, started_at=start, by=by, at=at)
    for component in components:
        incidents.confirm(component, started_at=start, at=at)
    return Outage.objects.get(started_at=start, declared_by=None)


def _end(
    story: DemoOutage,
    outage: Outage,
    components: list[Component],
    end: datetime,
    by: User,
    at: datetime,
) -> None:
    if story.degraded:
        text = "All is as fast as before. We go on watching it."
        incidents.end(outage, ended_at=end, text=text, by=by, at=at)
        return
    for component in components:
        incidents.recover(component, ended_at=end, at=at)


def _exclude(
    world: World,
    story: DemoOutage,
    outage: Outage,
    components: list[Component],
    by: User,
    at: datetime,
) -> Scenario:
    rng = world.chance(story.evidence)
    outage.refresh_from_db()
    assert outage.ended_at is not None
    at = yield world.work(rng, at, 20, 90)
    exclusion = incidents.propose_exclusion(
        outage=outage,
        components=components,
        cause=Cause(story.cause),
        starts_at=outage.started_at,
        ends_at=outage.ended_at,
        evidence=story.evidence,
        by=by,
        at=at,
    )
    at = yield world.work(rng, at, 200, 900)
    manager = world.member(rng, "managers")
    incidents.approve_exclusion(exclusion, by=manager, at=at)


def _maintenance(world: World, work: DemoMaintenance) -> Scenario:
    rng = world.chance(work.title + str(work.days))
    by, starts = world.member(rng, "operations"), hour_of(world, work.days, work.hour)
    announced = world.work(rng, starts - timedelta(days=work.ahead), 5, 200)
    at = yield announced
    moved_by = timedelta(days=1) if work.moved else timedelta()
    maintenance = incidents.announce(
        kind=Maintenance.Kind(work.kind),
        title=work.title,
        text=work.text,
        components=list(Component.objects.filter(code__in=work.codes)),
        starts_at=starts - moved_by,
        ends_at=starts - moved_by + work.window * MINUTE,
        by=by,
        at=at,
    )
    if work.moved:
        at = yield world.work(rng, at, 100, 500)
        ends = starts + work.window * MINUTE
        incidents.move(maintenance, starts_at=starts, ends_at=ends, by=by, at=at)
    if work.cancelled:
        at = yield world.work(rng, at, 100, 500)
        incidents.cancel(maintenance, by=by, at=at)
        return
    at = yield starts + 3 * MINUTE
    incidents.begin_work(maintenance, by=by, at=at)
    lifecycle.follow_maintenance(at=at)
    at = yield at + work.minutes * MINUTE
    incidents.end_work(maintenance, by=by, at=at)
    lifecycle.follow_maintenance(at=at)
