"""How long closing a month of 200 clients takes, and how long one of its bundles and its check."""

import itertools
import resource
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import perf_counter, process_time

from django.db import connection

from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.dataset import fill
from istockist_sla.bench.goals import reached
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import User
from tickets import inputs
from tickets.models import ClosedClient, Closing
from tickets.reports.bundles.packing import packed
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.chain import documents_of
from tickets.reports.closing.proceeding import STEP_SECONDS, proceed
from tickets.sla.bundle.verifying import verify

MONTH = Month(2026, 3)
AT = datetime(2026, 4, 20, 9, tzinfo=UTC)
TICKETS = 100_000
GOAL, GOAL_OF_A_BUNDLE, GOAL_OF_MEMORY = 60, 1.0, 300  # seconds, seconds, MB


def measure() -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield "This is measured on PostgreSQL: name a server in DATABASE_URL."
        return
    with database_of_its_own("closing"):
        yield from _measured()


def _measured() -> Iterator[str]:
    bounds = inputs.month_bounds(MONTH)
    fill(TICKETS, now=AT, opened_in=(bounds.start, bounds.end))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    yield f"{TICKETS:,} tickets of the month"
    filled = _memory()
    yield from _closed()
    yield from _bundle()
    grown = _memory() - filled
    yield (
        f"  memory     {grown:7.0f} MB more  goal {GOAL_OF_MEMORY}: "
        f"{reached(grown <= GOAL_OF_MEMORY)}"
    )


def _closed() -> Iterator[str]:
    """In steps, as the request and the task carry it on."""
    wall, own, steps = perf_counter(), process_time(), [perf_counter()]
    closing = begin(MONTH, by=User.objects.order_by("pk")[0], at=AT)
    steps.append(perf_counter())
    while Closing.objects.under_way().exists():
        closing = proceed(closing, at=AT, is_time=_until(perf_counter() + STEP_SECONDS))
        steps.append(perf_counter())
    wall, own = perf_counter() - wall, process_time() - own
    longest = max(later - earlier for earlier, later in itertools.pairwise(steps))
    yield (
        f"  closing    {wall:7.1f} s, {own:.1f} s of them in Python; {len(steps) - 1} steps, the "
        f"longest {longest:.1f} s  goal {GOAL}: {reached(wall <= GOAL)}"
    )
    if closing.given_up_because:
        yield f"  given up: {closing.given_up_because}"


def _until(ends: float) -> Callable[[], bool]:
    return lambda: perf_counter() < ends


def _bundle() -> Iterator[str]:
    """Of the client with the largest file."""
    largest = max(ClosedClient.objects.all(), key=lambda each: len(each.document))
    closed, begun = largest.closing.closed, perf_counter()
    files = documents_of(closed, largest)
    data = packed(files, closed.closed_at)
    wall = perf_counter() - begun
    yield (
        f"  a bundle   {wall:7.2f} s, {len(data) / 1000:,.0f} kB  goal {GOAL_OF_A_BUNDLE}: "
        f"{reached(wall <= GOAL_OF_A_BUNDLE)}"
    )
    begun = perf_counter()
    found = verify(files, head=closed.head)
    yield f"  its check  {perf_counter() - begun:7.2f} s: {'; '.join(found) or 'same'}"


def _memory() -> float:
    """The most that the process has used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
