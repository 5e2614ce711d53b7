"""What ClamAV's daemon says of a content, by its INSTREAM command.

The content goes over the socket in pieces, each after its length, so the daemon needs no right to
read our files and may run on another machine.
"""

import socket
from contextlib import closing, suppress
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

CHUNK_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 4096
TIMEOUT = 60.0  # seconds for each piece and for the answer
MAX_FOUND_CHARS = 200


class ScannerUnreachable(Exception):
    """The daemon does not answer, or not as one: the content was not judged."""


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Verdict(NamedTuple):
    is_judged: bool  # False where the daemon refuses the content: for its size, most of all
    found: str  # the name of a virus, or why it was not judged; empty where it is clean


def ask(content: Readable, address: str) -> Verdict:
    """Raises ScannerUnreachable."""
    try:
        with closing(_connect(address)) as daemon:
            _send(daemon, content)
            answer = _answer(daemon)
    except OSError as error:
        raise ScannerUnreachable(str(error) or type(error).__name__) from error
    return read_answer(answer)


def read_answer(answer: str) -> Verdict:
    """`stream: OK`, `stream: Eicar-Test-Signature FOUND`, or a text that ends in ERROR."""
    said = answer.partition(": ")[2] or answer
    if answer.startswith("stream: ") and said == "OK":
        return Verdict(True, "")
    if answer.startswith("stream: ") and said.endswith(" FOUND"):
        return Verdict(True, said.removesuffix(" FOUND")[:MAX_FOUND_CHARS] or "unnamed")
    if said.endswith("ERROR"):
        return Verdict(False, said.removesuffix("ERROR").strip(" .")[:MAX_FOUND_CHARS])
    raise ScannerUnreachable(f"It answered {answer[:60]!r}.")


def _connect(address: str) -> socket.socket:
    """A path, or tcp://host:port."""
    if not address.startswith("tcp://"):
        daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        daemon.settimeout(TIMEOUT)
        try:
            daemon.connect(address)
        except OSError:
            daemon.close()
            raise
        return daemon
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port), TIMEOUT)


def _send(daemon: socket.socket, content: Readable) -> None:
    """Beyond its limit the daemon answers and hangs up while we still write."""
    with suppress(BrokenPipeError, ConnectionResetError):
        daemon.sendall(b"zINSTREAM\0")
        while chunk := content.read(CHUNK_BYTES):
            daemon.sendall(len(chunk).to_bytes(4, "big") + chunk)
        daemon.sendall(bytes(4))


def _answer(daemon: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < MAX_ANSWER_BYTES:
        piece = daemon.recv(MAX_ANSWER_BYTES)
        if not piece:
            break
        answer += piece
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
