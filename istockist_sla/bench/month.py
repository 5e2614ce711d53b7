"""How fast the months' pages come, over a million tickets in a PostgreSQL database of its own."""

import os
from collections.abc import Iterator, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from istockist_sla.bench import month_dataset
from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.goals import reached
from istockist_sla.bench.pages import SETTINGS, Answer, Asked, answer
from istockist_sla.core import roles
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import User
from tickets import inputs

ROUNDS = 15
LARGEST = 200_000


class Subject(NamedTuple):
    """A page, with what it may take: with nothing remembered, and as on any day."""

    name: str
    address: str
    cold_goal: int | None = None
    warm_goal: int | None = None


def subjects(month: Month, code: str) -> list[Subject]:
    page = f"/desk/months/{month}/"
    lists = ["missed/", "fixes/", "unclosed/", "findings/", "ratings/"]
    parts = ["tickets/?verdict=guaranteed&class=low", *lists]
    return [
        Subject("month, all clients", page, 150, 75),
        Subject("month, one client", f"{page}?client={code}", None, 50),
        Subject("list of months", "/desk/months/", None, 100),
        Subject("list, one client", f"/desk/months/?client={code}", None, 100),
        *(Subject(f"rows: {part}", f"{page}{part}") for part in parts),
        Subject("trends", "/desk/months/trends/?length=24"),
        Subject("load", f"{page}load/", None, 150),
        Subject("first answers by their limit", f"{page}answers/"),
        Subject("month as JSON", f"{page}json/", None, 150),
    ]


def measure() -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield "This is measured on PostgreSQL: name a server in DATABASE_URL."
        return
    with database_of_its_own("month"):
        now = timezone.now().replace(microsecond=0)
        month = inputs.month_of(now).previous
        call_command("createcachetable", verbosity=0)
        roles.sync()
        begun = perf_counter()
        yield from month_dataset.fill(inputs.month_bounds(month), now=now)
        yield f"filled in {perf_counter() - begun:.0f} s"
        yield from measured(month)


def measured(month: Month) -> Iterator[str]:
    """Cold: the shared cache is empty and nothing published is remembered, but the server has
    its blocks and Python its code. Warm: the median of all rounds, one person at a time."""
    yield f"{ROUNDS} rounds, wall clock; load of the machine {os.getloadavg()[0]:.1f}"
    found = subjects(month, "client-5")
    with override_settings(**SETTINGS):
        browser = _manager()
        browser.get("/desk/", secure=True)
        answers = {subject: list(_answers(browser, subject)) for subject in found}
    for subject, (cold, *warm) in answers.items():
        yield from _told(subject, cold, warm)
    largest = max(each.size for subject in found[:-1] for each in answers[subject])
    yield f"largest page {largest / 1000:.0f} kB, goal 200 kB: {reached(largest <= LARGEST)}"
    yield from _plans(answers[found[0]][-1].asked)
    yield from _plans(answers[found[2]][-1].asked)


def _manager() -> Client:
    user = User.objects.get_or_create(
        email="niamh@istockist.example", defaults={"name": "Niamh", "is_staff": True}
    )[0]
    user.groups.set(Group.objects.filter(name=roles.MANAGER))
    browser = Client()
    browser.force_login(user)
    return browser


def _answers(browser: Client, subject: Subject) -> Iterator[Answer]:
    cache.clear()
    inputs.forget()
    for _ in range(ROUNDS + 1):
        yield answer(browser, subject.address)


def _told(subject: Subject, cold: Answer, warm: Sequence[Answer]) -> Iterator[str]:
    usual = median(each.milliseconds for each in warm)
    processor = median(each.processor for each in warm)
    in_sql = median(sum(each.milliseconds for each in answer.asked) for answer in warm)
    yield (
        f"{subject.name:<48} cold {cold.milliseconds:6.0f} ms  warm {usual:6.0f} ms, "
        f"{in_sql:.0f} of them in {len(warm[-1].asked)} statements, processor {processor:.0f} ms; "
        f"{warm[-1].size / 1000:.0f} kB"
    )
    if subject.cold_goal is not None:
        is_reached = cold.milliseconds <= subject.cold_goal
        yield f"  goal cold {subject.cold_goal} ms: {reached(is_reached)}"
    if subject.warm_goal is not None:
        yield f"  goal warm {subject.warm_goal} ms: {reached(usual <= subject.warm_goal)}"


def _plans(asked: Sequence[Asked]) -> Iterator[str]:
    """The plan of each statement, the slowest first."""
    for statement, given, milliseconds in sorted(asked, key=lambda each: -each.milliseconds):
        yield ""
        yield f"{milliseconds:.1f} ms: {' '.join(statement.split())[:300]}"
        if statement.lstrip().startswith(("SELECT", "WITH", "(SELECT")):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}", given)
                yield from (f"    {line}" for (line,) in cursor.fetchall())
