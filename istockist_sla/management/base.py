"""The base of commands that work with the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from istockist_sla.core import database


class DatabaseCommand(BaseCommand):
    """Says in one line, and does nothing, where the database is empty, of an older or another
    version, or away; and in one line where it fails meanwhile (with `--traceback`, where).

    Only from the command line: code that calls a command has its database.
    """

    not_ready_status = 1
    _called_from_command_line: bool  # Django's

    def execute(self, *args: Any, **options: Any) -> str | None:
        if not self._called_from_command_line:
            return super().execute(*args, **options)
        problem = database.problem()
        if problem:
            raise CommandError(problem, returncode=self.not_ready_status)
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            line = f"DATABASE_URL: {database.name()} failed ({database.first_line(error)})."
            raise CommandError(line, returncode=self.not_ready_status) from error
