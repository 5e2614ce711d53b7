"""A new folder with its number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.attachments import Upload
from tickets.lifecycle.base import CLIENT, SUPPORT, add_message, commit_step
from tickets.models import Channel, ClientAdministrator, Counter, Message, Ticket, Verb


@transaction.atomic
def open_ticket(
    *,
    administrator: ClientAdministrator,
    channel: str,
    subject: str,
    text: str,
    at: datetime,
    recorded_at: datetime,
    by: User,
    files: Iterable[Upload] = (),
    quoted: str = "",
    low_priority: bool = False,
    perhaps_automatic: bool = False,
    provisional_class: str = "",
    checks: dict[str, Any] | None = None,
    follows: Ticket | None = None,
    data: dict[str, Any] | None = None,
) -> Ticket:
    """A new folder with its number, opened at `at`, made at `recorded_at` (O1, P2)."""
    at, recorded_at = to_second(at), to_second(recorded_at)
    if at > recorded_at:
        raise ActionRefused("A ticket cannot be opened later than now.")
    ticket = Ticket.objects.create(
        number=_next_number(),
        client_id=administrator.client_id,
        administrator=administrator,
        channel=channel,
        subject=" ".join(subject.split())[:200] or "(no subject)",
        opened_at=at,
        created_at=recorded_at,
        low_priority=low_priority,
        perhaps_automatic=perhaps_automatic,
        provisional_class=provisional_class,
        checks=checks or {},
        follows=follows,
        last_word_at=at,
    )
    ticket.results = []
    message = add_message(
        ticket,
        kind=Message.Kind.CLIENT,
        text=text or ("" if quoted or files else ticket.subject),
        by=administrator.user,
        at=at,
        files=files,
        quoted=quoted,
        by_mail=channel == Channel.MAIL,
    )
    _commit_opening(ticket, message, by, data or {})
    return ticket


def _commit_opening(ticket: Ticket, message: Message, by: User, data: dict[str, Any]) -> None:
    more = {"follows": ticket.follows_id} if ticket.follows_id else {}
    if ticket.perhaps_automatic:
        more["perhaps_automatic"] = True
    commit_step(
        ticket,
        verb=Verb.OPEN,
        by=by,
        side=SUPPORT if ticket.channel == Channel.DESK else CLIENT,
        at=ticket.opened_at,
        recorded_at=ticket.created_at,
        data={
            "client": ticket.client_id,
            "administrator": ticket.administrator_id,
            "channel": ticket.channel,
            "low_priority": ticket.low_priority,
            "provisional": ticket.provisional_class,
            "message": message.pk,
            **more,
            **data,
        },
    )


def _next_number() -> int:
    """The next ticket number; the row stays locked until the commit, so none is used twice."""
    Counter.objects.filter(name="ticket").update(last=F("last") + 1)
    return Counter.objects.get(name="ticket").last
