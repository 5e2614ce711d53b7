"""Keeps the web server and the cluster alive until it is told to stop."""

import http.client
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from django.db import Error, connection

from istockist_sla.core.health import CLUSTER
from istockist_sla.core.models import Heartbeat
from istockist_sla.server.children import ManagedProcess
from istockist_sla.server.prepare import prepare
from istockist_sla.server.startup_checks import Check, examine

# A beat comes each minute, or up to half a minute late. Killing an idle worker can leave the
# others waiting for ever on a lock that it held: with this limit the next sweep comes within
# three minutes.
SILENT_AFTER = 150.0
LOOKS = 30
TICK = 0.25
# Longer than a letter may take that is being handed over.
GRACE = 25.0
# What is stuck does not stop when it is asked.
GRACE_OF_THE_STUCK = 3.0
MOST_FAILED_STARTS = 3
STARTS_WITHIN = 90.0

Tell = Callable[[str], None]


def complain(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


class HeartbeatMonitor:
    """How long the cluster has not shown itself, by a clock that nobody sets."""

    def __init__(self, silent_after: float) -> None:
        self._every = silent_after / LOOKS
        self._last: object = None
        self._changed = self._looked = 0.0

    def restart(self, now: float) -> None:
        self._changed = now

    def silent_for(self, now: float) -> float:
        """Asks the database now and then; while that does not answer, nothing is held against
        the cluster."""
        if now - self._looked >= self._every:
            self._looked = now
            try:
                beat = Heartbeat.objects.filter(name=CLUSTER).values_list("at", flat=True).first()
            except Error:
                connection.close()
                beat, self._last = None, object()
            if beat != self._last:
                self._last, self._changed = beat, now
        return now - self._changed


class Supervisor:
    def __init__(
        self,
        *,
        server: socket.socket,
        address: tuple[str, int],
        children: dict[str, ManagedProcess],
        silent_after: float,
        ready: Callable[[], None],
        tick: Callable[[], None],
    ) -> None:
        self._server, self._address, self._children = server, address, children
        self._silent_after, self._ready, self._tick = silent_after, ready, tick
        self._heart = HeartbeatMonitor(silent_after)
        self._is_ready = False
        self._signals = 0

    def run(self) -> int:
        """The exit status: 0 after a clean stop, 1 where a child never came up."""
        signal.signal(signal.SIGINT, self._note_signal)
        signal.signal(signal.SIGTERM, self._note_signal)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks to outlive the terminal
            signal.signal(signal.SIGHUP, self._note_signal)
        began = time.monotonic()
        try:
            while not self._signals:
                now = time.monotonic()
                for child in self._children.values():
                    self._tend(child, now)
                self._look_at_the_heart(now)
                if not self._is_ready and not self._becomes_ready(now - began):
                    return 1
                self._tick()
                time.sleep(TICK)
            return 0
        finally:
            self._stop()

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1

    def _tend(self, child: ManagedProcess, now: float) -> None:
        ended = child.note_end(now)
        if ended is not None:
            status, delay = ended
            complain(f"The {child.name} ended ({_told(status)}); it starts again in {delay:.0f} s.")
        if child.start_when_due(now) and child.name == CLUSTER:
            self._heart.restart(now)

    def _look_at_the_heart(self, now: float) -> None:
        cluster = self._children[CLUSTER]
        if cluster.is_running and self._heart.silent_for(now) > self._silent_after:
            complain(
                f"The cluster has not shown itself for {self._silent_after:.0f} s; "
                "it is stopped and starts again."
            )
            cluster.stop(GRACE_OF_THE_STUCK)

    def _becomes_ready(self, seconds: float) -> bool:
        """False where waiting any longer makes no sense."""
        for child in self._children.values():
            if child.quick_ends >= MOST_FAILED_STARTS:
                complain(f"The {child.name} does not start; its last words stand above.")
                return False
        if _answers(*self._address):
            self._is_ready = True
            self._ready()
        elif seconds > STARTS_WITHIN:
            complain(f"The web server does not answer within {STARTS_WITHIN:.0f} s.")
            return False
        return True

    def _stop(self) -> None:
        """All together, each in its own order; a second signal ends them at once.

        The socket goes first, so that nobody waits for an answer of a server that has gone.
        """
        self._server.close()
        for child in self._children.values():
            child.ask_to_stop()
        deadline, so_far = time.monotonic() + GRACE, self._signals
        while (
            any(child.is_running for child in self._children.values())
            and time.monotonic() < deadline
            and self._signals == so_far
        ):
            time.sleep(0.05)
        for child in self._children.values():
            child.stop(0)


def run(
    *,
    host: str,
    port: int,
    ready: Callable[[], None],
    silent_after: float = SILENT_AFTER,
    also: Check = lambda: (),
    prepared: Callable[[], None] = lambda: None,
    tick: Callable[[], None] = lambda: None,
) -> int:
    """Check, prepare, start, watch; raises Unfit before anything is changed.

    `also` are checks of the caller's. `prepared` is called once the database is up to date,
    `ready` once the web server answers, `tick` a few times each second.
    """
    server = examine(host, port, also)
    prepare()
    prepared()
    connection.close()
    web = ManagedProcess("web server", ["web", str(server.fileno())], [server.fileno()])
    cluster = ManagedProcess(CLUSTER, ["cluster"])
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    supervisor = Supervisor(
        server=server,
        address=(local, server.getsockname()[1]),
        children={"web": web, CLUSTER: cluster},
        silent_after=silent_after,
        ready=ready,
        tick=tick,
    )
    return supervisor.run()


def _answers(host: str, port: int) -> bool:
    """Whether the web server answers anything at all; this asks no database."""
    asked = http.client.HTTPConnection(host, port, timeout=1)
    try:
        reached_as = {"Host": urlsplit(settings.PORTAL_URL).netloc}
        asked.request("HEAD", f"{settings.STATIC_URL}img/favicon.svg", headers=reached_as)
        asked.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
    return True


def _told(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
