"""How long the portal's pages take one client of 200, with a million tickets of them all."""

import os
from collections.abc import Iterator, Sequence
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from istockist_sla.bench import month_dataset
from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.goals import reached
from istockist_sla.bench.pages import SETTINGS, Answer, answer
from istockist_sla.core import roles
from istockist_sla.core.models import User
from tickets import inputs
from tickets.models import ClientAdministrator, Ticket

ROUNDS, CLIENT, MESSAGES = 40, "client-5", 20
MOST_STATEMENTS, MEDIAN, SLOWEST = 15, 30, 60  # milliseconds, the slowest of twenty
# Each of the client's running tickets has the words of a conversation.
CONVERSATIONS = """
INSERT INTO tickets_message (id, ticket_id, kind, author_id, at, text, quoted, by_mail)
SELECT (SELECT max(id) FROM tickets_message) + row_number() OVER (ORDER BY t.id, n), t.id,
    CASE WHEN n %% 2 = 0 THEN 'reply' ELSE 'client' END,
    CASE WHEN n %% 2 = 0 THEN %(agent)s ELSE %(person)s END,
    t.opened_at + n * interval '1 minute', repeat('Orders do not come in. ', 12), '', false
FROM tickets_ticket AS t CROSS JOIN generate_series(1, %(messages)s) AS n
WHERE t.client_id = %(client)s AND t.state <> 'closed'
"""


class Page(NamedTuple):
    name: str
    address: str


def measure() -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield "This is measured on PostgreSQL: name a server in DATABASE_URL."
        return
    with database_of_its_own("portal"):
        now = timezone.now().replace(microsecond=0)
        call_command("createcachetable", verbosity=0)
        roles.sync()
        begun = perf_counter()
        yield from month_dataset.fill(inputs.month_bounds(inputs.month_of(now).previous), now=now)
        administrator = ClientAdministrator.objects.select_related("user").get(client__code=CLIENT)
        _write_conversations(administrator)
        yield f"filled in {perf_counter() - begun:.0f} s"
        yield from measured(administrator)


def _write_conversations(administrator: ClientAdministrator) -> None:
    given = {
        "agent": User.objects.filter(is_staff=True).earliest("pk").pk,
        "person": administrator.user_id,
        "client": administrator.client_id,
        "messages": MESSAGES,
    }
    with connection.cursor() as cursor:
        cursor.execute(CONVERSATIONS, given)
        cursor.execute("ANALYZE tickets_message")


def pages(administrator: ClientAdministrator) -> list[Page]:
    running = Ticket.objects.unclosed().filter(client=administrator.client_id, kind="fault")
    return [
        Page("home", "/"),
        Page("tickets", "/tickets/"),
        Page("all tickets", "/tickets/?show=all"),
        Page("ticket", f"/tickets/{running.latest('number').number}/"),
        Page("service level", "/service-level/"),
    ]


def measured(administrator: ClientAdministrator) -> Iterator[str]:
    """The first of the rounds, with nothing remembered, is left out."""
    yield f"{ROUNDS} rounds, wall clock; load of the machine {os.getloadavg()[0]:.1f}"
    with override_settings(**SETTINGS):
        browser = Client()
        browser.force_login(administrator.user, "django.contrib.auth.backends.ModelBackend")
        for page in pages(administrator):
            answers = [answer(browser, page.address) for _ in range(ROUNDS + 1)][1:]
            yield from told(page, answers)


def told(page: Page, answers: Sequence[Answer]) -> Iterator[str]:
    taken = [each.milliseconds for each in answers]
    usual, slow = median(taken), quantiles(taken, n=20)[-1]
    statements = max(len(each.asked) for each in answers)
    in_sql = median(sum(asked.milliseconds for asked in each.asked) for each in answers)
    processor = median(each.processor for each in answers)
    yield (
        f"{page.name:<16} {statements} statements, p50 {usual:.0f} ms, p95 {slow:.0f} ms; "
        f"{in_sql:.0f} ms in SQL, processor {processor:.0f} ms, {answers[-1].size / 1000:.0f} kB"
    )
    yield (
        f"  goal {MOST_STATEMENTS} statements: {reached(statements <= MOST_STATEMENTS)}; "
        f"p50 {MEDIAN} ms: {reached(usual <= MEDIAN)}; p95 {SLOWEST} ms: {reached(slow <= SLOWEST)}"
    )
