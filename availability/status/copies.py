"""Answers that are kept as they were rendered: in memory, and in a folder that outlives the
process and the database."""

import gzip
import json
import logging
import os
import tempfile
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock

MOST = 200
# A page of a status page is smaller by far.
MOST_BYTES = 4 * 1024 * 1024
log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Copy:
    """An answer of `at`; `stamp` is what it rests on. Compressed too, once for everybody."""

    headers: dict[str, str]
    body: bytes
    compressed: bytes
    etag: str
    at: datetime
    stamp: str

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


def copy_of(headers: dict[str, str], body: bytes, *, at: datetime, stamp: str) -> Copy:
    return Copy(
        headers=headers,
        body=body,
        compressed=gzip.compress(body, 6, mtime=0),
        etag=sha256(body).hexdigest()[:24],
        at=at,
        stamp=stamp,
    )


class Copies:
    """By their addresses, the ones used last; without a folder in memory alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._kept: OrderedDict[str, Copy] = OrderedDict()
        self._lock = Lock()

    def find(self, address: str) -> Copy | None:
        copy = self._kept.get(address)
        if copy is not None:
            return copy
        copy = self._read(address)
        if copy is not None:
            self._remember(address, copy)
        return copy

    def keep(self, address: str, copy: Copy) -> None:
        self._remember(address, copy)
        if self.folder is not None and len(copy.body) <= MOST_BYTES:
            self._write(self.folder, address, copy)

    def forget(self) -> None:
        """What is in memory; the files stay."""
        with self._lock:
            self._kept.clear()

    def _remember(self, address: str, copy: Copy) -> None:
        with self._lock:
            self._kept[address] = copy
            self._kept.move_to_end(address)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)

    def _read(self, address: str) -> Copy | None:
        """None also for a file that cannot be read: it is made anew."""
        if self.folder is None:
            return None
        try:
            head, _, body = (self.folder / _file_name(address)).read_bytes().partition(b"\n")
            told = json.loads(head)
            at = datetime.fromisoformat(told["at"])
            return copy_of(dict(told["headers"]), body, at=at, stamp=told["stamp"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _write(self, folder: Path, address: str, copy: Copy) -> None:
        """Whole or not at all; a full disk keeps nobody from reading the page."""
        told = {"headers": copy.headers, "at": copy.at.isoformat(), "stamp": copy.stamp}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(json.dumps(told).encode() + b"\n" + copy.body)
            os.replace(file.name, folder / _file_name(address))
        except OSError as error:
            log.warning("The status page could not be kept in %s: %s", folder, error)


def _file_name(address: str) -> str:
    return sha256(address.encode(errors="surrogatepass")).hexdigest()[:40]
