"""Mail that the demo's clients send: real messages, read by the mailroom like any other."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from django.conf import settings

from istockist_sla.core.models import Letter
from tickets.mailroom import intake
from tickets.models import ClientAdministrator, InboundMail, Message

GREETING = "Hello,\n\n{text}\n\nKind regards\n{name}\n"


def open_by_mail(case: Any, writer: ClientAdministrator, text: str, at: datetime) -> int:
    """The id of the ticket that the mail opened; `at` is when it was fetched."""
    raw = compose(
        name=writer.name,
        address=writer.email,
        subject=case.subject,
        text=text,
        sent=at - timedelta(seconds=case.rng.randint(15, 58)),
        message_id=f"{case.name}.open",
    )
    mail = _received(raw, at)
    assert mail.ticket_id is not None
    return mail.ticket_id


def answer_by_mail(case: Any, writer: ClientAdministrator, text: str, at: datetime) -> Message:
    """The client answers the newest letter about the ticket that went to a client."""
    about = Letter.objects.about("ticket", case.ticket_id).order_by("-id")
    letter = about.filter(to_address__endswith=case.company.domain).first()
    assert letter is not None
    raw = compose(
        name=writer.name,
        address=writer.email,
        subject=f"Re: {letter.subject}",
        text=f"{text}\n\nOn {at:%d %B %Y}, iStockist Support wrote:\n> {letter.subject}",
        sent=at - timedelta(seconds=case.rng.randint(15, 58)),
        message_id=f"{case.name}.{letter.pk}.{at:%d%H%M%S}",
        answers=letter.message_id,
    )
    mail = _received(raw, at)
    assert mail.message is not None
    return mail.message


def compose(
    *,
    name: str,
    address: str,
    subject: str,
    text: str,
    sent: datetime,
    message_id: str,
    answers: str = "",
    automatic: bool = False,
) -> bytes:
    domain = address.partition("@")[2]
    mail = EmailMessage()
    mail["Received"] = f"from mail.{domain} by mx.istockist.example; {format_datetime(sent)}"
    mail["From"] = formataddr((name, address))
    mail["To"] = settings.SUPPORT_ADDRESS
    mail["Subject"] = subject
    mail["Date"] = format_datetime(sent)
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
