"""What runs inside a process of the supervisor: the web server, or the background cluster."""

import os
import resource
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

from istockist_sla.server.content_type import with_readable_content_type
from istockist_sla.server.web import Server

THREADS = 4
MAX_CONNECTIONS = 1000
# Each connection may need another file for the body that arrives, and one for its answer.
MAX_OPEN_FILES = 4 * MAX_CONNECTIONS
# The fields of a form, beside its files.
MAX_FIELDS_BYTES = 1024 * 1024
MAX_HEADER_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 256 * 1024 * 1024
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
    _allow_open_files(MAX_OPEN_FILES)
    web_server(socket.socket(fileno=descriptor)).run()


def web_server(listener: socket.socket) -> Server:
    files_bytes = settings.UPLOAD_MAX_BYTES * settings.UPLOAD_MAX_FILES
    return Server(
        with_readable_content_type(get_wsgi_application()),
        listener,
        threads=THREADS,
        connection_limit=MAX_CONNECTIONS,
        max_request_header_size=MAX_HEADER_BYTES,
        max_request_body_size=files_bytes + MAX_FIELDS_BYTES,
        # What a slow reader has not taken yet lies in a file, and holds no thread.
        outbuf_high_watermark=MAX_ANSWER_BYTES,
        asyncore_use_poll=True,
        ident=None,
        **(PROXY if settings.BEHIND_PROXY else {}),
    )


def _allow_open_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        count = min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


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
