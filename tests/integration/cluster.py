"""A background cluster of the project in a process group of its own, on the test's database."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django_q.brokers.orm import ORM
from django_q.tasks import async_task


class Cluster:
    """`kill -9` reaches the cluster, its guard and its workers at once."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if name != "REDIS_URL"},
            "DJANGO_SETTINGS_MODULE": "istockist_sla.settings",
            "DATABASE_URL": database_url(),
            "SECRET_KEY": settings.SECRET_KEY,
            "DATA_DIR": str(folder),
            **environment,
        }
        self._log = folder / "cluster.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._manage("createcachetable").wait()

    def start(self) -> None:
        self._process = self._manage("qcluster")

    def ask(self, function: str) -> None:
        """Put one task into the queue in the database, whatever queue the test itself has."""
        async_task(function, broker=ORM(list_key=settings.Q_CLUSTER["name"]))

    def kill(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _manage(self, command: str) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, str(settings.BASE_DIR / "manage.py"), command],
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )


@contextmanager
def cluster(folder: Path, **environment: str) -> Iterator[Cluster]:
    started = Cluster(folder, **environment)
    started.start()
    try:
        yield started
    finally:
        started.kill()


def database_url() -> str:
    """Of the database that this test runs on."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
