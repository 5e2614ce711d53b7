"""What a mail says, and whom it may come from."""

from django.db.models import Q, QuerySet

from tickets.mailroom import intake
from tickets.mailroom.parsing import Incoming
from tickets.models import ClientAdministrator, InboundMail

SHOWN_SOURCE = 100_000
MOST_SENDERS = 10


def mail_text(mail: InboundMail) -> tuple[Incoming, str]:
    """What the mail says, read as it was when it came, and the beginning of its source as text."""
    source = bytes(mail.raw[:SHOWN_SOURCE]).decode("utf-8", "replace").replace("\0", "␀")
    return intake.read(mail), source


def possible_senders(mail: InboundMail) -> QuerySet[ClientAdministrator]:
    """Administrators at the sender's address, or at its domain."""
    domain = mail.from_address.rpartition("@")[2]
    found = ClientAdministrator.objects.select_related("client")
    if not domain:
        return found.none()
    wanted = Q(email__iexact=mail.from_address) | Q(email__iendswith=f"@{domain}")
    return found.filter(wanted).order_by("client__name", "name")[:MOST_SENDERS]
