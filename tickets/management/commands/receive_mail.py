"""Receive one mail from standard input, or every file of the folders given."""

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from istockist_sla.core import database, letters
from istockist_sla.management.base import DatabaseCommand
from tickets.mailroom import intake

log = logging.getLogger(__name__)
TRY_AGAIN = 75  # what a mail server reads as: keep the mail and deliver it later


class Command(DatabaseCommand):
    not_ready_status = TRY_AGAIN
    help = "Receive a mail: receive_mail < message.eml, or receive_mail FILE-OR-FOLDER …"
    requires_system_checks: list[str] = []  # a wrong setting must not lose a mail

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, help="files or folders of messages")

    def handle(self, *args: Any, **options: Any) -> None:
        with letters.woken_once():
            for raw in self._messages(options["paths"]):
                self._receive(raw)

    def _receive(self, raw: bytes) -> None:
        try:
            mail = intake.receive(raw, at=timezone.now())
        except Exception as error:  # whatever it is, a mail server must not give the mail up
            if not isinstance(error, DatabaseError | OSError):
                log.exception("A mail could not be received")
            message = f"The mail cannot be received now: {database.first_line(error)}."
            raise CommandError(message, returncode=TRY_AGAIN) from None
        ticket = f", ticket {mail.ticket.number}" if mail.ticket else ""
        reason = f": {mail.get_held_for_display()}" if mail.held_for else ""
        self.stdout.write(f"{mail.get_state_display()}{reason}{ticket}")

    def _messages(self, paths: list[Path]) -> Iterator[bytes]:
        if not paths:
            yield sys.stdin.buffer.read()
        for path in paths:
            if not path.exists():
                raise CommandError(f"There is no file or folder {path}.")
            files = sorted(path.iterdir()) if path.is_dir() else [path]
            yield from (each.read_bytes() for each in files if each.is_file())
