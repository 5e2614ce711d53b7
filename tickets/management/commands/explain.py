"""Print why a ticket's verdicts are what they are, as text or as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from istockist_sla.management.arguments import add_at
from istockist_sla.management.base import DatabaseCommand
from tickets.explain import CLIENT, DESK, as_data, as_text, explain
from tickets.models import Ticket


class Command(DatabaseCommand):
    help = "Explain the verdicts of a ticket, second by second."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, help="the ticket's number, for example 1001")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--client", action="store_true", help="as the client may read it")
        add_at(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["number"]
        tickets = Ticket.objects.select_related("client")
        ticket = tickets.filter(number=number).first() if 0 < number < 2**31 else None
        if ticket is None:
            raise CommandError(f"There is no ticket {number}.")
        audience = CLIENT if options["client"] else DESK
        explanation = explain(ticket, now=options["at"], audience=audience)
        if options["json"]:
            self.stdout.write(json.dumps(as_data(explanation), indent=2, ensure_ascii=False))
        else:
            self.stdout.write(as_text(explanation), ending="")
