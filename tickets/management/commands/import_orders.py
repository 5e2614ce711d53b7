"""Import the daily order counts of clients from a CSV file."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone

from istockist_sla.management.base import DatabaseCommand
from tickets.imports.order_counts import import_order_counts


class Command(DatabaseCommand):
    help = "Import daily order counts: a CSV file with the columns client, day and orders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file; - reads standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
            imported = import_order_counts(raw, by=None, at=timezone.now())
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from None
        except ValidationError as error:
            raise CommandError("\n".join(["Nothing is imported.", *error.messages])) from None
        self.stdout.write(str(imported))
