"""How fast the desk's pages come over a million tickets, from the shipped server, on PostgreSQL."""

import http.client
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from istockist_sla.bench import desk_dataset
from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.goals import reached
from istockist_sla.bench.month import SETTINGS
from istockist_sla.bench.status_page import server
from istockist_sla.core import roles
from istockist_sla.core.models import User
from tickets.admin.saved_views import VIEWS
from tickets.models import QueueView, Ticket

TICKETS = 1_000_000
ROUNDS, USERS, ROUNDS_OF_USERS = 40, 20, 5
MOST_STATEMENTS, MOST_BYTES = 15, 150_000
USUAL, SLOWEST, TICKET = 40, 70, 30
QUEUE = "/desk/tickets/ticket/"
ROLES = {
    "agent": [roles.SUPPORT],
    "manager": [roles.MANAGER],
    "team": [roles.TECHNICAL, roles.OPERATIONS],
    "system administrator": [roles.ADMINISTRATOR],
}


class Page(NamedTuple):
    """`goal` is for the median, in milliseconds."""

    name: str
    address: str
    role: str = "agent"
    goal: int = USUAL


class Asked(NamedTuple):
    """`processor` are the milliseconds of Python alone, which other work on the machine disturbs
    less than the time that passes."""

    statements: int
    processor: float


class Browser(NamedTuple):
    """A signed-in person: in this process, where statements are counted, and for the server."""

    client: Client
    cookie: str


def pages(view: QueueView, ticket: Ticket) -> list[Page]:
    views = [Page(f"view: {each.name}", f"{QUEUE}?view={each.code}") for each in VIEWS[1:]]
    rare = "class=critical&plan=custom&team=operations"
    return [
        Page("queue", QUEUE),
        *views,
        Page("view saved by a person", f"{QUEUE}?{rare}&saved={view.pk}"),
        Page("queue of a class", f"{QUEUE}?class=medium"),
        Page("queue of a client", f"{QUEUE}?client=client-5"),
        Page("queue of a plan", f"{QUEUE}?plan=self-service"),
        Page("queue by the client, page 3", f"{QUEUE}?o=2&p=3"),
        *(Page(f"first page, {role}", "/desk/", role) for role in ROLES),
        Page("ticket", f"{QUEUE}{ticket.pk}/change/", goal=TICKET),
    ]


def measure(tickets: int = TICKETS) -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield "This is measured on PostgreSQL: name a server in DATABASE_URL."
        return
    with database_of_its_own("desk"), override_settings(**SETTINGS):
        call_command("createcachetable", verbosity=0)
        roles.sync()
        begun = perf_counter()
        yield from desk_dataset.fill(tickets, now=timezone.now().replace(microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield f"filled in {perf_counter() - begun:.0f} s"
        yield from _measured()


def _measured() -> Iterator[str]:
    browsers = {role: _browser(role, groups) for role, groups in ROLES.items()}
    owner = User.objects.get(email="agent@bench.example")
    filters = {"class": "critical", "plan": "custom", "team": "operations"}
    view = QueueView.objects.create(
        owner=owner, name="Grave", filters=filters, created_at=timezone.now()
    )
    found = pages(view, Ticket.objects.unclosed().filter(state="qualified").latest("pk"))
    asked = {page: _asked(browsers[page.role].client, page) for page in found}
    yield f"{ROUNDS} rounds, load of the machine {os.getloadavg()[0]:.1f}"
    with server() as (host, port):
        for page in found:
            taken, size = _answers(f"{host}:{port}", page, browsers[page.role].cookie, ROUNDS)
            yield _told(page, asked[page], taken, size)
        yield _of_users(f"{host}:{port}", found[0], browsers["agent"].cookie)


def _browser(role: str, groups: Sequence[str]) -> Browser:
    address = f"{role.replace(' ', '-')}@bench.example"
    user = User.objects.create(email=address, name=role.capitalize(), is_staff=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return Browser(client, f"sessionid={client.cookies['sessionid'].value}")


def _asked(client: Client, page: Page) -> Asked:
    """Of the answers after the first: by then the process knows what is published, and how things
    are."""
    asked: list[str] = []

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        asked.append(sql)
        return execute(sql, params, many, context)

    client.get(page.address)
    with connection.execute_wrapper(count):
        client.get(page.address)
    begun = process_time()
    for _ in range(ROUNDS_OF_USERS):
        client.get(page.address)
    return Asked(len(asked), 1000 * (process_time() - begun) / ROUNDS_OF_USERS)


def _answers(server: str, page: Page, cookie: str, rounds: int) -> tuple[list[float], int]:
    """The milliseconds of each answer, after two that warm up, and the size of the last; raises
    RuntimeError for any but the page."""
    line = http.client.HTTPConnection(server, timeout=30)
    taken, size = [], 0
    for _ in range(rounds + 2):
        begun = perf_counter()
        line.request("GET", page.address, headers={"Cookie": cookie})
        answer = line.getresponse()
        size = len(answer.read())
        taken.append(1000 * (perf_counter() - begun))
        if answer.status != 200:
            raise RuntimeError(f"{page.address} answered {answer.status}")
    line.close()
    return taken[2:], size


def _told(page: Page, asked: Asked, taken: Sequence[float], size: int) -> str:
    usual, slow = median(taken), quantiles(taken, n=20)[-1]
    is_good = (
        asked.statements <= MOST_STATEMENTS
        and usual <= page.goal
        and slow <= SLOWEST
        and size <= MOST_BYTES
    )
    return (
        f"{page.name:<34} {asked.statements:>3} statements, p50 {usual:5.0f} ms, p95 {slow:5.0f} "
        f"ms, processor {asked.processor:3.0f} ms, {size / 1000:4.0f} kB; "
        f"goal {MOST_STATEMENTS}, {page.goal} ms, {SLOWEST} ms, {MOST_BYTES // 1000} kB: "
        f"{reached(is_good)}"
    )


def _of_users(server: str, page: Page, cookie: str) -> str:
    """All at once; an answer that is none raises."""
    with ThreadPoolExecutor(USERS) as pool:
        runs = [pool.submit(_answers, server, page, cookie, ROUNDS_OF_USERS) for _ in range(USERS)]
        taken = [each for run in runs for each in run.result()[0]]
    return f"{USERS} users at once: {len(taken)} pages without an error, p50 {median(taken):.0f} ms"
