"""Commands of the project as processes of a test's own, on the database of the test."""

import os
import socket
import sys
import time

from django.conf import settings
from django.db import connection

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true, seconds=40.0):
    """Wait for a condition of another process; what it gave at last."""
    deadline = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def environment(folder):
    """Of a process that has the test's database and a folder of its own, without Redis."""
    name = connection.settings_dict["NAME"]
    given = os.environ.get("DATABASE_URL", "")
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else given.rpartition("/")[0]
    return {
        **{key: value for key, value in os.environ.items() if key != "REDIS_URL"},
        "DATABASE_URL": url if connection.vendor == "sqlite" else f"{url}/{name}",
        "DATA_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "istockist_sla.settings",
        "DEMO": "on",
        "CLUSTER_WORKERS": "1",
        "PYTHONUNBUFFERED": "1",
    }
