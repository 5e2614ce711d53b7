"""How long `manage.py rebuild` takes for 100,000 tickets in a PostgreSQL database of its own."""

import os
from collections.abc import Iterator
from time import perf_counter, process_time

from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.dataset import fill
from istockist_sla.bench.goals import reached
from istockist_sla.core.models import Event

TICKETS = 100_000
GOAL = 40  # seconds


def measure() -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield "This is measured on PostgreSQL: name a server in DATABASE_URL."
        return
    with database_of_its_own("rebuild"):
        yield from _measured()


def _measured() -> Iterator[str]:
    """First with no column computed yet, so that each ticket is written; then as on any day."""
    fill(TICKETS, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield f"{TICKETS:,} tickets with {Event.objects.count() / TICKETS:.1f} events on average"
    for title in ("all columns to write", "nothing to write"):
        wall, own = perf_counter(), process_time()
        outcome = _rebuild()
        wall, own = perf_counter() - wall, process_time() - own
        yield (
            f"  {title:<22}{wall:>7.1f} s, {own:.1f} s of them in Python, "
            f"{TICKETS / wall:,.0f} tickets a second; {outcome}"
        )
    yield f"  goal {GOAL} s with nothing to write: {reached(wall <= GOAL)}"


def _rebuild() -> str:
    with open(os.devnull, "w") as nowhere:
        try:
            call_command("rebuild", stdout=nowhere)
        except CommandError as error:
            return str(error)
    return "no difference"
