"""A message that is another matter gets a ticket of its own, or goes into the one that it belongs
to (O1)."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.lifecycle.base import SUPPORT, commit_step, lock, lock_to_write, refuse_closed
from tickets.lifecycle.messages import write
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


@transaction.atomic
def move_message(message_id: int, *, to: Ticket, by: User, at: datetime) -> Message:
    """Into another ticket of the same client, as if it had been written there: it answers there
    what was asked by its receipt (K10). In the old folder it stays, with what it did there."""
    message, at = Message.objects.get(pk=message_id), to_second(at)
    tickets = {pk: lock_to_write(pk) for pk in sorted({message.ticket_id, to.pk})}
    old, to = tickets[message.ticket_id], tickets[to.pk]
    _refuse(message, old)
    if to.pk == old.pk or to.client_id != old.client_id:
        raise ActionRefused("Name another ticket of the same client.")
    if message.at < to.opened_at:
        raise ActionRefused(f"The message is older than ticket {to.number}.")
    refuse_closed(to)
    moved = write(
        to.pk,
        text=message.text or "(a file)",
        by=by,
        author=message.author,
        at=message.at,
        recorded_at=at,
        quoted=message.quoted,
        by_mail=message.by_mail,
        data={"moved_from": old.pk, "split_message": message.pk},
    )
    _copy_files(message, moved)
    commit_step(
        old,
        verb=Verb.SPLIT,
        by=by,
        side=SUPPORT,
        at=at,
        data={"by_message": message.pk, "ticket": to.pk, "moved": True},
    )
    return moved


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
