"""One process of `run` and `demo`; they start it, people do not."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from istockist_sla.management.base import DatabaseCommand
from istockist_sla.schedules import JOBS
from istockist_sla.server.supervisor import STOP_TIMEOUT
from istockist_sla.server.workers import run_cluster, serve_web, stop_with_supervisor
from tickets import tasks
from tickets.mailroom import mailbox


class Command(DatabaseCommand):
    help = "Internal: what `run` and `demo` start."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        kinds.add_parser("web").add_argument("descriptor", type=int)
        kinds.add_parser("cluster")
        kinds.add_parser("mailboxes")

    def handle(self, *args: Any, **options: Any) -> None:
        stop_with_supervisor(timeout=STOP_TIMEOUT)
        if options["kind"] == "web":
            serve_web(options["descriptor"])
        elif options["kind"] == "mailboxes":
            mailbox.watch(settings.IMAP_URL, tasks.wake_fetch)
        else:
            run_cluster((job.name, job.function) for job in JOBS)
