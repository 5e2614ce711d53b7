"""Which ticket goes which way, whose it is, and when it comes."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from istockist_sla.demo import finding_scenarios, open_scenarios, outages, ticket_scenarios
from istockist_sla.demo.cast import CLIENTS, Company
from istockist_sla.demo.outage_table import OUTAGES
from istockist_sla.demo.phrases import JUNK, REQUESTS, Request
from istockist_sla.demo.problems import PROBLEMS, Problem
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario, World, openings

Way = Callable[[TicketScript], Scenario]

# How often a ticket goes which way.
WAYS: dict[Way, int] = {
    ticket_scenarios.ordinary: 38,
    ticket_scenarios.asked: 12,
    ticket_scenarios.request: 12,
    ticket_scenarios.lowered: 9,
    ticket_scenarios.slow: 7,
    ticket_scenarios.reopened: 4,
    ticket_scenarios.unanswered: 4,
    ticket_scenarios.late: 2,
    ticket_scenarios.thanked: 3,
    ticket_scenarios.passed_on: 3,
    ticket_scenarios.confirmed: 2,
    ticket_scenarios.withdrawn: 1,
    ticket_scenarios.junk: 1,
    **finding_scenarios.FINDING_WAYS,
}
DOUBLED, EVERY_LATE = 0.03, 30
ABOUT: dict[Way, list[Request]] = {ticket_scenarios.request: REQUESTS, ticket_scenarios.junk: JUNK}
# What lies on the desk now: minutes of support time since it came, and how far it has got.
LEFT_LYING: list[tuple[float, Way, str]] = [
    (8, open_scenarios.untouched, "critical"),
    (187, open_scenarios.untouched, "medium"),
    (212, open_scenarios.unclosed, "critical"),
    (330, open_scenarios.with_team, "medium"),
    (800, open_scenarios.lowered_waiting, "critical"),
    (2700, open_scenarios.waiting, "low"),
    (520, open_scenarios.request_open, ""),
    (640, finding_scenarios.undecided, "medium"),
    (1250, finding_scenarios.undecided, "low"),
    (41, open_scenarios.untouched, "medium"),
    (96, open_scenarios.only_taken, "medium"),
    (152, open_scenarios.untouched, "low"),
    (228, open_scenarios.untouched, "low"),
    (268, open_scenarios.untouched, "low"),
    (122, open_scenarios.unclosed, "medium"),
    (301, open_scenarios.unclosed, "medium"),
    (415, open_scenarios.unclosed, "medium"),
    (455, open_scenarios.waiting, "medium"),
    (600, open_scenarios.with_team, "low"),
    (690, open_scenarios.request_open, ""),
    (760, open_scenarios.with_team, "medium"),
    (1100, open_scenarios.waiting, "medium"),
    (1500, open_scenarios.unclosed, "low"),
    (1900, open_scenarios.lowered_waiting, "medium"),
    (3300, open_scenarios.with_team, "low"),
    (3900, open_scenarios.waiting, "medium"),
]
CLIENTS_OF_ONE_FAULT = 4
TICKETS_PER_STORY = 40
PER_HUNDRED_LYING, LEAST_LYING = 10, 7


def ticket_courses(world: World, count: int) -> Iterator[tuple[int, Scenario]]:
    """Courses with the number of tickets that each opens, `count` in all."""
    stories = [story for story in OUTAGES if story.problem is not None]
    for story in stories[: count // TICKETS_PER_STORY]:
        assert story.problem is not None
        problem = PROBLEMS[story.problem]
        cases = list(_affected(world, problem, outages.began(world, story)))
        count -= len(cases)
        yield len(cases), open_scenarios.shared(cases)
    lying = LEFT_LYING[: min(count, max(LEAST_LYING, count * PER_HUNDRED_LYING // 100))]
    for number, (minutes, way, fault_class) in enumerate(lying):
        rng, opened_at = world.chance(f"lying {number}"), world.before(minutes)
        about = _problem(rng, fault_class) if fault_class else rng.choice(REQUESTS)
        yield (
            1,
            way(
                TicketScript(
                    world, f"lying-{number}", _company(world, rng, opened_at), opened_at, about
                )
            ),
        )
    yield from _everyday(world, count - len(lying))


def _everyday(world: World, count: int) -> Iterator[tuple[int, Scenario]]:
    number = 0
    for opened_at in openings(world, count):
        if number == count:
            return
        number += 1
        rng = world.chance(f"ticket {number}")
        company = _company(world, rng, opened_at)
        if number < count and rng.random() < DOUBLED:
            problem = _problem(rng)
            cases = [
                TicketScript(world, f"{number + n}-{rng.random()}", company, opened_at, problem)
                for n in range(2)
            ]
            number += 1
            yield 2, ticket_scenarios.doubled(*cases)
            continue
        way = rng.choices(list(WAYS), weights=list(WAYS.values()))[0]
        if number % EVERY_LATE == 3:
            way = ticket_scenarios.late
        about = rng.choice(ABOUT[way]) if way in ABOUT else _problem(rng)
        yield 1, way(TicketScript(world, f"{number}", company, opened_at, about))


def _affected(world: World, problem: Problem, since: datetime) -> Iterator[TicketScript]:
    """Clients that report the same within the hour, each in its own words and class."""
    rng = world.chance(f"shared {problem.subject}")
    there = [company for company in CLIENTS if company.joined > (world.now - since).days + 2]
    chosen = rng.sample(there, CLIENTS_OF_ONE_FAULT)
    for number, company in enumerate(chosen):
        opened_at = since + timedelta(minutes=4 + number * 11 + rng.randint(0, 9))
        yield TicketScript(world, f"shared-{since:%y%m%d}-{number}", company, opened_at, problem)


def _company(world: World, rng: Random, at: datetime) -> Company:
    there = [company for company in CLIENTS if company.joined > (world.now - at).days + 2]
    return rng.choices(there, weights=[company.weight for company in there])[0]


def _problem(rng: Random, fault_class: str = "") -> Problem:
    """Any, or one of that class with a technical team for it."""
    if not fault_class:
        return rng.choice(PROBLEMS)
    fitting = [each for each in PROBLEMS if each.fault_class == fault_class and each.team]
    return rng.choice(fitting)
