"""Received bytes -> a stored mail -> a ticket, a message in one, or mail that is held.

The raw bytes are stored in a transaction of their own before anything is read from them, so
no mail is ever lost; receiving the same bytes again changes nothing.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q

from istockist_sla.core import together
from tickets.mailroom import copies, deciding, matching
from tickets.mailroom.parsing import Incoming, parse
from tickets.models import InboundMail, Mailbox

MAX_ATTEMPTS = 3
FAILED = ("attempts", "note", "state")
DESCRIBED = ("from_address", "from_name", "subject", "internet_id", "received_at")
log = logging.getLogger(__name__)
State = InboundMail.State


@dataclass(frozen=True)
class Origin:
    """Where in a mailbox a mail was, and when that server received it (INTERNALDATE, O1)."""

    mailbox: Mailbox
    uid_validity: int
    uid: int
    received_at: datetime


def receive(raw: bytes, *, at: datetime, origin: Origin | None = None) -> InboundMail:
    """Store a mail and process it; never raises for what a mail contains."""
    mail = store(raw, at=at, origin=origin)
    if mail.state == State.RECEIVED:
        process_stored(mail, at=at)
    return mail


def store(raw: bytes, *, at: datetime, origin: Origin | None = None) -> InboundMail:
    """Store the bytes; returns the existing row where they were received before."""
    at = at.replace(microsecond=0)
    mail = InboundMail(
        raw=raw,
        sha256=hashlib.sha256(raw).hexdigest(),
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
    """Process mail that an interrupted process left as received, and what has waited long
    enough; returns how many."""
    ids = list(
        InboundMail.objects.filter(
            Q(state=State.RECEIVED) | Q(state=State.WAITING, wait_until__lte=at)
        )
        .order_by("received_at", "id")
        .values_list("pk", flat=True)[:500]
    )
    for mail_id in ids:
        process(mail_id, at=at)
    return len(ids)


def process_stored(mail: InboundMail, *, at: datetime) -> None:
    """The same for a mail whose bytes are at hand, and need not be read again."""
    try:
        with transaction.atomic():
            _decide(mail, at.replace(microsecond=0))
    except copies.SettledMeanwhile:
        mail.refresh_from_db()
    except Exception as error:
        log.exception("Received mail %s could not be settled", mail.pk)
        _record_failure(mail.pk, error)
        mail.refresh_from_db()


def process(mail_id: int, *, at: datetime) -> None:
    """Decide what becomes of a stored mail; one that raises is parked and shown, never lost."""
    try:
        with transaction.atomic():
            mail = InboundMail.objects.select_for_update().get(pk=mail_id)
            if mail.state == State.RECEIVED or is_due(mail, at):
                _decide(mail, at.replace(microsecond=0))
    except Exception as error:
        log.exception("Received mail %s could not be settled", mail_id)
        _record_failure(mail_id, error)


def is_due(mail: InboundMail, at: datetime) -> bool:
    """Whether mail that waits is looked at again."""
    return mail.state == State.WAITING and mail.wait_until is not None and mail.wait_until <= at


def _record_failure(mail_id: int, error: Exception) -> None:
    """A database error is tried again; any other error, or the third, parks the mail. Its sender,
    subject and receipt stand in the row all the same."""
    mail = InboundMail.objects.get(pk=mail_id)
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
    return parse(
        bytes(mail.raw), authserv_id=settings.AUTHSERV_ID, max_bytes=settings.MAIL_MAX_BYTES
    )


def _decide(mail: InboundMail, at: datetime) -> None:
    incoming, earlier = read(mail), None
    if mail.state == State.RECEIVED:
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
    if mail.uid is None:
        mail.received_at = _not_later(incoming.received_at, at)
    mail.administrator = matching.administrator_of(mail.from_address, mail.received_at)


def _not_later(received: datetime | None, at: datetime) -> datetime:
    """Where it is missing or in the future, the ticket opens when it is made (O1)."""
    if received is None or received > at:
        return at
    return received.replace(microsecond=0)
