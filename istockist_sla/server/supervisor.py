"""Runs the web server, the cluster and what listens for mail, and restarts them, until a signal
stops everything."""

import http.client
import signal
import socket
import sys
import time
from collections.abc import Callable
from types import FrameType
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from istockist_sla.core.health import CLUSTER
from istockist_sla.server.heartbeat import HeartbeatMonitor
from istockist_sla.server.prepare import prepare
from istockist_sla.server.processes import ManagedProcess
from istockist_sla.server.startup_checks import Check, check_and_listen

# All in seconds. A heartbeat comes each minute, or up to half a minute late. Killing an idle
# worker can leave the others waiting for ever on a lock that it held: with this limit the next
# sweep comes within three minutes.
SILENT_AFTER = 150.0
TICK = 0.25
# Longer than it may take to hand over a letter.
STOP_TIMEOUT = 25.0
# A cluster that is stuck does not stop when asked.
STUCK_TIMEOUT = 3.0
START_TIMEOUT = 90.0
MAX_FAILED_STARTS = 3

Hook = Callable[[], None]


def no_checks() -> tuple[str, ...]:
    return ()


def do_nothing() -> None:
    pass


class Supervisor:
    """`address` is where the web server answers on this machine, on the bound `listener`."""

    def __init__(
        self,
        *,
        listener: socket.socket,
        address: tuple[str, int],
        processes: dict[str, ManagedProcess],
        silent_after: float,
        on_ready: Hook,
        on_tick: Hook,
    ) -> None:
        self._listener, self._address, self._processes = listener, address, processes
        self._silent_after, self._on_ready, self._on_tick = silent_after, on_ready, on_tick
        self._heartbeat = HeartbeatMonitor(silent_after=silent_after)
        self._is_ready = False
        self._signals = 0

    def run(self) -> int:
        """The exit status: 0 after a clean stop, 1 where a process did not come up."""
        self._handle_signals()
        started_at = time.monotonic()
        try:
            while not self._signals:
                now = time.monotonic()
                for process in self._processes.values():
                    self._restart_if_exited(process, now)
                self._restart_silent_cluster(now)
                if not self._is_ready and not self._check_ready(now - started_at):
                    return 1
                self._on_tick()
                time.sleep(TICK)
            return 0
        finally:
            self._stop()

    def _handle_signals(self) -> None:
        signal.signal(signal.SIGINT, self._count_signal)
        signal.signal(signal.SIGTERM, self._count_signal)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup outlives the terminal
            signal.signal(signal.SIGHUP, self._count_signal)

    def _count_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals += 1

    def _restart_if_exited(self, process: ManagedProcess, now: float) -> None:
        ended = process.check_exit(now)
        if ended is not None:
            status = _status_text(ended.status)
            _report(f"The {process.name} ended ({status}); it starts again in {ended.delay:.0f} s.")
        if process.start_if_due(now) and process.name == CLUSTER:
            self._heartbeat.restart(now)

    def _restart_silent_cluster(self, now: float) -> None:
        cluster = self._processes[CLUSTER]
        if cluster.is_running and self._heartbeat.silent_for(now) > self._silent_after:
            _report(
                f"The cluster has not shown itself for {self._silent_after:.0f} s; "
                "it is stopped and starts again."
            )
            cluster.stop(timeout=STUCK_TIMEOUT)

    def _check_ready(self, seconds: float) -> bool:
        """False where waiting any longer makes no sense, after `seconds` of waiting."""
        for process in self._processes.values():
            if process.failed_starts >= MAX_FAILED_STARTS:
                _report(f"The {process.name} does not start; its last words stand above.")
                return False
        if _answers(*self._address):
            self._is_ready = True
            self._on_ready()
        elif seconds > START_TIMEOUT:
            _report(f"The web server does not answer within {START_TIMEOUT:.0f} s.")
            return False
        return True

    def _stop(self) -> None:
        """All at the same time; a second signal kills them at once.

        The listener is closed first, so that nobody waits for a server that has gone.
        """
        self._listener.close()
        for process in self._processes.values():
            process.terminate()
        deadline, signals = time.monotonic() + STOP_TIMEOUT, self._signals
        while (
            any(process.is_running for process in self._processes.values())
            and time.monotonic() < deadline
            and self._signals == signals
        ):
            time.sleep(0.05)
        for process in self._processes.values():
            process.stop(timeout=0)


def run(
    *,
    host: str,
    port: int,
    on_ready: Hook,
    silent_after: float = SILENT_AFTER,
    more_checks: Check = no_checks,
    on_prepared: Hook = do_nothing,
    on_tick: Hook = do_nothing,
) -> int:
    """Check, prepare, start, supervise; returns the exit status.

    Raises StartupError before anything is changed. `on_prepared` is called once the database is
    up to date, `on_ready` once the web server answers, `on_tick` a few times each second.
    """
    listener = check_and_listen(host, port, more_checks=more_checks)
    prepare()
    on_prepared()
    connection.close()
    descriptor = listener.fileno()
    web = ManagedProcess(
        name="web server", arguments=["web", str(descriptor)], descriptors=[descriptor]
    )
    cluster = ManagedProcess(name=CLUSTER, arguments=["cluster"])
    processes = {"web": web, CLUSTER: cluster}
    if settings.IMAP_URL:
        processes["mailboxes"] = ManagedProcess(name="mailbox watch", arguments=["mailboxes"])
    local_host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    supervisor = Supervisor(
        listener=listener,
        address=(local_host, listener.getsockname()[1]),
        processes=processes,
        silent_after=silent_after,
        on_ready=on_ready,
        on_tick=on_tick,
    )
    return supervisor.run()


def _answers(host: str, port: int) -> bool:
    """Whether the web server answers anything at all; this asks no database."""
    http_connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        headers = {"Host": urlsplit(settings.PORTAL_URL).netloc}
        path = f"{settings.STATIC_URL}img/favicon.svg"
        http_connection.request("HEAD", path, headers=headers)
        http_connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        http_connection.close()
    return True


def _report(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _status_text(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
