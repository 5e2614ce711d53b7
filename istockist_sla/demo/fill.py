"""Fills an empty database with fourteen months of the demo, all or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from istockist_sla.demo import clients, finding_scenarios, other_senders, outages, scenario_mix
from istockist_sla.demo.articles import write_articles
from istockist_sla.demo.clients import ScheduledAct
from istockist_sla.demo.measurements import measure
from istockist_sla.demo.simulation import Simulation, once
from istockist_sla.demo.world import World
from tickets.models import Client, Ticket

TICKETS = 300
# Those that are adopted from held mail, and the one that we stopped ourselves.
OTHERS = other_senders.ADOPTED + 1


def is_empty() -> bool:
    return not Client.objects.exists() and not Ticket.objects.exists()


@transaction.atomic
def fill(
    *,
    now: datetime,
    seed: int,
    tickets: int = TICKETS,
    measured: bool = True,
    step: Callable[[datetime], object] = lambda at: None,
) -> None:
    """`step` hears the instant of each act. One transaction: a fill that is broken off leaves
    nothing behind, and the cluster is woken once instead of for each letter."""
    staff = clients.employ(now)
    world = World(now=now, seed=seed, staff=staff)
    manager = staff["managers"][0]
    acts = list(clients.settlement(world.now, by=manager, agent=staff["agents"][0]))
    library = world.start - timedelta(days=40)
    acts.append(ScheduledAct(library, lambda at: write_articles(by=staff["agents"][0], at=at)))
    for at in Simulation([once(act) for act in acts], now=world.start).run():
        step(at)
    courses = [
        *outages.courses(world),
        *[course for _, course in scenario_mix.ticket_courses(world, tickets - OTHERS)],
        *other_senders.courses(world),
        finding_scenarios.stopped_by_us(world),
        *[once(act) for act in acts if act.at > world.start],
    ]
    for at in Simulation(courses, now=world.now).run():
        step(at)
    if measured:
        measure(world)
