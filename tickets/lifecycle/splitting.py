"""A message that is another matter gets a ticket of its own (O1)."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.lifecycle.base import SUPPORT, commit_step, lock
from tickets.lifecycle.opening import open_ticket
from tickets.models import Attachment, Channel, Message, Ticket, Verb


@transaction.atomic
def split(message_id: int, *, subject: str, by: User, at: datetime) -> Ticket:
    """A ticket of the same administrator, opened at the message's own receipt. In the old folder
    the message stays, and so does what it did there; each folder names the other (O1)."""
    message, at = Message.objects.get(pk=message_id), to_second(at)
    old = lock(message.ticket_id)
    _refuse(message, old)
    new = open_ticket(
        administrator=old.administrator,
        channel=Channel.MAIL if message.by_mail else Channel.PORTAL,
        subject=subject,
        text=message.text,
        at=message.at,
        recorded_at=at,
        by=by,
        quoted=message.quoted,
        data={"split_from": old.pk, "split_message": message.pk},
    )
    _copy_files(message, new.messages.get())
    commit_step(
        old,
        verb=Verb.SPLIT,
        by=by,
        side=SUPPORT,
        at=at,
        data={"by_message": message.pk, "ticket": new.pk},
    )
    return new


def _refuse(message: Message, ticket: Ticket) -> None:
    if message.kind != Message.Kind.CLIENT:
        raise ActionRefused("Only what the client wrote can become a ticket of its own.")
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk)
    if events.filter(verb=Verb.OPEN, data__message=message.pk).exists():
        raise ActionRefused(f"That message opened ticket {ticket.number}.")
    if events.filter(verb=Verb.SPLIT, data__by_message=message.pk).exists():
        raise ActionRefused("That message has a ticket of its own already.")


def _copy_files(message: Message, copy: Message) -> None:
    """The same content, stored once."""
    for attachment in message.attachments.all():
        Attachment.objects.create(
            message=copy,
            name=attachment.name,
            content_type=attachment.content_type,
            size=attachment.size,
            sha256=attachment.sha256,
            inline=attachment.inline,
            file=attachment.file.name,
            scan=attachment.scan,
            scan_at=attachment.scan_at,
            scan_found=attachment.scan_found,
        )
