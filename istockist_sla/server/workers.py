"""What runs inside a process of the supervisor: the web server, or the background cluster."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable
from types import FrameType

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django_q.cluster import Cluster
from django_q.tasks import async_task
from waitress import serve

from istockist_sla.server.content_type import with_readable_content_type

THREADS = 4
MAX_CONNECTIONS = 1000
IDLE_SECONDS = 30
# The fields of a form, beside its files.
MAX_FIELDS_BYTES = 1024 * 1024
# The proxy in front runs on the same machine and says who asked, and over which protocol.
PROXY = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
}


def stop_with_supervisor(*, timeout: float) -> None:
    """SIGTERM to this process once the supervisor is gone; kills the group `timeout` seconds
    later."""
    threading.Thread(target=_wait_for_supervisor, args=(timeout,), daemon=True).start()


def _wait_for_supervisor(timeout: float) -> None:
    """Reading standard input ends when the supervisor, which holds the pipe, does."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(timeout)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def serve_web(descriptor: int) -> None:
    """Serve the socket that the supervisor has bound, until SIGTERM."""
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    files_bytes = settings.UPLOAD_MAX_BYTES * settings.UPLOAD_MAX_FILES
    serve(
        with_readable_content_type(get_wsgi_application()),
        sockets=[socket.socket(fileno=descriptor)],
        threads=THREADS,
        connection_limit=MAX_CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        max_request_body_size=files_bytes + MAX_FIELDS_BYTES,
        asyncore_use_poll=True,
        ident=None,
        **(PROXY if settings.SECURE_PROXY_SSL_HEADER is not None else {}),
        _quiet=True,
    )


def _exit(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def run_cluster(jobs: Iterable[tuple[str, str]]) -> None:
    """Run the cluster until SIGTERM, or until its sentinel ends. `jobs` are names and functions.

    Each job runs at once: the cluster reads its schedules only after half a minute, and tasks
    that a stuck cluster had taken stay hidden from this one for a while.
    """
    for name, function in jobs:
        async_task(function, group=name)
    connections.close_all()
    cluster = Cluster()
    cluster.start()
    cluster.sentinel.join()
