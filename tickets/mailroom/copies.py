"""One mail that reaches us twice, by two addresses or two processes, is one mail.

A copy has the sender, the Message-ID and the content of another one; without a Message-ID it also
comes within a day of it. The database keeps the key unique, so of two processes that decide the
same mail at once the second is told, and finds what the first made of it.
"""

import hashlib
from datetime import timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Max

from istockist_sla.core import together
from tickets.mailroom.parsing import Incoming
from tickets.models import InboundMail

MOST_TRIES = 5
WITHOUT_ID = timedelta(hours=24)
# What is read from the raw bytes, and kept before anything is made of it.
READ = (
    *("internet_id", "from_address", "from_name", "subject", "note", "received_at"),
    *("administrator", "content_key", "occurrence"),
)


class SettledMeanwhile(Exception):
    """Another process has decided what becomes of this very mail."""


def key_of(incoming: Incoming) -> str:
    """Empty for what could not be read at all: nothing can be said to be its copy."""
    if not incoming.content_key:
        return ""
    parts = (incoming.from_address, incoming.message_id, incoming.content_key)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def claim(mail: InboundMail, incoming: Incoming) -> InboundMail | None:
    """Save what was read from the mail, as the first of its key; or the mail that it is a copy of.

    Called in a transaction: whoever claims the same key at the same time waits for its end.
    """
    mail.content_key = key_of(incoming)
    mail.occurrence = 0 if mail.content_key else None
    for _ in range(MOST_TRIES):
        if _saved(mail):
            return None
        mail.occurrence = None
        earlier = _original(mail)
        if earlier is not None:
            return earlier
        taken = _same_key(mail).aggregate(last=Max("occurrence"))["last"]
        mail.occurrence = 0 if taken is None else taken + 1
    raise OperationalError("Other processes receive the same mail without end.")


def take_over(mail: InboundMail, incoming: Incoming, earlier: InboundMail) -> bool:
    """The mail becomes the first of its key in the place of one whose sender is still in doubt;
    False where that one is not, or is settled by now."""
    rows = InboundMail.objects.select_for_update().filter(pk=earlier.pk)
    in_doubt = rows.filter(
        state__in=[InboundMail.State.HELD, InboundMail.State.WAITING],
        held_for=InboundMail.Held.UNVERIFIED,
    )
    if not in_doubt.exists():
        return False
    rows.update(occurrence=None)
    earlier.occurrence = None
    claim(mail, incoming)
    return True


def _saved(mail: InboundMail) -> bool:
    """Whether the key is the mail's; its row stays locked until the commit."""
    try:
        with transaction.atomic():
            found = together.update_as(mail, READ, state=mail.state)
    except IntegrityError:
        return False
    if not found:
        raise SettledMeanwhile
    return True


def _original(mail: InboundMail) -> InboundMail | None:
    found = _same_key(mail).order_by("-occurrence").defer("raw")
    if mail.internet_id:
        return found.first()
    near = (mail.received_at - WITHOUT_ID, mail.received_at + WITHOUT_ID)
    return min(
        found.filter(received_at__range=near),
        key=lambda other: abs(other.received_at - mail.received_at),
        default=None,
    )


def _same_key(mail: InboundMail):
    return InboundMail.objects.filter(
        content_key=mail.content_key, occurrence__isnull=False
    ).exclude(pk=mail.pk)
