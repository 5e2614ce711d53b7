"""The base of commands that work with the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from istockist_sla.core import database


class DatabaseCommand(BaseCommand):
    """Says in one line, and does nothing, where the database is empty, of an older or another
    version, or away; only from the command line, as code that calls a command has its database.
    """

    not_ready_status = 1
    _called_from_command_line: bool  # Django's

    def execute(self, *args: Any, **options: Any) -> str | None:
        problem = database.problem() if self._called_from_command_line else None
        if problem:
            raise CommandError(problem, returncode=self.not_ready_status)
        return super().execute(*args, **options)
