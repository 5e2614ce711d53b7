"""A proxy before a real server that cuts connections at chosen places of the talk."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

MAX_BYTES = 65536


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """Where a connection ends: before the client's line with `said` is handed over, or, with
    `after` bytes, once so much of the server's answer to it has come through.

    Without `said` the answer is the server's greeting; `times` is how often it happens, and
    `skip` how many such lines go through before.
    """

    name: str
    said: bytes = b""
    after: int | None = None
    times: int = 1
    skip: int = 0


@dataclass
class Proxy:
    """Takes connections at `port` and hands what is said to the real server, with `cuts`."""

    to_port: int
    port: int = 0
    cuts: list[Cut] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    refuses: int = 0  # connections that are ended before anything is said
    _seen: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, *cuts: Cut) -> None:
        with self._lock:
            self.cuts = list(cuts)
            self._seen.clear()

    @property
    def is_done(self) -> bool:
        """Whether every cut has happened as often as it was planned."""
        return all(self.happened[cut.name] >= cut.times for cut in self.cuts)

    def serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            if self.refuses:
                self.refuses -= 1
                return
            with socket.create_connection(("127.0.0.1", self.to_port)) as server:
                Talk(self, client, server).run()

    def cut_for(self, line: bytes) -> Cut | None:
        """The cut that this line of the client's calls for, which is then used up."""
        with self._lock:
            for cut in self.cuts:
                if cut.said not in line or (not cut.said and line):
                    continue
                self._seen[cut.name] += 1
                if cut.skip < self._seen[cut.name] and self.happened[cut.name] < cut.times:
                    self.happened[cut.name] += 1
                    return cut
        return None


class Talk:
    """One connection: two threads hand over what is said, until one of them is to cut it."""

    def __init__(self, proxy: Proxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._left: int | None = None  # bytes of the server's that still go through

    def run(self) -> None:
        greeting = self._proxy.cut_for(b"")
        self._left = greeting.after if greeting else None
        upward = threading.Thread(target=self._upward, daemon=True)
        upward.start()
        self._downward()
        self._end()
        upward.join(5)

    def _upward(self) -> None:
        with suppress(OSError):
            while data := self._client.recv(MAX_BYTES):
                cut = self._proxy.cut_for(data)
                if cut is not None and cut.after is None:
                    break
                if cut is not None:
                    self._left = cut.after
                self._server.sendall(data)
        self._end()

    def _downward(self) -> None:
        with suppress(OSError):
            while data := self._server.recv(MAX_BYTES):
                left = self._left
                self._client.sendall(data if left is None else data[:left])
                if left is not None:
                    self._left = left - len(data)
                    if self._left <= 0:
                        break

    def _end(self) -> None:
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy(to_port: int, started: Callable[[Proxy], None] = lambda proxy: None) -> Iterator[Proxy]:
    running = Proxy(to_port=to_port)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running.port = listener.getsockname()[1]
        started(running)
        threading.Thread(target=_accept, args=(listener, running), daemon=True).start()
        yield running
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, running: Proxy) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=running.serve, args=(client,), daemon=True).start()
