"""Mail that machines wrote: it answers nothing, and stands on the ticket or letter it is about."""

from datetime import datetime

from istockist_sla.core import letters
from istockist_sla.core.models import Event
from tickets import lifecycle
from tickets.mailroom import matching, settling
from tickets.mailroom.parsing import Incoming
from tickets.models import InboundMail, Ticket


def file(mail: InboundMail, incoming: Incoming, at: datetime) -> None:
    """A letter of ours that came back has failed, from the report's receipt on (K10)."""
    taken_back = letters.take_back(incoming.failed_ids, at=mail.received_at)
    mail.letter = next(iter(matching.letters_named(incoming)), None)
    mail.ticket = _ticket_of(mail, incoming)
    if mail.letter is not None and _is_across(mail):
        mail.letter, mail.ticket = None, None
    settling.settle(mail, InboundMail.State.AUTOMATIC, at, note=incoming.automatic)
    if taken_back and mail.ticket is not None:
        lifecycle.follow_notices(at=at, ticket_id=mail.ticket.pk)


def _ticket_of(mail: InboundMail, incoming: Incoming) -> Ticket | None:
    """That of the letter; else the sender's own ticket that it answers."""
    letter = mail.letter
    if letter is not None and letter.subject_kind == Event.Kind.TICKET:
        return Ticket.objects.filter(pk=letter.subject_id).first()
    if mail.administrator is None:
        return None
    return matching.find(incoming, mail.administrator.client_id, mail.received_at).ticket


def _is_across(mail: InboundMail) -> bool:
    """Whether one client's administrator names a letter of another client's ticket."""
    if mail.administrator is None or mail.ticket is None:
        return False
    return mail.ticket.client_id != mail.administrator.client_id
