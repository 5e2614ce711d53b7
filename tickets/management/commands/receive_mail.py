"""Receive one mail from standard input, or every file of the folders given."""

import logging
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.utils import timezone

from istockist_sla.core import database, letters
from istockist_sla.management.base import DatabaseCommand
from tickets.mailroom import intake

log = logging.getLogger(__name__)
TRY_AGAIN = 75  # what a mail server reads as: keep the mail and deliver it later
NO_INPUT = 66  # and as: there was no mail
CHUNK_BYTES = 1024 * 1024


class Raw(NamedTuple):
    """What is kept of a mail, and how many bytes the whole of it has."""

    content: bytes
    size: int


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

    def _receive(self, raw: Raw) -> None:
        try:
            mail = intake.receive(raw.content, at=timezone.now(), size=raw.size)
        except Exception as error:  # whatever it is, a mail server must not give the mail up
            if not isinstance(error, DatabaseError | OSError):
                log.exception("A mail could not be received")
            message = f"The mail cannot be received now: {database.first_line(error)}."
            raise CommandError(message, returncode=TRY_AGAIN) from None
        ticket = f", ticket {mail.ticket.number}" if mail.ticket else ""
        reason = f": {mail.get_held_for_display()}" if mail.held_for else ""
        self.stdout.write(f"{mail.get_state_display()}{reason}{ticket}")

    def _messages(self, paths: list[Path]) -> Iterator[Raw]:
        if not paths:
            yield self._piped()
        empty = []
        for each in _files(paths):
            with each.open("rb") as file:
                raw = read(file)
            if raw.content.strip():
                yield raw
            else:
                empty.append(str(each))
        if empty:
            raise CommandError(f"There is no mail in {', '.join(empty)}: empty.")

    def _piped(self) -> Raw:
        if sys.stdin.isatty():
            self.stderr.write(
                "Waiting for a mail: paste its source and end it with Ctrl-D, or stop with Ctrl-C."
            )
        raw = read(sys.stdin.buffer)
        if not raw.content.strip():
            raise CommandError("There is no mail: the input is empty.", returncode=NO_INPUT)
        return raw


def _files(paths: list[Path]) -> Iterator[Path]:
    """Each file, and those of each folder in the order of their names."""
    for path in paths:
        if not path.exists():
            raise CommandError(f"There is no file or folder {path}.")
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        yield from (each for each in files if each.is_file())


def read(file: BinaryIO) -> Raw:
    """To the end, so that who pipes it is not broken off; no more is held than is kept."""
    content = file.read(settings.MAIL_KEEP_BYTES)
    size = len(content)
    if size < settings.MAIL_KEEP_BYTES:  # a terminal would have to end it twice
        return Raw(content, size)
    while more := file.read(CHUNK_BYTES):
        size += len(more)
    return Raw(content, size)
