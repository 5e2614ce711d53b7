"""A daemon that speaks ClamAV's INSTREAM, judges by words in the content, and has its limits."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LIMIT = 200_000


class Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        if command != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
            if len(content) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.judged.append(content)  # type: ignore[attr-defined]
        self.wfile.write(self._answer(content))

    def _answer(self, content: bytes) -> bytes:
        if b"EICAR" in content:
            return b"stream: Eicar-Test-Signature FOUND\0"
        if b"HANGS UP" in content:
            return b""
        if b"TALKS NONSENSE" in content:
            return b"220 mail.example ESMTP\0"
        return b"stream: OK\0"


class UnixDaemon(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class TcpDaemon(socketserver.ThreadingMixIn, socketserver.TCPServer):
    daemon_threads = True


@contextmanager
def listening(address: str) -> Iterator[list[bytes]]:
    """The contents that the daemon at this path, or at tcp://, has judged."""
    if address.startswith("tcp://"):
        host, port = address.removeprefix("tcp://").split(":")
        server: socketserver.BaseServer = TcpDaemon((host, int(port)), Session)
    else:
        server = UnixDaemon(address, Session)
    server.judged = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.judged  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        if not address.startswith("tcp://"):
            Path(address).unlink(missing_ok=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
