"""One command of the project in a process group of its own, started again when it exits."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from django.conf import settings

# In seconds.
FIRST_DELAY, MAX_DELAY = 1.0, 60.0
# A process that ran this long had started well: its next exit is met without further delay.
STABLE_AFTER = 60.0
# Threads that set a month in type would each keep what they have freed: 370 MB, not 260.
FEW_ARENAS = {"MALLOC_ARENA_MAX": "2"}


class Exit(NamedTuple):
    """The status of a process that exited, and the seconds until it starts again."""

    status: int
    delay: float


class ManagedProcess:
    """`manage.py process` with `arguments`, and the file descriptors that it inherits.

    Its standard input is a pipe that nobody writes to: it closes when the supervisor exits,
    for whatever reason, and then the process stops too.
    """

    def __init__(
        self, *, name: str, arguments: Sequence[str], descriptors: Sequence[int] = ()
    ) -> None:
        self.name = name
        self.failed_starts = 0
        self._command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "process"]
        self._command.extend(arguments)
        self._descriptors = descriptors
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._next_start = 0.0

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start_if_due(self, now: float) -> bool:
        """Whether it was started: one that keeps exiting waits longer each time."""
        if self._process is not None or now < self._next_start:
            return False
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            pass_fds=self._descriptors,
            start_new_session=True,
            env={**FEW_ARENAS, **os.environ},
        )
        self._started_at = now
        return True

    def check_exit(self, now: float) -> Exit | None:
        """None while it runs, or before it was started."""
        if self._process is None or self.is_running:
            return None
        status = self._process.returncode
        self._kill_group()
        was_stable = now - self._started_at >= STABLE_AFTER
        self.failed_starts = 0 if was_stable else self.failed_starts + 1
        delay = min(FIRST_DELAY * 2 ** max(0, self.failed_starts - 1), MAX_DELAY)
        self._next_start = now + delay
        return Exit(status=status, delay=delay)

    def terminate(self) -> None:
        """SIGTERM to the first process of the group alone: it stops the others in their order."""
        if self.is_running and self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self, *, timeout: float) -> None:
        """Terminate, wait for up to `timeout` seconds, then kill the group."""
        self.terminate()
        deadline = time.monotonic() + timeout
        while self.is_running and time.monotonic() < deadline:
            time.sleep(0.05)
        self._kill_group()

    def _kill_group(self) -> None:
        """Kill what is left of the group, its first process included."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
