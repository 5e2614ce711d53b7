"""How a mail ends: its row says what became of it, and an event where a person asks why."""

from datetime import datetime, timedelta

from istockist_sla.core import together
from istockist_sla.core.models import Event, Letter, User
from istockist_sla.core.together import Statement
from tickets import notifications
from tickets.lifecycle import Along
from tickets.models import InboundMail, Message

HELD_REPLY_INTERVAL = timedelta(days=1)
# What the end of a mail writes; its raw bytes are written once, when it comes.
SETTLED = (
    *("state", "held_for", "wait_until", "note", "settled_at", "occurrence", "content_key"),
    *("ticket", "message", "letter", "copy_of"),
)
State, Held = InboundMail.State, InboundMail.Held


def settle(mail: InboundMail, state: str, at: datetime, *, note: str = "") -> None:
    mail.state, mail.settled_at, mail.wait_until = state, at, None
    mail.note = " ".join(filter(None, [note, mail.note]))[:500]
    mail.save(update_fields=SETTLED)


def accepted(mail: InboundMail, at: datetime) -> Along:
    """The mail is settled with the message that was made of it, in the same statement."""

    def settle_with(message: Message) -> Statement:
        mail.ticket, mail.message = message.ticket, message
        mail.state, mail.settled_at, mail.wait_until = State.ACCEPTED, at, None
        return together.update(mail, SETTLED)

    return settle_with


def hold(mail: InboundMail, reason: str, at: datetime) -> None:
    """It waits for a person; who is no administrator is told once a day whom to ask (P1)."""
    mail.state, mail.held_for, mail.wait_until = State.HELD, reason, None
    mail.save(update_fields=SETTLED)
    append_event(mail, "hold", by=None, at=at, reason=reason)
    if reason == Held.NOT_ADMINISTRATOR and not _replied_lately(mail, at):
        notifications.queue_held_reply(mail, at=at)


def wait(mail: InboundMail, reason: str, *, until: datetime) -> None:
    """It is looked at again at `until`."""
    mail.state, mail.held_for, mail.wait_until = State.WAITING, reason, until
    mail.save(update_fields=SETTLED)


def append_event(mail: InboundMail, verb: str, *, by: User | None, at: datetime, **data) -> None:
    side = Event.Side.SUPPORT if by else Event.Side.SYSTEM
    Event.objects.append(
        kind=Event.Kind.MAIL, subject_id=mail.pk, verb=verb, by=by, side=side, at=at, data=data
    )


def _replied_lately(mail: InboundMail, at: datetime) -> bool:
    """A sender can be forged, so an address gets at most one a day."""
    return Letter.objects.filter(
        subject_kind=Event.Kind.MAIL,
        to_address=mail.from_address,
        created_at__gt=at - HELD_REPLY_INTERVAL,
    ).exists()
