"""Shows sign-in codes on the terminal: the demo writes its letters to a folder only."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

CODE = re.compile(r"sign-in code is (\S+)")
# How Django's backend ends each letter in a file.
END_OF_LETTER = b"-" * 79 + b"\n"


class CodeWatch:
    """Each `poll` reports the codes in letters that have come since the one before."""

    def __init__(self, folder: Path, report: Callable[[str], None]) -> None:
        self._folder, self._report = folder, report
        self._read = {path: path.stat().st_size for path in self._files()}

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.log"))

    def poll(self) -> None:
        for path in self._files():
            read = self._read.get(path, 0)
            if path.stat().st_size > read:
                complete, ended, _ = path.read_bytes()[read:].rpartition(END_OF_LETTER)
                self._read[path] = read + len(complete) + len(ended)
                for raw in complete.split(END_OF_LETTER):
                    self._show(raw)

    def _show(self, raw: bytes) -> None:
        letter = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
        body = letter.get_body(("plain",))
        found = CODE.search(body.get_content()) if body is not None else None
        if found is not None:
            address = parseaddr(letter["To"])[1]
            self._report(f"Sign-in code for {address}: {found[1].rstrip('.')}")
