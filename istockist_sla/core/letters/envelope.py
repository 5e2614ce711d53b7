"""A letter as an e-mail: its addresses, the headers of every letter, text and HTML."""

from collections.abc import Callable
from email.utils import formataddr, make_msgid, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.encoding import punycode

from istockist_sla.core.models import Letter

# So that no machine answers: RFC 3834, and the same for Exchange.
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


class Enclosure(NamedTuple):
    """A file that goes with a letter; `read` is asked for its content when it is sent."""

    name: str
    content_type: str
    read: Callable[[], bytes]


class Rendered(NamedTuple):
    """What a letter says; `headers` come before those of every letter."""

    subject: str
    text: str
    html: str
    headers: dict[str, str]
    enclosures: tuple[Enclosure, ...] = ()


class Address(NamedTuple):
    email: str
    name: str


def new_message_id() -> str:
    return make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or None)


def seal(
    letter: Letter, rendered: Rendered, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """The e-mail of one letter; ValueError where an address or header would inject another."""
    message = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mailbox(letter.to_name, letter.to_address)],
        headers={"Message-ID": letter.message_id, **AUTOMATIC, **rendered.headers},
        connection=connection,
    )
    if rendered.html:
        message.attach_alternative(rendered.html, "text/html")
    for enclosure in rendered.enclosures:
        message.attach(enclosure.name, enclosure.read(), enclosure.content_type)
    message.message()
    return message


def mailbox(name: str, address: str) -> str:
    """`"Whitcombe, Clara" <clara@meadow.example>`, in ASCII whatever the name is written in."""
    local, _, domain = address.rpartition("@")
    return formataddr((one_line(name), f"{local}@{punycode(domain)}"))


def one_line(text: str) -> str:
    """Without line ends, invisible and control characters: fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
