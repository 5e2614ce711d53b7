"""One of several processes that receive mail at the same instant: by pipe, or from a mailbox."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()

from tickets.mailroom import intake, mailbox  # noqa: E402


def main(way: str, source: str, at: str, start: str) -> str:
    instant = datetime.fromisoformat(at).astimezone(UTC)
    time.sleep(max(0.0, float(start) - time.time()))
    if way == "fetch":
        return str(mailbox.fetch(source, at=lambda: instant))
    files = sorted(Path(source).iterdir())
    for each in files:
        intake.receive(each.read_bytes(), at=instant)
    return str(len(files))


if __name__ == "__main__":
    sys.stdout.write(main(*sys.argv[1:]))
    sys.stdout.flush()
    os._exit(0)
