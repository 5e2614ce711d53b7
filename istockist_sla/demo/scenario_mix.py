"""Draws the scenario of each ticket, its client, and when it is opened."""

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

TicketScenario = Callable[[TicketScript], Scenario]

# How often a ticket has which scenario.
WEIGHTS: dict[TicketScenario, int] = {
    ticket_scenarios.fixed_in_time: 38,
    ticket_scenarios.question_answered: 12,
    ticket_scenarios.product_question: 12,
    ticket_scenarios.downgraded: 9,
    ticket_scenarios.fixed_late: 7,
    ticket_scenarios.reopened: 4,
    ticket_scenarios.question_unanswered: 4,
    ticket_scenarios.answered_late: 2,
    ticket_scenarios.thanks_after_closing: 3,
    ticket_scenarios.reassigned: 3,
    ticket_scenarios.closed_unresolved: 2,
    ticket_scenarios.closed_by_client: 1,
    ticket_scenarios.spam: 1,
    **finding_scenarios.FINDING_SCENARIOS,
}
DUPLICATE_SHARE, LATE_EVERY = 0.03, 30
REQUEST_TOPICS: dict[TicketScenario, list[Request]] = {
    ticket_scenarios.product_question: REQUESTS,
    ticket_scenarios.spam: JUNK,
}
# Open on the desk now: minutes of support time since it came, its scenario and its class.
OPEN_NOW: list[tuple[float, TicketScenario, str]] = [
    (8, open_scenarios.not_yet_seen, "critical"),
    (187, open_scenarios.not_yet_seen, "medium"),
    (212, open_scenarios.answered, "critical"),
    (330, open_scenarios.with_team, "medium"),
    (800, open_scenarios.downgraded_with_team, "critical"),
    (2700, open_scenarios.waiting_for_client, "low"),
    (520, open_scenarios.product_question_open, ""),
    (640, finding_scenarios.finding_undecided, "medium"),
    (1250, finding_scenarios.finding_undecided, "low"),
    (41, open_scenarios.not_yet_seen, "medium"),
    (96, open_scenarios.taken_in_charge, "medium"),
    (152, open_scenarios.not_yet_seen, "low"),
    (228, open_scenarios.not_yet_seen, "low"),
    (268, open_scenarios.not_yet_seen, "low"),
    (122, open_scenarios.answered, "medium"),
    (301, open_scenarios.answered, "medium"),
    (415, open_scenarios.answered, "medium"),
    (455, open_scenarios.waiting_for_client, "medium"),
    (600, open_scenarios.with_team, "low"),
    (690, open_scenarios.product_question_open, ""),
    (760, open_scenarios.with_team, "medium"),
    (1100, open_scenarios.waiting_for_client, "medium"),
    (1500, open_scenarios.answered, "low"),
    (1900, open_scenarios.downgraded_with_team, "medium"),
    (3300, open_scenarios.with_team, "low"),
    (3900, open_scenarios.waiting_for_client, "medium"),
]
CLIENTS_OF_ONE_FAULT = 4
TICKETS_PER_OUTAGE = 40
OPEN_PER_HUNDRED, MIN_OPEN = 10, 7


def plan_tickets(world: World, count: int) -> Iterator[tuple[int, Scenario]]:
    """Scenarios with the number of tickets that each opens, `count` in all."""
    reported = [row for row in OUTAGES if row.problem is not None]
    for row in reported[: count // TICKETS_PER_OUTAGE]:
        assert row.problem is not None
        scripts = list(_affected(world, PROBLEMS[row.problem], outages.started_at(world, row)))
        count -= len(scripts)
        yield len(scripts), open_scenarios.shared_fault(scripts)
    open_now = OPEN_NOW[: min(count, max(MIN_OPEN, count * OPEN_PER_HUNDRED // 100))]
    for number, (minutes, scenario, fault_class) in enumerate(open_now):
        rng, opened_at = world.chance(f"lying {number}"), world.support_minutes_ago(minutes)
        topic = _problem(rng, fault_class) if fault_class else rng.choice(REQUESTS)
        company = _company(world, rng, opened_at)
        yield 1, scenario(TicketScript(world, f"lying-{number}", company, opened_at, topic))
    yield from _everyday(world, count - len(open_now))


def _everyday(world: World, count: int) -> Iterator[tuple[int, Scenario]]:
    number = 0
    for opened_at in openings(world, count):
        if number == count:
            return
        number += 1
        rng = world.chance(f"ticket {number}")
        company = _company(world, rng, opened_at)
        if number < count and rng.random() < DUPLICATE_SHARE:
            problem = _problem(rng)
            scripts = [
                TicketScript(world, f"{number + n}-{rng.random()}", company, opened_at, problem)
                for n in range(2)
            ]
            number += 1
            yield 2, ticket_scenarios.duplicate(*scripts)
            continue
        scenario = rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
        if number % LATE_EVERY == 3:
            scenario = ticket_scenarios.answered_late
        topic = (
            rng.choice(REQUEST_TOPICS[scenario]) if scenario in REQUEST_TOPICS else _problem(rng)
        )
        yield 1, scenario(TicketScript(world, f"{number}", company, opened_at, topic))


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
