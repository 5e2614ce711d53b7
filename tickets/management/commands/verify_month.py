"""Prove that closed months are still what they were when they were closed."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError

from istockist_sla.core.lib.months import Month
from istockist_sla.management.base import DatabaseCommand
from tickets.models import ClosedMonth
from tickets.reports.closing.verifying.months import verify_months

SAME = "same"


class Command(DatabaseCommand):
    help = (
        "Recompute closed months from the database and compare them with what was kept: one line "
        "for each difference, with its place, or 'same'. Ends with 1 where anything differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "months", nargs="*", metavar="month", help="for example 2026-10; all without any"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        differences = 0
        for remark in verify_months(_closed(options["months"])):
            differences += remark.is_difference
            if options["json"]:
                self.stdout.write(json.dumps(asdict(remark)))
            else:
                self.stdout.write(remark.line)
        if differences:
            noun = "difference" if differences == 1 else "differences"
            raise CommandError(f"{differences} {noun}.")
        if not options["json"]:
            self.stdout.write(SAME)


def _closed(asked: list[str]) -> list[str]:
    """Raises CommandError for what is no closed month."""
    known = set(ClosedMonth.objects.values_list("closing__month", flat=True))
    try:
        months = [str(Month.parse(text)) for text in asked]
    except ValueError as error:
        raise CommandError(str(error)) from None
    for month in months:
        if month not in known:
            raise CommandError(f"{month} is not closed.")
    return months
