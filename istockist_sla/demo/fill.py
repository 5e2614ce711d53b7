"""Fills an empty database with fourteen months of the demo, all or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from istockist_sla.demo import clients, finding_scenarios, other_senders, outages, scenario_mix
from istockist_sla.demo.articles import write_articles
from istockist_sla.demo.canned_replies import write_canned_replies
from istockist_sla.demo.clients import ScheduledStep
from istockist_sla.demo.closings import close_months
from istockist_sla.demo.measurements import measure
from istockist_sla.demo.saved_views import save_views
from istockist_sla.demo.simulation import Simulation, single_step
from istockist_sla.demo.staff import create_staff, propose_manager
from istockist_sla.demo.world import World
from tickets.models import Client, Ticket

TICKETS = 300
# The tickets that are adopted from held mail, and the one of `stopped_by_provider`.
OTHERS = other_senders.ADOPTED + 1


def is_empty() -> bool:
    return not Client.objects.exists() and not Ticket.objects.exists()


@transaction.atomic
def fill(
    *,
    now: datetime,
    seed: int,
    tickets: int = TICKETS,
    with_measurements: bool = True,
    on_step: Callable[[datetime], object] = lambda at: None,
) -> None:
    """`on_step` is called with the instant of each step. One transaction: a fill that is broken off
    leaves nothing behind, and the cluster is woken once instead of for each letter."""
    staff = create_staff(now)
    save_views(agent=staff["agents"][0], colleague=staff["agents"][1], at=now)
    world = World(now=now, seed=seed, staff=staff)
    manager = staff["managers"][0]
    steps = list(clients.client_steps(world.now, by=manager, agent=staff["agents"][0]))
    library = world.start - timedelta(days=40)
    steps.append(ScheduledStep(library, lambda at: write_articles(by=staff["agents"][0], at=at)))
    steps.append(ScheduledStep(library, lambda at: write_canned_replies(at=at)))
    keeper, newcomer = staff["administrators"][0], staff["agents"][2]
    proposed = world.now - timedelta(hours=26)
    steps.append(ScheduledStep(proposed, lambda at: propose_manager(newcomer, by=keeper, at=at)))
    for at in Simulation([single_step(each) for each in steps], now=world.start).run():
        on_step(at)
    scenarios = [
        *outages.scenarios(world),
        *[scenario for _, scenario in scenario_mix.plan_tickets(world, tickets - OTHERS)],
        *other_senders.scenarios(world),
        finding_scenarios.stopped_by_provider(world),
        *[single_step(each) for each in steps if each.at > world.start],
    ]
    for at in Simulation(scenarios, now=world.now).run():
        on_step(at)
    if with_measurements:
        measure(world)
    close_months(world)
