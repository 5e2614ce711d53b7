"""E-mail that the demo's clients send: real messages, received like any other."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from django.conf import settings

from istockist_sla.core.models import Letter
from tickets.mailroom import intake
from tickets.models import ClientAdministrator, InboundMail, Message

GREETING = "Hello,\n\n{text}\n\nKind regards\n{name}\n"


def open_ticket(
    writer: ClientAdministrator,
    *,
    subject: str,
    text: str,
    sent_at: datetime,
    fetched_at: datetime,
    message_id: str,
) -> int:
    """The id of the ticket that the e-mail opened."""
    raw = compose(
        name=writer.name,
        address=writer.email,
        subject=subject,
        text=text,
        sent_at=sent_at,
        message_id=message_id,
    )
    mail = _received(raw, fetched_at)
    assert mail.ticket_id is not None
    return mail.ticket_id


def answer(
    letter: Letter,
    writer: ClientAdministrator,
    *,
    text: str,
    sent_at: datetime,
    fetched_at: datetime,
    message_id: str,
) -> Message:
    """The message that a reply to `letter` became, with the letter quoted below it."""
    quoted = f"On {fetched_at:%d %B %Y}, iStockist Support wrote:\n> {letter.subject}"
    raw = compose(
        name=writer.name,
        address=writer.email,
        subject=f"Re: {letter.subject}",
        text=f"{text}\n\n{quoted}",
        sent_at=sent_at,
        message_id=message_id,
        answers=letter.message_id,
    )
    mail = _received(raw, fetched_at)
    assert mail.message is not None
    return mail.message


def compose(
    *,
    name: str,
    address: str,
    subject: str,
    text: str,
    sent_at: datetime,
    message_id: str,
    answers: str = "",
    automatic: bool = False,
) -> bytes:
    domain = address.partition("@")[2]
    mail = EmailMessage()
    mail["Received"] = f"from mail.{domain} by mx.istockist.example; {format_datetime(sent_at)}"
    mail["From"] = formataddr((name, address))
    mail["To"] = settings.SUPPORT_ADDRESS
    mail["Subject"] = subject
    mail["Date"] = format_datetime(sent_at)
    mail["Message-ID"] = f"<{message_id.replace(' ', '-')}@{domain}>"
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    if automatic:
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(GREETING.format(text=text, name=name.partition(" ")[0]))
    return mail.as_bytes()


def _received(raw: bytes, at: datetime) -> InboundMail:
    mail = intake.receive(raw, at=at)
    if mail.state != InboundMail.State.ACCEPTED:
        raise ValueError(f"Mail {mail.pk} is {mail.state}: {mail.note} {mail.held_for}")
    return mail
