"""The web server: waitress, which no client holds up, fills, or leaves with half a request."""

import time
from contextlib import suppress
from socket import SHUT_RDWR, SHUT_WR, socket
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from istockist_sla.core.head import Application, bodiless_head

# In seconds: how long a client may send and take nothing, and the headers of a request may last.
IDLE_SECONDS = 30
# How fast a body must come and an answer be taken on the average, once those seconds are over.
MIN_BYTES_PER_SECOND = 16 * 1024
# Of requests that are not complete, all together; beyond it the slowest are dropped.
MAX_UNFINISHED_BYTES = 1024 * 1024 * 1024
CHECK_SECONDS = 5


class TooLarge(RequestEntityTooLarge):
    """In the words of the person who sent it, as a page for a browser; `body` is the limit in
    bytes."""

    is_page = False

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        words = (
            f"What you sent is larger than {self.body // 1024**2} MB, which is the most at a time. "
            "Nothing of it was kept. Go back, and send fewer or smaller files."
        )
        kind, text = "text/plain", f"{words}\n"
        if self.is_page:
            context = {"words": words, "support_address": settings.SUPPORT_ADDRESS}
            kind, text = "text/html", render_to_string("413.html", context)
        headers = [("Content-Type", f"{kind}; charset=utf-8")]
        return f"{self.code} {self.reason}", headers, text.encode()


class Request(HTTPRequestParser):
    """A request with the time at which it began to arrive."""

    error: Any = None

    def __init__(self, adj: Adjustments) -> None:
        super().__init__(adj)
        self.began_at = time.monotonic()

    def received(self, data: bytes) -> int:
        count: int = super().received(data)
        if isinstance(self.error, RequestEntityTooLarge):
            self.error = TooLarge(self.adj.max_request_body_size)
            self.error.is_page = "text/html" in self.headers.get("ACCEPT", "")
            self.expect_continue = False
        return count


class Refusal(ErrorTask):
    """An answer by waitress itself: to HEAD without a body, and heard by a client that still sends
    what is refused."""

    def write(self, data: bytes) -> None:
        asked = self.channel.requests[0] if self.channel.requests else self.request
        super().write(b"" if getattr(asked, "command", "") == "HEAD" else data)
        self.channel.is_refusing = True


class Channel(HTTPChannel):
    """One connection: who sends or takes too slowly loses it, and what had come of a request.

    Waitress itself only ends connections on which nothing at all has moved for a while.
    """

    parser_class = Request
    error_task_class = Refusal
    will_close = is_refusing = False

    def __init__(self, *args: Any, **options: Any) -> None:
        self._quiet_since = self._answered_at = time.monotonic()
        self._taken = 0
        self._lingering_since: float | None = None
        super().__init__(*args, **options)

    def send(self, data: bytes, do_close: bool = True) -> int:
        count: int = super().send(data, do_close)
        if count:
            self._taken += count
            self._quiet_since = time.monotonic()
        return count

    def service(self) -> None:
        self._taken = 0
        super().service()
        self._quiet_since = self._answered_at = time.monotonic()

    def readable(self) -> bool:
        return self._lingering_since is not None or super().readable()

    def received(self, data: bytes) -> bool:
        return self._lingering_since is None and super().received(data)

    def handle_close(self) -> None:
        """After a refusal it is left half open for a while: closing at once, with data on its way,
        would take the answer from the client again."""
        if self.is_refusing and self.will_close and self._lingering_since is None:
            self._lingering_since = time.monotonic()
            self.will_close = False
            with suppress(OSError):
                self.socket.shutdown(SHUT_WR)
                return
        super().handle_close()
        if self.request is not None:
            self.request.close()

    def drop(self) -> None:
        """Waitress closes it as soon as it can write to it, which a client that takes nothing would
        prevent."""
        self.will_close = True
        with suppress(OSError):
            self.socket.shutdown(SHUT_RDWR)

    @property
    def unfinished_bytes(self) -> int:
        request = self.request
        return request.body_bytes_received if request is not None else 0

    def speed(self, now: float) -> float:
        """Bytes a second of the request that is arriving."""
        request = self.request
        if request is None:
            return 0.0
        return request.body_bytes_received / max(now - request.began_at, 0.001)

    def is_too_slow(self, now: float) -> bool:
        """Never while an answer is being made: then the client is the one who waits."""
        if self.requests:
            return False
        if self._lingering_since is not None:
            return now - self._lingering_since > IDLE_SECONDS
        if self.total_outbufs_len:
            return _is_late(now - self._answered_at, self._taken)
        if self.request is not None:
            return _is_late(now - self.request.began_at, self.request.body_bytes_received)
        return now - self._quiet_since > IDLE_SECONDS


def _is_late(seconds: float, count: int) -> bool:
    return seconds > IDLE_SECONDS + count / MIN_BYTES_PER_SECOND


class Server(TcpWSGIServer):
    channel_class = Channel
    application: Application

    def __init__(self, application: Application, listener: socket, **limits: Any) -> None:
        super().__init__(
            application,
            map={},
            _sock=listener,
            adj=Adjustments(sockets=[listener], cleanup_interval=CHECK_SECONDS, **limits),
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )
        # Around what waitress answers where the proxy's headers make no sense, too.
        self.application = bodiless_head(self.application)

    def maintenance(self, now: float) -> None:
        """Each CHECK_SECONDS; `now` is by the clock that people set, which is not asked."""
        channels: list[Channel] = list(self.active_channels.values())
        at = time.monotonic()
        for channel in channels:
            if channel.is_too_slow(at):
                channel.drop()
        excess = sum(channel.unfinished_bytes for channel in channels) - MAX_UNFINISHED_BYTES
        for channel in sorted(channels, key=lambda each: each.speed(at)):
            if excess > 0 and channel.unfinished_bytes:
                excess -= channel.unfinished_bytes
                channel.drop()
