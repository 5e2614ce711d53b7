"""What makes e-mails of a ticket one conversation: headers, what is answered, and files."""

import re
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings

from istockist_sla.core.letters import Enclosure, envelope
from istockist_sla.core.lib import tokens
from tickets.models import Attachment, Channel, InboundMail, Message, Ticket
from tickets.notifications.context import LetterContext

MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,248}>")
# By these an agent speaks to the client: they bring the files, and what they answer.
SPEAKING = ("reply", "ask")
MOST_QUOTED_LINES, MOST_QUOTED_CHARS = 40, 3000
CUT = "[…]"


class Quote(NamedTuple):
    """The client's last words before an answer."""

    message: Message
    lines: list[str]


def headers(answers_to: Ticket, context: LetterContext) -> dict[str, str]:
    """They bring an answer back into its ticket, and keep the e-mails of a ticket in one thread,
    below the mail that opened it, each beside the mail that it answers."""
    local, _, domain = settings.SUPPORT_ADDRESS.partition("@")
    number, secret = answers_to.number, settings.SECRET_KEY
    dated, token = tokens.make(number, secret, _day(context)), tokens.make(number, secret)
    thread = list(dict.fromkeys([f"<{token}@{domain}>", *_mails(context)]))
    answers = context.letter.template == "open" and context.ticket.channel == Channel.MAIL
    return {
        "Reply-To": envelope.mailbox("iStockist Support", f"{local}+{dated}@{domain}"),
        "References": " ".join(thread),
        "In-Reply-To": thread[-1],
        **({"Auto-Submitted": "auto-replied"} if answers else {}),
    }


def _day(context: LetterContext) -> date:
    return context.letter.created_at.date()


def _mails(context: LetterContext) -> list[str]:
    """The Message-IDs of the mail that opened the ticket, and of the last one before the e-mail."""
    mails = InboundMail.objects.filter(ticket=context.ticket, message__isnull=False)
    first = mails.order_by("received_at", "pk")
    last = mails.filter(received_at__lte=context.letter.created_at).order_by("-received_at", "-pk")
    found = [rows.values_list("internet_id", flat=True).first() for rows in (first, last)]
    return [each for each in found if each and MESSAGE_ID.fullmatch(each)]


def quote(context: LetterContext) -> Quote | None:
    """What the client wrote last before the agent spoke, bounded."""
    if context.letter.template not in SPEAKING or context.message is None:
        return None
    earlier = Message.objects.filter(
        ticket=context.ticket, kind=Message.Kind.CLIENT, pk__lt=context.message.pk
    )
    last = earlier.select_related("author").order_by("-pk").first()
    if last is None or not last.text.strip():
        return None
    return Quote(last, _bounded(last.text))


def _bounded(text: str) -> list[str]:
    """At most so many lines and characters, and a mark where that cuts."""
    lines = text[:MOST_QUOTED_CHARS].splitlines()[:MOST_QUOTED_LINES]
    is_whole = len("\n".join(lines)) >= len("\n".join(text.splitlines()))
    return lines if is_whole else [*lines, CUT]


def enclosed(context: LetterContext) -> list[Attachment]:
    """The files that go with the e-mail: those that are offered, and fit into LETTER_MAX_BYTES, in
    their order."""
    if context.letter.template not in SPEAKING or context.message is None:
        return []
    room, found = settings.LETTER_MAX_BYTES, []
    for attachment in context.message.attachments.all():
        if attachment.is_offered and attachment.size <= room:
            room -= attachment.size
            found.append(attachment)
    return found


def enclosure(attachment: Attachment) -> Enclosure:
    """Read only when it is sent."""

    def read() -> bytes:
        with attachment.file.open("rb") as file:
            content: Any = file.read()
        return bytes(content)

    return Enclosure(attachment.name, attachment.content_type, read)


def headers_to(mail: InboundMail) -> dict[str, str]:
    """Of an e-mail that answers one mail alone."""
    known = MESSAGE_ID.fullmatch(mail.internet_id)
    return {"In-Reply-To": mail.internet_id, "References": mail.internet_id} if known else {}
