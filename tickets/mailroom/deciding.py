"""What becomes of a mail that was read: each one ends where a person finds it.

A ticket, a message in one, a note of a machine on the ticket or letter that it is about, held mail,
or the list of automatic mail that nobody has looked at yet.
"""

from datetime import datetime, timedelta

from tickets.mailroom import copies, filing, machine_notes, matching, settling
from tickets.mailroom.parsing import Incoming, Writer
from tickets.models import ClientAdministrator, InboundMail

State, Held = InboundMail.State, InboundMail.Held
# The DNS of a sender's domain is back by then, or it is not for us to wait.
TEMPORARY = timedelta(hours=1)
ACCEPTED_PROOF = ("pass", "none")


def decide(mail: InboundMail, incoming: Incoming, at: datetime) -> None:
    """`mail` is locked, described and no copy of another."""
    if matching.is_ours(incoming.from_address):
        settling.settle(mail, State.AUTOMATIC, at, note="It comes from ourselves.")
    elif incoming.writer is Writer.MACHINE:
        machine_notes.file(mail, incoming, at)
    else:
        _decide_for_a_writer(mail, incoming, at)


def _decide_for_a_writer(mail: InboundMail, incoming: Incoming, at: datetime) -> None:
    administrator, unsure = mail.administrator, incoming.writer is Writer.PERHAPS
    reason = _held_for(incoming, administrator)
    if reason == Held.UNVERIFIED:
        _wait_or_hold(mail, incoming, at)
    elif unsure and (reason or administrator is None):
        settling.settle(mail, State.AUTOMATIC, at, note=incoming.automatic)
    elif reason or administrator is None:
        settling.hold(mail, reason or Held.NOT_ADMINISTRATOR, at)
    elif unsure:
        filing.accept_unsure(mail, incoming, administrator, at)
    else:
        filing.accept(mail, incoming, administrator, at)


def decide_copy(mail: InboundMail, earlier: InboundMail, incoming: Incoming, at: datetime) -> None:
    """A copy changes nothing, unless the first one's sender was in doubt and this one's is not:
    a forward on the way breaks signatures, and the other way may be sound."""
    if incoming.authentication in ACCEPTED_PROOF and copies.take_over(mail, incoming, earlier):
        earlier.copy_of = mail
        settling.settle(earlier, State.COPY, at, note="It came again with its sender proven.")
        decide(mail, incoming, at)
    else:
        mail.copy_of = earlier
        settling.settle(mail, State.COPY, at, note="It was received before.")


def _held_for(incoming: Incoming, administrator: ClientAdministrator | None) -> str:
    """Why the mail waits for Support; empty if it does not (P1, P2)."""
    if not incoming.from_address:
        return Held.NO_SENDER
    if incoming.authentication not in ACCEPTED_PROOF:
        return Held.UNVERIFIED
    if matching.is_staff(incoming.from_address, administrator):
        return Held.STAFF
    return "" if administrator else Held.NOT_ADMINISTRATOR


def _wait_or_hold(mail: InboundMail, incoming: Incoming, at: datetime) -> None:
    if incoming.authentication == "temperror" and mail.state == State.RECEIVED:
        settling.wait(mail, Held.UNVERIFIED, until=at + TEMPORARY)
    else:
        settling.hold(mail, Held.UNVERIFIED, at)
