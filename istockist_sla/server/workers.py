"""What runs inside a child: the web server or the cluster, and the watch on the lifeline."""

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

THREADS = 4
CONNECTIONS = 1000
IDLE_SECONDS = 30
# A form's own fields beside its files.
BESIDE_FILES = 1024 * 1024


def live_with_supervisor(grace: float) -> None:
    """Stop when the supervisor is gone; end the whole group if that takes longer than `grace`."""
    threading.Thread(target=_hold_lifeline, args=(grace,), daemon=True).start()


def _hold_lifeline(grace: float) -> None:
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(grace)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def serve_web(descriptor: int) -> None:
    """Serves the socket that the supervisor has bound, until SIGTERM."""
    signal.signal(signal.SIGTERM, _exit)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    proxied = settings.SECURE_PROXY_SSL_HEADER is not None
    serve(
        get_wsgi_application(),
        sockets=[socket.socket(fileno=descriptor)],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        max_request_body_size=settings.UPLOAD_MAX_BYTES * settings.UPLOAD_MAX_FILES + BESIDE_FILES,
        asyncore_use_poll=True,
        ident=None,
        **(PROXY if proxied else {}),
        _quiet=True,
    )


# The proxy in front stands on the same machine and says who asked, and over what.
PROXY = {
    "trusted_proxy": "127.0.0.1",
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
}


def _exit(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


def run_cluster(jobs: Iterable[tuple[str, str]]) -> None:
    """The cluster until SIGTERM; ends when its sentinel does. `jobs` are names and functions.

    What is scheduled runs at once: the cluster looks at its schedules only after half a
    minute, and one that was stuck has hidden its last tasks from this one for a while.
    """
    for name, function in jobs:
        async_task(function, group=name)
    connections.close_all()
    cluster = Cluster()
    cluster.start()
    cluster.sentinel.join()
