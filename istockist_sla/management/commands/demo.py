"""The demo company, with everything that runs in production, from one command."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from istockist_sla import server
from istockist_sla.demo.fill import TICKETS
from istockist_sla.demo.start import start
from istockist_sla.management.arguments import add_at


class Command(BaseCommand):
    help = "Fill a demo company once and run it on this machine, reachable from it alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port to serve at.")
        parser.add_argument("--seed", type=int, default=1, help="Another company of chance.")
        parser.add_argument("--tickets", type=int, default=TICKETS, help="How many tickets.")
        add_at(parser)
        parser.add_argument("--fresh", action="store_true", help="Begin anew; its data goes.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            status = start(
                port=options["port"],
                seed=options["seed"],
                tickets=options["tickets"],
                fresh=options["fresh"],
                at=options["at"],
            )
        except server.StartupError as error:
            raise SystemExit("\n".join(error.lines)) from error
        raise SystemExit(status)
