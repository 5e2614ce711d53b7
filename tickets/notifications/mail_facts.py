"""What a letter says about the mail that it answers."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.template.defaultfilters import filesizeformat

from tickets.models import InboundMail, Ticket


def opening_mails(ticket: Ticket) -> QuerySet[InboundMail]:
    """The mail that opened it, first; without the bytes, of which there may be many."""
    rows = InboundMail.objects.filter(ticket=ticket, message__isnull=False).defer("raw")
    return rows.order_by("received_at", "pk")


def note_of_opening(ticket: Ticket) -> str:
    """What the sender has to know of the mail that opened the ticket."""
    return _cut_note(opening_mails(ticket).annotate(kept=Length("raw")).first())


def note_of(mail_id: int) -> str:
    """What the sender has to know of a mail."""
    rows = InboundMail.objects.filter(pk=mail_id).defer("raw")
    return _cut_note(rows.annotate(kept=Length("raw")).first())


def _cut_note(mail: Any) -> str:
    """Of one that was too large to be read whole; else empty."""
    if mail is None or (mail.kept <= settings.MAIL_MAX_BYTES and mail.full_size is None):
        return ""
    whole, read = mail.full_size or mail.kept, min(mail.kept, settings.MAIL_MAX_BYTES)
    return (
        f"Your e-mail is larger than we can read at a time: of its {_size(whole)} only the first "
        f"{_size(read)} stand in the ticket, and what comes behind is missing there, files above "
        f"all. Please send large files through the portal, up to "
        f"{_size(settings.UPLOAD_MAX_BYTES)} each."
    )


def _size(count: int) -> str:
    return filesizeformat(count).replace("\xa0", " ")
