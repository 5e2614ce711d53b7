"""Mail becomes a message in a ticket, or a ticket of its own."""

from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.models import User
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.mailroom import brakes, matching, settling
from tickets.mailroom.matching import Found
from tickets.mailroom.parsing import Incoming
from tickets.models import Channel, ClientAdministrator, InboundMail, Ticket


def accept(
    mail: InboundMail, incoming: Incoming, administrator: ClientAdministrator, at: datetime
) -> None:
    """It counts when our server received it, however late it is processed (O1, K10)."""
    found = matching.find(incoming, administrator.client_id, mail.received_at)
    if found.ticket is None or not may_be_added(found.ticket, mail.received_at):
        _open(mail, incoming, administrator, found, at)
        return
    lifecycle.write(found.ticket.pk, **_received(mail, incoming, administrator, at))


def accept_unsure(
    mail: InboundMail, incoming: Incoming, administrator: ClientAdministrator, at: datetime
) -> None:
    """Mail that may be automatic stands in the ticket that it answers, and answers nothing until
    an agent confirms that a person wrote it; else it opens one that is not acknowledged (K10)."""
    found = matching.find(incoming, administrator.client_id, mail.received_at)
    mail.note = " ".join(filter(None, [incoming.automatic, mail.note]))[:500]
    if found.ticket is None or not may_be_added(found.ticket, mail.received_at):
        _open(mail, incoming, administrator, found, at, perhaps_automatic=True)
        return
    lifecycle.keep_unsure(found.ticket.pk, **_received(mail, incoming, administrator, at))


def _received(
    mail: InboundMail, incoming: Incoming, administrator: ClientAdministrator, at: datetime
) -> dict[str, Any]:
    return {
        "by": administrator.user,
        "at": mail.received_at,
        "recorded_at": at,
        "data": {"mail": mail.pk},
        "along": settling.accepted(mail, at),
        **content_of(incoming),
    }


def _open(
    mail: InboundMail,
    incoming: Incoming,
    administrator: ClientAdministrator,
    found: Found,
    at: datetime,
    *,
    perhaps_automatic: bool = False,
) -> None:
    """A ticket of its own: after a closed one, or with a hint to one that it may belong to. Beyond
    what the sender's hour allows it waits."""
    allowed = brakes.allowance(mail, administrator, at)
    if not allowed.opens:
        brakes.hold_back(mail, administrator, at)
        return
    passage = Passage(administrator, administrator.user, mail.received_at, perhaps_automatic)
    hint = {"hint": found.hint.pk} if found.hint is not None else {}
    open_from(mail, incoming, passage, at, follows=found.ticket, data={**hint, **allowed.data})


def may_be_added(ticket: Ticket, received_at: datetime) -> bool:
    """Mail that comes more than fourteen days after the closing is a new ticket (K13)."""
    return not ticket.is_closed or lifecycle.may_reopen(ticket, received_at)


class Passage(NamedTuple):
    """For which administrator a mail opens a ticket, by whom and at which instant."""

    administrator: ClientAdministrator
    by: User
    opened_at: datetime
    perhaps_automatic: bool = False


def open_from(
    mail: InboundMail,
    incoming: Incoming,
    passage: Passage,
    at: datetime,
    *,
    follows: Ticket | None = None,
    data: dict[str, Any] | None = None,
) -> Ticket:
    """A new ticket for what the mail says."""
    return lifecycle.open_ticket(
        administrator=passage.administrator,
        channel=Channel.MAIL,
        subject=incoming.subject,
        text=_text_of(incoming),
        at=passage.opened_at,
        recorded_at=at,
        by=passage.by,
        perhaps_automatic=passage.perhaps_automatic,
        files=_files(incoming),
        quoted=incoming.quoted,
        follows=follows,
        data={"mail": mail.pk, **(data or {})},
        along=settling.accepted(mail, at),
    )


def content_of(incoming: Incoming) -> dict[str, Any]:
    """What the message in a ticket takes from a mail."""
    return {
        "text": _text_of(incoming)
        or ("" if incoming.quoted or incoming.attachments else "(empty)"),
        "files": _files(incoming),
        "quoted": incoming.quoted,
        "by_mail": True,
    }


def _text_of(incoming: Incoming) -> str:
    """The words, and below them what was cut from the mail: nobody looks for what they do not
    know to be missing."""
    said = "\n".join(f"[{sentence}]" for sentence in incoming.cuts)
    return "\n\n".join(filter(None, [incoming.text, said]))


def _files(incoming: Incoming) -> list[Upload]:
    return [Upload(each.name, each.content, each.inline) for each in incoming.attachments]
