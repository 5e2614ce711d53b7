"""How fast mail becomes tickets, one process into a PostgreSQL database of its own."""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from istockist_sla.bench import dataset, letters_in
from istockist_sla.bench.database import database_of_its_own
from istockist_sla.bench.goals import reached
from istockist_sla.core import letters
from istockist_sla.core.models import Letter
from tickets.mailroom import intake
from tickets.mailroom.parsing import parse
from tickets.models import InboundMail

# So few an hour of each sender that no brake on floods takes hold.
MAILS, WARM = 800, 100
BOUNDS = ("SAVEPOINT", "RELEASE")
TICKS = os.sysconf("SC_CLK_TCK")


class Mix(NamedTuple):
    name: str
    mails: Callable[..., Iterator[bytes]]
    goal: int  # messages a second


MIXES = [
    Mix("100 kB on every tenth", letters_in.one_in_ten, 120),
    Mix("0 to 100 kB on all", letters_in.every_one, 60),
]


class Taken(NamedTuple):
    """Seconds by the clock on the wall, of this process and of its server process."""

    wall: float
    own: float
    server: float


def measure() -> Iterator[str]:
    if connection.vendor != "postgresql":
        yield "This is measured on PostgreSQL: name a server in DATABASE_URL."
        return
    with (
        database_of_its_own("mail"),
        TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=folder, AUTHSERV_ID=""),
    ):
        yield from measured(MAILS, WARM, now=timezone.now().replace(microsecond=0))


def measured(count: int, warm: int, *, now: datetime) -> Iterator[str]:
    """The second time of a mix is measured; what is received in between is counted."""
    dataset.people()
    yield f"{count} mails each, wall clock; load of the machine {os.getloadavg()[0]:.1f}"
    for number, mix in enumerate(MIXES):
        at = now + timedelta(hours=3 * number)
        first = 10 * count * number
        _receive(mix.mails(warm, dataset.CLIENTS, first=first + 9 * count), at)
        at += timedelta(hours=1, minutes=1)
        raws = list(mix.mails(count, dataset.CLIENTS, first=first))
        taken = _timed(partial(_receive, raws, at))
        yield from _told(mix, len(raws), taken)
        yield from _baselines(mix, raws, taken, now)
    yield from _statements(at + timedelta(hours=2))


def _receive(raws: Iterable[bytes], at: datetime) -> None:
    with letters.woken_once():
        for raw in raws:
            mail = intake.receive(raw, at=at)
            if mail.state != InboundMail.State.ACCEPTED:
                raise RuntimeError(f"A mail is {mail.get_state_display()}: {mail.note}")


def _timed(act: Callable[[], object]) -> Taken:
    wall, own, server = perf_counter(), process_time(), _server_seconds()
    act()
    return Taken(perf_counter() - wall, process_time() - own, _server_seconds() - server)


def _server_seconds() -> float:
    """Processor time of the database's process of this connection; 0 where it is elsewhere."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists() or "postgres" not in stat.read_text():
        return 0.0
    spent = stat.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / TICKS


def _told(mix: Mix, count: int, taken: Taken) -> Iterator[str]:
    rate, spent = count / taken.wall, taken.own + taken.server
    yield (
        f"{mix.name:<24}{rate:6.0f} a second, {count / spent:.0f} per second of processor "
        f"({1000 * taken.own / count:.1f} ms Python, {1000 * taken.server / count:.1f} ms server)"
    )
    yield f"  goal {mix.goal} a second: {reached(rate >= mix.goal)}"


def _baselines(mix: Mix, raws: list[bytes], taken: Taken, now: datetime) -> Iterator[str]:
    """The same mails only parsed, and their bytes only stored, each in its transaction."""
    parsed = _timed(lambda: [_parse(raw) for raw in raws])
    stored = _timed(lambda: [_insert(raw, now) for raw in raws])
    for name, alone in (("parsed only", parsed), ("bytes stored only", stored)):
        spent = alone.own + alone.server
        times = (taken.own + taken.server) / spent
        rate = len(raws) / alone.wall
        yield f"  {name:<22}{rate:6.0f} a second, {times:.1f} times less processor"


def _parse(raw: bytes) -> object:
    return parse(raw, authserv_id="", max_bytes=settings.MAIL_MAX_BYTES)


def _insert(raw: bytes, now: datetime) -> object:
    digest = sha256(raw + b"again").hexdigest()
    return InboundMail.objects.create(raw=raw, sha256=digest, received_at=now, stored_at=now)


def _statements(at: datetime) -> Iterator[str]:
    """What one more ticket takes, and one answer to the letter about it."""
    chance = random.Random(1)
    yield from _counted("a new ticket", [letters_in.mail(10**6, 1, chance, 0)], at)
    answered = Letter.objects.filter(template="open").latest("id").message_id
    raw = letters_in.mail(10**7, 1, chance, 0, answers=answered.strip("<>"))
    yield from _counted("an answer", [raw], at + timedelta(minutes=5))


def _counted(name: str, raws: list[bytes], at: datetime) -> Iterator[str]:
    kinds: Counter[str] = Counter()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        kind = sql.split(None, 1)[0].lstrip("(")
        if kind not in BOUNDS:
            kinds[kind] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        _receive(raws, at)
    listed = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    yield f"statements of {name}: {kinds.total()} ({listed})"
