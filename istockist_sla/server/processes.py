"""A child: one command in a process group of its own, restarted when it ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from django.conf import settings

FIRST_DELAY, LONGEST_DELAY = 1.0, 60.0
# A child that lived this long was well: its next end is met without delay.
WELL_AFTER = 60.0


class ManagedProcess:
    """Its standard input is a lifeline that nobody writes to: it ends when the supervisor does,
    however that comes about, and then the child stops too."""

    def __init__(self, name: str, arguments: Sequence[str], descriptors: Sequence[int] = ()):
        self.name = name
        self.starts = 0
        self.quick_ends = 0
        self.started_at = 0.0
        self._command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "child", *arguments]
        self._descriptors = descriptors
        self._process: subprocess.Popen[bytes] | None = None
        self._next_start = 0.0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start_when_due(self, now: float) -> bool:
        """Whether it was started: a child that keeps ending waits longer each time."""
        if self._process is not None or now < self._next_start:
            return False
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            pass_fds=self._descriptors,
            start_new_session=True,
        )
        self.started_at = now
        self.starts += 1
        return True

    def note_end(self, now: float) -> tuple[int, float] | None:
        """Where it has ended: its exit status and the delay of its next start, in seconds."""
        if self._process is None or self.is_running:
            return None
        status = self._process.returncode
        self._bury()
        well = now - self.started_at >= WELL_AFTER
        self.quick_ends = 0 if well else self.quick_ends + 1
        delay = min(FIRST_DELAY * 2 ** max(0, self.quick_ends - 1), LONGEST_DELAY)
        self._next_start = now + delay
        return status, delay

    def ask_to_stop(self) -> None:
        """Only the first process of the group: it knows in which order the others stop."""
        if self.is_running and self._process is not None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self, grace: float) -> None:
        """Ask, wait for `grace` seconds, then end the whole group."""
        self.ask_to_stop()
        deadline = time.monotonic() + grace
        while self.is_running and time.monotonic() < deadline:
            time.sleep(0.05)
        self._bury()

    def _bury(self) -> None:
        """End what is left of the group, its first process included."""
        if self._process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
