"""Print a month's figures as a table or as JSON."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError

from istockist_sla.core.exported import Encoder
from istockist_sla.core.lib.months import Month
from istockist_sla.management.arguments import add_at
from istockist_sla.management.base import DatabaseCommand
from tickets import inputs
from tickets.models import Client
from tickets.reports.exports import as_data
from tickets.reports.monthly import month_figures
from tickets.reports.record import in_the_record
from tickets.reports.table import as_table


class Command(DatabaseCommand):
    help = "Print the figures of a month, for all clients or for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "month", nargs="?", help="for example 2026-10; the last full month without it"
        )
        parser.add_argument("--client", help="the client's short name")
        parser.add_argument("--json", action="store_true", help="print JSON")
        add_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        at = options["at"]
        try:
            month = _month(options["month"], at)
        except ValueError as error:
            raise CommandError(str(error)) from None
        client = None
        if options["client"]:
            client = Client.objects.filter(code=options["client"]).first()
            if client is None:
                raise CommandError(f"There is no client with the short name {options['client']!r}.")
        figures = month_figures(month, client=client, at=at)
        if options["json"]:
            self.stdout.write(json.dumps(as_data(figures), indent=2, cls=Encoder))
        else:
            self.stdout.write(as_table(figures))


def _month(text: str | None, at: datetime) -> Month:
    if text is None:
        return inputs.month_of(at).previous
    return in_the_record(Month.parse(text), at)
