"""Received bytes -> a stored mail -> a ticket, a message in one, or mail that is held.

The raw bytes are stored in a transaction of their own before anything is read from them, so
no mail is ever lost; receiving the same bytes again changes nothing.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, OperationalError, transaction

from istockist_sla.core import together
from tickets.attachments import NoRoom
from tickets.mailroom import brakes, copies, deciding, matching, turns
from tickets.mailroom.oversized import with_missing_end
from tickets.mailroom.parsing import Incoming, parse
from tickets.models import InboundMail, Mailbox

MAX_ATTEMPTS = 3
MOST_AT_ONCE = 500
# How long mail waits for what the machine is short of, before it is tried again.
UNTIL_ROOM = timedelta(minutes=5)
OF_MACHINE = (NoRoom, OSError, OperationalError)
FAILED = ("attempts", "note", "state", "held_for", "wait_until")
DESCRIBED = ("from_address", "from_name", "subject", "internet_id", "received_at")
log = logging.getLogger(__name__)
State, Held = InboundMail.State, InboundMail.Held


@dataclass(frozen=True)
class Origin:
    """Where in a mailbox a mail was, and when that server received it (INTERNALDATE, O1)."""

    mailbox: Mailbox
    uid_validity: int
    uid: int
    received_at: datetime


def receive(
    raw: bytes, *, at: datetime, origin: Origin | None = None, size: int = 0
) -> InboundMail:
    """Store a mail and process it; never raises for what a mail contains."""
    mail = store(raw, at=at, origin=origin, size=size)
    if mail.state == State.RECEIVED:
        process_stored(mail, at=at)
    return mail


def store(raw: bytes, *, at: datetime, origin: Origin | None = None, size: int = 0) -> InboundMail:
    """Store the bytes; returns the existing row where they were received before. `size` is that of
    the whole mail where it is known; beyond the second limit only the beginning is kept."""
    size, raw = max(size, len(raw)), raw[: settings.MAIL_KEEP_BYTES]
    at = at.replace(microsecond=0)
    mail = InboundMail(
        raw=raw,
        full_size=size if size > len(raw) else None,
        sha256=hashlib.sha256(raw).hexdigest(),
        from_address=turns.sender_of(raw),
        received_at=_not_later(origin.received_at if origin else None, at),
        stored_at=at,
        mailbox=origin.mailbox if origin else None,
        uid_validity=origin.uid_validity if origin else None,
        uid=origin.uid if origin else None,
    )
    if together.insert_new(mail, key="sha256"):
        return mail
    return InboundMail.objects.get(sha256=mail.sha256)


def process_waiting(*, at: datetime) -> int:
    """Process mail that was stored and not settled, and what has waited long enough, each sender
    in turn; returns how many."""
    count = 0
    for mail_id in turns.in_turn(at, most=MOST_AT_ONCE):
        process(mail_id, at=at)
        count += 1
    brakes.conclude(at=at)
    return count


def process_stored(mail: InboundMail, *, at: datetime) -> None:
    """The same for a mail whose bytes are at hand, and need not be read again."""
    with _failures_recorded(mail.pk, at), transaction.atomic():
        _decide(mail, at.replace(microsecond=0))
        return
    mail.refresh_from_db()


def process(mail_id: int, *, at: datetime) -> None:
    """Decide what becomes of a stored mail; one that raises is parked and shown, never lost."""
    with _failures_recorded(mail_id, at), transaction.atomic():
        mail = InboundMail.objects.select_for_update().get(pk=mail_id)
        if mail.state == State.RECEIVED or is_due(mail, at):
            _decide(mail, at.replace(microsecond=0))


@contextmanager
def _failures_recorded(mail_id: int, at: datetime) -> Iterator[None]:
    """What fails within it is recorded on the mail, unless another process has settled it."""
    try:
        yield
    except copies.SettledMeanwhile:
        log.info("Received mail %s was settled by another process", mail_id)
    except OF_MACHINE as error:
        log.warning("Received mail %s waits: %s", mail_id, error)
        _record_failure(mail_id, error, at)
    except Exception as error:
        log.exception("Received mail %s could not be settled", mail_id)
        _record_failure(mail_id, error, at)


def is_due(mail: InboundMail, at: datetime) -> bool:
    """Whether mail that waits is looked at again."""
    return mail.state == State.WAITING and mail.wait_until is not None and mail.wait_until <= at


@transaction.atomic
def _record_failure(mail_id: int, error: Exception, at: datetime) -> None:
    """What the machine is short of, room on a disk or a database, is waited for. A database error
    is tried again; any other error, or the third, parks the mail. Its sender, subject and receipt
    stand in the row all the same."""
    mail = InboundMail.objects.select_for_update().get(pk=mail_id)
    if mail.state not in (State.RECEIVED, State.WAITING):
        return
    if isinstance(error, OF_MACHINE):
        if mail.state == State.RECEIVED:
            mail.held_for = Held.NO_ROOM
        mail.state, mail.wait_until = State.WAITING, at + UNTIL_ROOM
    else:
        mail.attempts += 1
        if not isinstance(error, DatabaseError) or mail.attempts >= MAX_ATTEMPTS:
            mail.state = State.PARKED
    incoming = read(mail)
    mail.from_address, mail.from_name = incoming.from_address[:254], incoming.from_name[:120]
    mail.subject, mail.internet_id = incoming.subject, incoming.message_id[:250]
    if mail.uid is None:
        mail.received_at = _not_later(incoming.received_at, mail.stored_at)
    mail.note = f"{type(error).__name__}: {error}".replace("\0", "")[:500]
    mail.save(update_fields=[*FAILED, *DESCRIBED])


def read(mail: InboundMail) -> Incoming:
    raw = bytes(mail.raw)
    incoming = parse(
        raw,
        authserv_id=settings.AUTHSERV_ID,
        received_by=settings.RECEIVED_BY,
        max_bytes=settings.MAIL_MAX_BYTES,
    )
    return with_missing_end(incoming, mail, len(raw))


def _decide(mail: InboundMail, at: datetime) -> None:
    incoming, earlier = read(mail), None
    if mail.state == State.RECEIVED or mail.held_for == Held.NO_ROOM:
        _describe(mail, incoming, at)
        earlier = copies.claim(mail, incoming)
    if earlier is not None:
        deciding.decide_copy(mail, earlier, incoming, at)
    else:
        deciding.decide(mail, incoming, at)


def _describe(mail: InboundMail, incoming: Incoming, at: datetime) -> None:
    mail.internet_id = incoming.message_id[:250]
    mail.from_address, mail.from_name = incoming.from_address[:254], incoming.from_name[:120]
    mail.subject = incoming.subject
    mail.note = " ".join(incoming.problems)[:500]
    if mail.uid is None and mail.state == State.RECEIVED:
        mail.received_at = _not_later(incoming.received_at, at)
    mail.administrator = matching.administrator_of(mail.from_address, mail.received_at, now=at)


def _not_later(received: datetime | None, at: datetime) -> datetime:
    """Where it is missing or in the future, the ticket opens when it is made (O1)."""
    if received is None or received > at:
        return at
    return received.replace(microsecond=0)
