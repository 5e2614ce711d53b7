"""One process of `run` and `demo`; they start it, people do not."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from istockist_sla.schedules import JOBS
from istockist_sla.server.supervisor import GRACE
from istockist_sla.server.workers import live_with_supervisor, run_cluster, serve_web


class Command(BaseCommand):
    help = "Internal: what `run` and `demo` start."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        kinds.add_parser("web").add_argument("descriptor", type=int)
        kinds.add_parser("cluster")

    def handle(self, *args: Any, **options: Any) -> None:
        live_with_supervisor(GRACE)
        if options["kind"] == "web":
            serve_web(options["descriptor"])
        else:
            run_cluster((job.name, job.function) for job in JOBS)
