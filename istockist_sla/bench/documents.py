"""How fast the files of a month are made, over a small PostgreSQL database for each size: what is
typst's of it, and what is ours."""

import os
from collections.abc import Iterator
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import process_time
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from istockist_sla.bench import month_dataset
from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.goals import reached
from istockist_sla.bench.month_dataset import Size
from tickets import inputs
from tickets.reports.documents.files import MADE
from tickets.reports.documents.pdf import part_contents
from tickets.reports.documents.typesetting import typeset
from tickets.reports.monthly import MonthFigures, month_figures

ROUNDS = 5
# By the tickets of the month: how many milliseconds of the processor its PDF may take.
GOALS = {100: 250, 1000: 1000}
MOST_MEGABYTES = 300


class Taken(NamedTuple):
    """In milliseconds of the processor: reading the data of a PDF, and setting it in type."""

    reading: float
    typesetting: float

    @property
    def together(self) -> float:
        return self.reading + self.typesetting


def measure() -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield "This is measured on PostgreSQL: name a server in DATABASE_URL."
        return
    yield f"{ROUNDS} rounds, processor; load of the machine {os.getloadavg()[0]:.1f}"
    for tickets, goal in GOALS.items():
        with database_of_its_own("documents"):
            yield from _measured(tickets, goal)
    megabytes = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    yield f"memory {megabytes:.0f} MB, goal {MOST_MEGABYTES}: {reached(megabytes < MOST_MEGABYTES)}"


def _measured(tickets: int, goal: int) -> Iterator[str]:
    now = timezone.now().replace(microsecond=0)
    month = inputs.month_of(now).previous
    size = Size(12 * tickets, tickets, tickets)
    for _ in month_dataset.fill(inputs.month_bounds(month), now=now, size=size):
        pass
    _pdf(figures := month_figures(month, at=now))
    taken = [_pdf(figures) for _ in range(ROUNDS)]
    reading, typesetting = (median(each) for each in zip(*taken, strict=True))
    whole = median(each.together for each in taken)
    yield (
        f"PDF of {tickets} tickets {whole:.0f} ms ({reading:.0f} reading, {typesetting:.0f} "
        f"typesetting), goal {goal} ms: {reached(whole <= goal)}"
    )
    for ending in ("xlsx", "csv"):
        milliseconds = median(_made(ending, figures) for _ in range(ROUNDS))
        yield f"{ending.upper()} of {tickets} tickets {milliseconds:.0f} ms"


def _pdf(figures: MonthFigures) -> Taken:
    with inputs.asked_once():
        begun = process_time()
        contents = list(part_contents(figures))
        read = process_time()
    for content in contents:
        typeset(content)
    return Taken(1000 * (read - begun), 1000 * (process_time() - read))


def _made(ending: str, figures: MonthFigures) -> float:
    begun = process_time()
    MADE[ending](figures)
    return 1000 * (process_time() - begun)
