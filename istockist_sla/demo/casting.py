"""Which ticket goes which way, whose it is, and when it comes."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

from istockist_sla.demo import courses, findings, groups, service
from istockist_sla.demo.case import Case
from istockist_sla.demo.cast import CLIENTS, Company
from istockist_sla.demo.problems import PROBLEMS, Problem
from istockist_sla.demo.stories import STORIES
from istockist_sla.demo.words import JUNK, REQUESTS, Request
from istockist_sla.demo.world import Course, World, openings

Way = Callable[[Case], Course]

# How often a ticket goes which way.
WAYS: dict[Way, int] = {
    courses.ordinary: 38,
    courses.asked: 12,
    courses.request: 12,
    courses.lowered: 9,
    courses.slow: 7,
    courses.reopened: 4,
    courses.unanswered: 4,
    courses.late: 2,
    courses.thanked: 3,
    courses.passed_on: 3,
    courses.confirmed: 2,
    courses.withdrawn: 1,
    courses.junk: 1,
    **findings.FINDING_WAYS,
}
DOUBLED, EVERY_LATE = 0.03, 30
ABOUT: dict[Way, list[Request]] = {courses.request: REQUESTS, courses.junk: JUNK}
# What lies on the desk now: minutes of support time since it came, and how far it has got.
LEFT_LYING: list[tuple[float, Way, str]] = [
    (8, groups.untouched, "critical"),
    (187, groups.untouched, "medium"),
    (212, groups.unclosed, "critical"),
    (330, groups.with_team, "medium"),
    (800, groups.lowered_waiting, "critical"),
    (2700, groups.waiting, "low"),
    (520, groups.request_open, ""),
    (640, findings.undecided, "medium"),
    (1250, findings.undecided, "low"),
    (41, groups.untouched, "medium"),
    (96, groups.only_taken, "medium"),
    (152, groups.untouched, "low"),
    (228, groups.untouched, "low"),
    (268, groups.untouched, "low"),
    (122, groups.unclosed, "medium"),
    (301, groups.unclosed, "medium"),
    (415, groups.unclosed, "medium"),
    (455, groups.waiting, "medium"),
    (600, groups.with_team, "low"),
    (690, groups.request_open, ""),
    (760, groups.with_team, "medium"),
    (1100, groups.waiting, "medium"),
    (1500, groups.unclosed, "low"),
    (1900, groups.lowered_waiting, "medium"),
    (3300, groups.with_team, "low"),
    (3900, groups.waiting, "medium"),
]
CLIENTS_OF_ONE_FAULT = 4
TICKETS_PER_STORY = 40
PER_HUNDRED_LYING, LEAST_LYING = 10, 7


def ticket_courses(world: World, count: int) -> Iterator[tuple[int, Course]]:
    """Courses with the number of tickets that each opens, `count` in all."""
    stories = [story for story in STORIES if story.problem is not None]
    for story in stories[: count // TICKETS_PER_STORY]:
        assert story.problem is not None
        problem = PROBLEMS[story.problem]
        cases = list(_affected(world, problem, service.began(world, story)))
        count -= len(cases)
        yield len(cases), groups.shared(cases)
    lying = LEFT_LYING[: min(count, max(LEAST_LYING, count * PER_HUNDRED_LYING // 100))]
    for number, (minutes, way, fault_class) in enumerate(lying):
        rng, opened_at = world.chance(f"lying {number}"), world.before(minutes)
        about = _problem(rng, fault_class) if fault_class else rng.choice(REQUESTS)
        yield (
            1,
            way(Case(world, f"lying-{number}", _company(world, rng, opened_at), opened_at, about)),
        )
    yield from _everyday(world, count - len(lying))


def _everyday(world: World, count: int) -> Iterator[tuple[int, Course]]:
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
                Case(world, f"{number + n}-{rng.random()}", company, opened_at, problem)
                for n in range(2)
            ]
            number += 1
            yield 2, courses.doubled(*cases)
            continue
        way = rng.choices(list(WAYS), weights=list(WAYS.values()))[0]
        if number % EVERY_LATE == 3:
            way = courses.late
        about = rng.choice(ABOUT[way]) if way in ABOUT else _problem(rng)
        yield 1, way(Case(world, f"{number}", company, opened_at, about))


def _affected(world: World, problem: Problem, since: datetime) -> Iterator[Case]:
    """Clients that report the same within the hour, each in its own words and class."""
    rng = world.chance(f"shared {problem.subject}")
    there = [company for company in CLIENTS if company.joined > (world.now - since).days + 2]
    chosen = rng.sample(there, CLIENTS_OF_ONE_FAULT)
    for number, company in enumerate(chosen):
        opened_at = since + timedelta(minutes=4 + number * 11 + rng.randint(0, 9))
        yield Case(world, f"shared-{since:%y%m%d}-{number}", company, opened_at, problem)


def _company(world: World, rng: Random, at: datetime) -> Company:
    there = [company for company in CLIENTS if company.joined > (world.now - at).days + 2]
    return rng.choices(there, weights=[company.weight for company in there])[0]


def _problem(rng: Random, fault_class: str = "") -> Problem:
    """Any, or one of that class with a technical team for it."""
    if not fault_class:
        return rng.choice(PROBLEMS)
    fitting = [each for each in PROBLEMS if each.fault_class == fault_class and each.team]
    return rng.choice(fitting)
