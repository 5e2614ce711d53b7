"""An IMAP server in a thread of the test, on a free port, that does what its rules say.

It knows just enough of the protocol for a client that reads one folder. Real mail comes from a
real server elsewhere; this one answers as real ones do on bad days.
"""

import re
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

USER, PASSWORD = "support", "secret"
DATE = '"10-Mar-2026 09:00:00 +0000"'
ITEM = re.compile(rb"BODY\.PEEK\[\](?:<(\d+)\.(\d+)>)?")

Answer = Callable[["ImapServer", bytes, int], bytes | None]


class HangUp(Exception):
    """The connection ends here; what it holds is sent first."""


@dataclass
class ImapServer:
    """`mails` by UID; `rules` by command, or by command and UID, are taken one after another and
    then the server answers as it should. `asked` is what it was asked, without tags."""

    capabilities: str = "IMAP4rev1 IDLE UIDPLUS MOVE"
    validity: int | None = 7
    read_only: bool = False
    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    folders: dict[str, list[bytes]] = field(default_factory=dict)
    rules: dict[str, list[bytes | Exception]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    idle: threading.Event = field(default_factory=threading.Event)
    news: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def answer(self, command: str, *answers: bytes | Exception) -> None:
        """The next answers to `command`, for example b"NO not now" or HangUp(b"* 1 FET")."""
        self.rules[command].extend(answers)

    def add(self, raw: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = raw
        self.news.set()
        return uid

    def count(self, command: str) -> int:
        return sum(line.startswith(command) for line in self.asked)

    def serve(self, connection: socket.socket) -> None:
        self.connections += 1
        with suppress(OSError, HangUp), connection, connection.makefile("rb") as lines:
            connection.sendall(self._ruled("GREETING") or b"* OK ready\r\n")
            for line in lines:
                tag, _, words = line.strip().partition(b" ")
                try:
                    answer = self._answer(tag, words, connection, lines)
                except HangUp as last:
                    connection.sendall(last.args[0] if last.args else b"")
                    return
                connection.sendall(answer)
                if words.upper().startswith(b"LOGOUT"):
                    return

    def _ruled(self, *commands: str) -> bytes | None:
        for command in commands:
            if self.rules[command]:
                answer = self.rules[command].pop(0)
                if isinstance(answer, Exception):
                    raise answer
                return answer
        return None

    def _answer(self, tag: bytes, words: bytes, connection: socket.socket, lines) -> bytes:
        text = words.decode("utf-8", "replace").removeprefix("UID ")
        self.asked.append(text)
        command, _, rest = text.partition(" ")
        command = command.upper()
        number = rest.split(" ")[0]
        ruled = self._ruled(f"{command} {number}", command)
        if ruled is not None:
            start, _, last = ruled.rpartition(b"\r\n")
            return (start + b"\r\n" if start else b"") + tag + b" " + last + b"\r\n"
        if command == "IDLE":
            return self._idle(tag, connection, lines)
        body = getattr(self, f"_{command.lower()}")(rest)
        return body + tag + b" OK done\r\n"

    def _capability(self, rest: str) -> bytes:
        return f"* CAPABILITY {self.capabilities}\r\n".encode()

    def _login(self, rest: str) -> bytes:
        return b""

    def _noop(self, rest: str) -> bytes:
        return b""

    def _create(self, rest: str) -> bytes:
        self.folders.setdefault(rest.strip('"'), [])
        return b""

    def _select(self, rest: str) -> bytes:
        told = [f"* {len(self.mails)} EXISTS"]
        if self.validity is not None:
            told.append(f"* OK [UIDVALIDITY {self.validity}] valid")
        if self.read_only:
            told.append("* OK [READ-ONLY] as it is")
        return "".join(f"{line}\r\n" for line in told).encode()

    _examine = _select

    def _search(self, rest: str) -> bytes:
        chosen = self._chosen(rest.removeprefix("UID "))
        return f"* SEARCH {' '.join(map(str, chosen))}\r\n".encode()

    def _fetch(self, rest: str) -> bytes:
        return b"".join(self.fetched(uid, rest.encode()) for uid in self._chosen(rest.split()[0]))

    def fetched(self, uid: int, query: bytes = b"BODY.PEEK[]") -> bytes:
        """The untagged answer to a FETCH of this mail."""
        raw, place = self.mails[uid], sorted(self.mails).index(uid) + 1
        found = ITEM.search(query)
        origin = ""
        piece = raw
        if found and found[1]:
            start, most = int(found[1]), int(found[2])
            origin, piece = f"<{start}>", raw[start : start + most]
        head = f"* {place} FETCH (UID {uid} INTERNALDATE {DATE} RFC822.SIZE {len(raw)} "
        return f"{head}BODY[]{origin} {{{len(piece)}}}\r\n".encode() + piece + b")\r\n"

    def _store(self, rest: str) -> bytes:
        uids, what, values = rest.split(" ", 2)
        for uid in self._chosen(uids):
            change = self.flags[uid].update if what[0] == "+" else self.flags[uid].difference_update
            change(values.strip("()").split())
        return b""

    def _copy(self, rest: str) -> bytes:
        uids, _, folder = rest.partition(" ")
        folder = folder.strip('"')
        if folder not in self.folders:
            raise HangUp  # tests make the folder, or rule the answer
        self.folders[folder] += [self.mails[uid] for uid in self._chosen(uids)]
        return b""

    def _move(self, rest: str) -> bytes:
        self._copy(rest)
        for uid in self._chosen(rest.partition(" ")[0]):
            del self.mails[uid]
        return b""

    def _expunge(self, rest: str) -> bytes:
        for uid in self._chosen(rest) if rest else list(self.mails):
            if r"\Deleted" in self.flags[uid]:
                del self.mails[uid]
        return b""

    def _logout(self, rest: str) -> bytes:
        return b"* BYE\r\n"

    def _chosen(self, uids: str) -> list[int]:
        chosen = []
        for part in uids.split(","):
            first, _, last = part.partition(":")
            if last == "*":
                newest = max(self.mails, default=0)
                chosen += [uid for uid in sorted(self.mails) if uid >= int(first) or uid == newest]
            else:
                chosen += [int(first)] if int(first) in self.mails else []
        return chosen

    def _idle(self, tag: bytes, connection: socket.socket, lines) -> bytes:
        """Tells of new mail until the client is done."""
        connection.sendall(b"+ idling\r\n")
        self.idle.set()
        teller = threading.Thread(target=self._tell, args=(connection,), daemon=True)
        teller.start()
        lines.readline()
        return tag + b" OK done\r\n"

    def _tell(self, connection: socket.socket) -> None:
        with suppress(OSError):
            while self.news.wait(20):
                self.news.clear()
                connection.sendall(f"* {len(self.mails)} EXISTS\r\n".encode())


@contextmanager
def imap_server(**given) -> Iterator[ImapServer]:
    server = ImapServer(**given)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=server.serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)
