"""In which order stored mail is processed: each sender's first before anybody's second, so that
much mail of one keeps nobody else's waiting."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from tickets.mailroom.parsing.headers import mailboxes, read_head
from tickets.models import InboundMail

LOOKED_UP = 50
# So many of one sender are processed as they come; the others take turns.
AS_THEY_COME = 20
HEAD_BYTES = 65_536
State = InboundMail.State


def in_turn(at: datetime, *, most: int) -> Iterator[int]:
    """Ids of stored mail, and of mail that has waited long enough, looked up anew after every few:
    what comes meanwhile takes its turn."""
    given: set[int] = set()
    while len(given) < most:
        ids = [pk for pk in _due(at)[: LOOKED_UP + len(given)] if pk not in given]
        if not ids:
            return
        for pk in ids[:LOOKED_UP]:
            given.add(pk)
            yield pk


def _due(at: datetime):
    turn = Window(
        RowNumber(), partition_by="from_address", order_by=[F("received_at").asc(), F("id").asc()]
    )
    due = Q(state=State.RECEIVED) | Q(state=State.WAITING, wait_until__lte=at)
    rows = InboundMail.objects.filter(due).annotate(turn=turn)
    return rows.order_by("turn", "received_at", "id").values_list("pk", flat=True)


def sender_of(raw: bytes) -> str:
    """The first address of its From line, before anything else of the mail is read."""
    headers, _ = read_head(raw, 0, min(len(raw), HEAD_BYTES))
    found = next(iter(mailboxes(headers.first("from"))), None)
    return found.address[:254] if found else ""


class Arrivals:
    """Whose mail came in one round of fetching."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    def may_go_first(self, mail: InboundMail) -> bool:
        """Whether it is processed as it comes; else it takes its turn, once all are stored."""
        self._count[mail.from_address] += 1
        return self._count[mail.from_address] <= AS_THEY_COME
