"""Recompute what is cached of all tickets from events and facts, and report differences."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from availability.models import Measurement
from istockist_sla.core.lib.text import join_words
from istockist_sla.management.base import DatabaseCommand
from tickets.lifecycle import consistency, mending
from tickets.lifecycle.consistency import Row, TicketComparison
from tickets.models import Tally, Ticket
from tickets.search import index

Lock = Callable[[Sequence[int]], list[Row]]
Work = Callable[[Sequence[int], Lock], list[TicketComparison]]


class Command(DatabaseCommand):
    help = (
        "Recompute what is cached of all tickets from events and facts, store what differed "
        "and report it; exit code 1 if anything did. May run while people work."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="report, but store nothing")
        parser.add_argument("--batch", type=int, default=1000, help="how many tickets at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        size, work = options["batch"], _check if options["dry_run"] else _mend
        if size < 1:
            raise CommandError("Write the batch as a number of tickets, at least 1.")
        read = differing = 0
        with tqdm(total=Ticket.objects.count(), unit=" tickets", disable=None) as bar:
            for found in _each(size, work):
                read += 1
                bar.update()
                if found.differences:
                    differing += 1
                    bar.clear()
                    self._report(found)
        others = self._others(dry_run=options["dry_run"])
        if differing or others:
            kept = "nothing was stored" if options["dry_run"] else "what could be read is mended"
            told = "".join(f", and {words}" for words in others)
            raise CommandError(f"{differing:,} of {read:,} tickets differed{told}; {kept}.")
        self.stdout.write(f"{read:,} tickets are as their events and facts tell.")

    def _others(self, *, dry_run: bool) -> list[str]:
        """What differed of the other rows that figures rest on, in words."""
        found = []
        sums = Tally.objects.differing() if dry_run else Tally.objects.mend()
        if sums:
            self.stdout.write(f"Counts by the day: {sums:,} were not what the rows come to.")
            found.append(f"{sums:,} counts by the day")
        wrong = Measurement.objects.wrongly_marked()
        marks = wrong.count()
        if marks and not dry_run:
            wrong.update(follows=False)
        if marks:
            self.stdout.write(f"Measurements: {marks:,} did not come in time, as marked.")
            found.append(f"{marks:,} marks of measurements")
        unlike = index.differing()
        if unlike and not dry_run:
            index.fill_anew(unlike)
        if unlike:
            self.stdout.write(f"Search: not what the rows tell of {join_words(unlike)}.")
            found.append(f"what is searched of {join_words(unlike)}")
        return found

    def _report(self, found: TicketComparison) -> None:
        for column, stored, recomputed in found.differences:
            self.stdout.write(
                f"Ticket {found.number}, {column}: "
                f"stored {_shown(stored)}, recomputed {_shown(recomputed)}"
            )


def _each(size: int, work: Work) -> Iterator[TicketComparison]:
    """Every ticket once; those that a step held come at the end, one by one."""
    held: list[int] = []
    for ids in consistency.batches(size):
        compared = work(ids, consistency.lock)
        yield from compared
        held += sorted(set(ids) - {found.ticket_id for found in compared})
    for ticket_id in held:
        yield from work([ticket_id], consistency.lock_waiting)


@transaction.atomic
def _check(ids: Sequence[int], lock: Lock) -> list[TicketComparison]:
    """The clock is asked once the tickets are locked: nothing happens to them after it."""
    rows = lock(ids)
    return consistency.compare(rows, at=timezone.now())


@transaction.atomic
def _mend(ids: Sequence[int], lock: Lock) -> list[TicketComparison]:
    compared = _check(ids, lock)
    mending.mend(compared)
    return compared


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "nothing" if value in (None, "") else str(value)
