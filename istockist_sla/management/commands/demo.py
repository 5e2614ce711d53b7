"""The demo company, with everything that runs in production, from one command."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from istockist_sla import server
from istockist_sla.demo.fill import TICKETS
from istockist_sla.demo.start import start


class Command(BaseCommand):
    help = "Fill a demo company once and run it on this machine, reachable from it alone."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port to serve at.")
        parser.add_argument("--seed", type=int, default=1, help="Another company of chance.")
        parser.add_argument("--tickets", type=int, default=TICKETS, help="How many tickets.")
        parser.add_argument("--fresh", action="store_true", help="Begin anew; its data goes.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            status = start(**{name: options[name] for name in ("port", "seed", "tickets", "fresh")})
        except server.StartupError as unfit:
            raise SystemExit("\n".join(unfit.lines)) from unfit
        raise SystemExit(status)
