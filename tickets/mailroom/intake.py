"""Received bytes -> a stored mail -> a ticket, a message in one, or mail that is held.

The raw bytes are stored in a transaction of their own before anything is read from them, so
no mail is ever lost; receiving the same bytes again changes nothing.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction

from istockist_sla.core import letters
from istockist_sla.core.models import Event, Letter, User
from tickets import notifications
from tickets.mailroom import brakes, copies, matching, turns
from tickets.mailroom.filing import accept, keep_unsure
from tickets.mailroom.parsing import Incoming, Writer, parse
from tickets.models import ClientAdministrator, InboundMail, Mailbox

MAX_ATTEMPTS = 3
MOST_AT_ONCE = 500
HELD_REPLY_INTERVAL = timedelta(days=1)
log = logging.getLogger(__name__)
State, Held = InboundMail.State, InboundMail.Held


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
        process(mail.pk, at=at)
        mail.refresh_from_db()
    return mail


def store(raw: bytes, *, at: datetime, origin: Origin | None = None) -> InboundMail:
    """Store the bytes; returns the existing row where they were received before."""
    at = at.replace(microsecond=0)
    digest = hashlib.sha256(raw).hexdigest()
    mail, _ = InboundMail.objects.get_or_create(
        sha256=digest,
        defaults={
            "raw": raw,
            "from_address": turns.sender_of(raw),
            "received_at": _not_later(origin.received_at if origin else None, at),
            "stored_at": at,
            "mailbox": origin.mailbox if origin else None,
            "uid_validity": origin.uid_validity if origin else None,
            "uid": origin.uid if origin else None,
        },
    )
    return mail


def process_waiting(*, at: datetime) -> int:
    """Process mail that was stored and not settled, and what has waited long enough, each sender
    in turn; returns how many."""
    count = 0
    for mail_id in turns.in_turn(at, most=MOST_AT_ONCE):
        process(mail_id, at=at)
        count += 1
    brakes.conclude(at=at)
    return count


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
    """A database error is tried again; any other error, or the third, parks the mail."""
    mail = InboundMail.objects.get(pk=mail_id)
    mail.attempts += 1
    mail.note = f"{type(error).__name__}: {error}"[:500]
    if not isinstance(error, DatabaseError) or mail.attempts >= MAX_ATTEMPTS:
        mail.state = State.PARKED
    mail.save(update_fields=["attempts", "note", "state"])


def read(mail: InboundMail) -> Incoming:
    return parse(
        bytes(mail.raw), authserv_id=settings.AUTHSERV_ID, max_bytes=settings.MAIL_MAX_BYTES
    )


def _decide(mail: InboundMail, at: datetime) -> None:
    incoming = read(mail)
    if mail.state == State.RECEIVED:
        _describe(mail, incoming, at)
        mail.copy_of = copies.claim(mail, incoming)
    if mail.copy_of is not None:
        finish(mail, State.COPY, at, note="It was received before.")
    elif matching.is_ours(incoming.from_address):
        finish(mail, State.AUTOMATIC, at, note="It comes from ourselves.")
    elif incoming.writer is not Writer.PERSON:
        _settle_automatic(mail, incoming, at)
    else:
        administrator = mail.administrator
        reason = _held_for(incoming, administrator)
        if reason or administrator is None:
            _hold(mail, reason or Held.NOT_ADMINISTRATOR, at)
        else:
            accept(mail, incoming, administrator, at)


def _describe(mail: InboundMail, incoming: Incoming, at: datetime) -> None:
    mail.internet_id = incoming.message_id[:250]
    mail.from_address, mail.from_name = incoming.from_address[:254], incoming.from_name[:120]
    mail.subject = incoming.subject
    mail.note = " ".join(incoming.problems)[:500]
    if mail.uid is None:
        mail.received_at = _not_later(incoming.received_at, at)
    mail.administrator = matching.administrator_of(mail.from_address, mail.received_at)


def _settle_automatic(mail: InboundMail, incoming: Incoming, at: datetime) -> None:
    """It opens nothing and answers nothing; what a person may have written as an answer is shown
    in the ticket, for an agent to confirm (K10). A letter of ours that came back has failed."""
    letters.take_back(incoming.failed_ids, at=mail.received_at)
    is_unsure = incoming.writer is Writer.PERHAPS
    if not (is_unsure and _kept_unsure(mail, incoming, at)):
        finish(mail, State.AUTOMATIC, at, note=incoming.automatic)


def _kept_unsure(mail: InboundMail, incoming: Incoming, at: datetime) -> bool:
    administrator = mail.administrator
    if administrator is None or _held_for(incoming, administrator):
        return False
    return keep_unsure(mail, incoming, administrator, at)


def _held_for(incoming: Incoming, administrator: ClientAdministrator | None) -> str:
    """Why the mail waits for Support; empty if it does not (P1, P2)."""
    if not incoming.from_address:
        return Held.NO_SENDER
    if incoming.authentication not in ("pass", "none"):
        return Held.UNVERIFIED
    if matching.is_staff(incoming.from_address):
        return Held.STAFF
    return "" if administrator else Held.NOT_ADMINISTRATOR


def _hold(mail: InboundMail, reason: str, at: datetime) -> None:
    mail.state, mail.held_for = State.HELD, reason
    mail.save()
    append_event(mail, "hold", by=None, at=at, reason=reason)
    if reason == Held.NOT_ADMINISTRATOR and not _replied_lately(mail, at):
        notifications.queue_held_reply(mail, at=at)


def _replied_lately(mail: InboundMail, at: datetime) -> bool:
    """At most one reply a day to an address: a sender can be forged."""
    return Letter.objects.filter(
        subject_kind=Event.Kind.MAIL,
        to_address=mail.from_address,
        created_at__gt=at - HELD_REPLY_INTERVAL,
    ).exists()


def finish(mail: InboundMail, state: str, at: datetime, *, note: str) -> None:
    mail.state, mail.settled_at = state, at
    mail.note = " ".join(filter(None, [note, mail.note]))[:500]
    mail.save()


def append_event(mail: InboundMail, verb: str, *, by: User | None, at: datetime, **data) -> None:
    side = Event.Side.SUPPORT if by else Event.Side.SYSTEM
    Event.objects.append(
        kind=Event.Kind.MAIL, subject_id=mail.pk, verb=verb, by=by, side=side, at=at, data=data
    )


def _not_later(received: datetime | None, at: datetime) -> datetime:
    """Where it is missing or in the future, the ticket opens when it is made (O1)."""
    if received is None or received > at:
        return at
    return received.replace(microsecond=0)
