"""Commands of the project in processes of their own, on the database of the running test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.integration.cluster import database_url

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a process that shares the test's database and letters' folder."""
    kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return {
        **kept,
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"filemail:///{folder}",
        "SECRET_KEY": settings.SECRET_KEY,
        "DATA_DIR": str(folder),
        "RECEIVED_BY": settings.RECEIVED_BY,
        **more,
    }


def manage(*arguments: str, folder: Path, stdin: bytes = b"") -> str:
    done = subprocess.run(
        [*MANAGE, *arguments],
        env=environment(folder),
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@contextmanager
def cluster(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A background cluster in a process group of its own."""
    process = subprocess.Popen(
        [*MANAGE, "qcluster"],
        env=environment(folder),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


def until(true: Callable[[], Any], seconds: float = 100) -> Any:
    """Wait for another process; fails after `seconds`."""
    limit = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < limit, "It did not come true in time."
        time.sleep(0.25)
    return value
