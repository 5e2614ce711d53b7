"""An SMTP server in another process, on a free port, that does what its rules say.

`SmtpServer` is the test's side. Run as a module it is the server itself: it reads
`rules.json` of its folder at each command and writes what happened to `log.jsonl`.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0


def wait_for(condition: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """The first true answer of `condition`; TimeoutError after so many seconds."""
    until = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > until:
            raise TimeoutError(f"Still waiting after {seconds:g} seconds.")
        time.sleep(0.05)
    return answer


class SmtpServer:
    """Starts, stops and rules the server, and reads what it has accepted.

    A rule is a dict: `at` ("mail", "rcpt" or "data"), then what it does: `answer` (a line such as
    "450 Later"), `close` (hang up), or `hold` ("keep": accepted but never answered, "drop": never
    accepted) until the rules change or the client is gone. `to` narrows it to one recipient,
    `after` to what comes once so many letters were accepted, `times` limits it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, 0
        self._process: subprocess.Popen[str] | None = None
        self.rule()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def rule(self, *rules: dict[str, Any]) -> None:
        """From now on these rules alone; none: every letter is accepted."""
        new = self.folder / "rules.new"
        new.write_text(json.dumps(rules))
        new.rename(self.folder / "rules.json")

    def start(self) -> None:
        """On a free port the first time, on the same port again afterwards."""
        command = [sys.executable, "-m", "tests.smtp_server", str(self.folder), str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def accepted(self) -> list[EmailMessage]:
        return [self._read(entry) for entry in self._log("accepted")]

    def accepted_by(self, address: str) -> list[EmailMessage]:
        entries = [entry for entry in self._log("accepted") if entry["to"] == [address]]
        return [self._read(entry) for entry in entries]

    def held(self) -> set[str]:
        """The recipients of what was or is held."""
        return {address for entry in self._log("held") for address in entry["to"]}

    def _log(self, event: str) -> list[dict[str, Any]]:
        path = self.folder / "log.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [entry for entry in map(json.loads, lines) if entry["event"] == event]

    def _read(self, entry: dict[str, Any]) -> EmailMessage:
        raw = (self.folder / entry["file"]).read_bytes().replace(b"\r\n", b"\n")
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@contextmanager
def smtp_server(folder: Path) -> Iterator[SmtpServer]:
    server = SmtpServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Handler:
    """The server's side: accepts, refuses, hangs up or holds, as the first rule that fits says."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count, self.used = folder, 0, dict[str, int]()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer(server, "mail") or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := self._answer(server, "rcpt", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        rule = self._rule("data", *envelope.rcpt_tos)
        if rule is None or rule.get("hold") == "keep" or rule.get("close"):
            self._accept(envelope)
        if rule is None:
            return "250 Accepted"
        if rule.get("close"):
            server.transport.abort()
        if "hold" in rule:
            self._note("held", to=envelope.rcpt_tos)
            while rule in self._rules():
                await asyncio.sleep(0.05)
        return rule.get("answer", "451 Held for too long")

    def _answer(self, server: SMTP, at: str, *recipients: str) -> str | None:
        rule = self._rule(at, *recipients)
        if rule is None:
            return None
        if rule.get("close"):
            server.transport.abort()
        return str(rule.get("answer", "421 Closing"))

    def _rules(self) -> list[dict[str, Any]]:
        return list(json.loads((self.folder / "rules.json").read_text()))

    def _rule(self, at: str, *recipients: str) -> dict[str, Any] | None:
        for rule in self._rules():
            key = json.dumps(rule, sort_keys=True)
            fits = rule["at"] == at and rule.get("to") in (None, *recipients)
            spent = self.used.get(key, 0) >= rule.get("times", sys.maxsize)
            if fits and not spent and self.count >= rule.get("after", 0):
                self.used[key] = self.used.get(key, 0) + 1
                return rule
        return None

    def _accept(self, envelope: Envelope) -> None:
        self.count += 1
        name = f"{time.time_ns()}-{self.count}.eml"
        assert isinstance(envelope.content, bytes)
        (self.folder / name).write_bytes(envelope.content)
        self._note("accepted", to=envelope.rcpt_tos, file=name)

    def _note(self, event: str, **more: Any) -> None:
        with (self.folder / "log.jsonl").open("a") as log:
            log.write(json.dumps({"event": event, **more}) + "\n")


async def serve(folder: Path, port: int) -> None:
    handler, loop = Handler(folder), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", port)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
