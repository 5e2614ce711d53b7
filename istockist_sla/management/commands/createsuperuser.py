"""In place of Django's command of this name: here nobody stands above the roles."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Not used: appoint_administrator names the first System administrator."
    requires_system_checks: list[str] = []

    def run_from_argv(self, argv: list[str]) -> None:
        """Whatever options are given: none of them is known."""
        super().run_from_argv(argv[:2])

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("Use manage.py appoint_administrator ADDRESS --name NAME.")
