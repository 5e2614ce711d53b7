"""Everything for production on one machine, from one command."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from istockist_sla import server
from istockist_sla.server.supervisor import SILENT_AFTER


class Command(BaseCommand):
    help = "Check, migrate, and run web server, background cluster and mail delivery."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="Address to serve at.")
        parser.add_argument("--port", type=int, default=8000, help="Port to serve at.")
        parser.add_argument(
            "--silent-after",
            type=float,
            default=SILENT_AFTER,
            metavar="SECONDS",
            help="Restart a cluster that shows no sign of life for so long.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]

        def announce() -> None:
            self.stdout.write(
                f"Serving at http://{host}:{port}/, reached as {settings.PORTAL_URL}/"
            )
            self.stdout.write("Background cluster and mail delivery run too. Ctrl-C stops all.")
            self.stdout.flush()

        try:
            status = server.run(
                host=host, port=port, on_ready=announce, silent_after=options["silent_after"]
            )
        except server.StartupError as error:
            raise SystemExit("\n".join(error.lines)) from error
        raise SystemExit(status)
