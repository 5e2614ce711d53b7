"""Steps by which people speak: write, reply, note, ask, hand over, hear back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from istockist_sla.core import together
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.attachments import Upload
from tickets.lifecycle.answers import commit_answer
from tickets.lifecycle.base import (
    CLIENT,
    SUPPORT,
    TECHNICAL,
    commit_step,
    lock,
    lock_to_write,
    refuse_closed,
)
from tickets.lifecycle.drafts import Along, add_message, draft_message
from tickets.models import (
    HandOver,
    InformationRequest,
    Message,
    Team,
    Ticket,
    Verb,
)


@together.one_transaction()
def write(
    ticket_id: int,
    *,
    text: str,
    by: User,
    at: datetime,
    recorded_at: datetime | None = None,
    author: User | None = None,
    files: Iterable[Upload] = (),
    quoted: str = "",
    by_mail: bool = False,
    data: dict[str, Any] | None = None,
    along: Along | None = None,
) -> Message:
    """The client writes, received at `at`; that answers what was asked by then (K10). A closed
    ticket stays closed and is flagged (K13), unless it was closed for want of this answer (E2).

    `author`: whose words they are, where `by` passes them on (P1). `along`: what else is stored
    with the message.
    """
    ticket, at = lock_to_write(ticket_id), to_second(at)
    drafted = draft_message(
        ticket,
        kind=Message.Kind.CLIENT,
        text=text,
        by=author or by,
        at=at,
        files=files,
        quoted=quoted,
        by_mail=by_mail,
        along=along,
    )
    after = _flag_after_closing(ticket)
    commit_answer(
        ticket,
        verb=Verb.WRITE,
        by=by,
        side=CLIENT,
        at=at,
        recorded_at=to_second(recorded_at) if recorded_at else at,
        data={**after, **(data or {})},
        speaks=True,
        drafted=drafted,
    )
    return drafted.message


def _flag_after_closing(ticket: Ticket) -> dict[str, bool]:
    """What the event of a message says where its ticket is closed: somebody has to look (K13)."""
    ticket.mail_after_closing = ticket.mail_after_closing or ticket.is_closed
    return {"after_closing": True} if ticket.is_closed else {}


@together.one_transaction()
def keep_unsure(
    ticket_id: int,
    *,
    text: str,
    by: User,
    at: datetime,
    recorded_at: datetime,
    files: Iterable[Upload] = (),
    quoted: str = "",
    by_mail: bool = True,
    data: dict[str, Any] | None = None,
    along: Along | None = None,
) -> Message:
    """Mail that may be automatic is kept in the folder and answers nothing, until an agent
    confirms that a person wrote it (K10)."""
    ticket, at = lock_to_write(ticket_id), to_second(at)
    drafted = draft_message(
        ticket,
        kind=Message.Kind.CLIENT,
        text=text,
        by=by,
        at=at,
        files=files,
        quoted=quoted,
        by_mail=by_mail,
        along=along,
    )
    after = _flag_after_closing(ticket)
    commit_step(
        ticket,
        verb=Verb.WRITE,
        by=by,
        side=CLIENT,
        at=at,
        recorded_at=to_second(recorded_at),
        data={"perhaps_automatic": True, **after, **(data or {})},
        speaks=True,
        drafted=drafted,
    )
    return drafted.message


@transaction.atomic
def reply(
    ticket_id: int, *, text: str, by: User, at: datetime, files: Iterable[Upload] = ()
) -> Message:
    ticket, at = lock(ticket_id), to_second(at)
    refuse_closed(ticket)
    drafted = draft_message(ticket, kind=Message.Kind.REPLY, text=text, by=by, at=at, files=files)
    commit_step(ticket, verb=Verb.REPLY, by=by, side=SUPPORT, at=at, speaks=True, drafted=drafted)
    return drafted.message


@transaction.atomic
def note(
    ticket_id: int,
    *,
    text: str,
    by: User,
    at: datetime,
    files: Iterable[Upload] = (),
    mentions: Iterable[User] = (),
) -> Message:
    """An internal note; the client never sees it and it stops no clock (K6). Who is mentioned in
    it is told."""
    ticket, at = lock(ticket_id), to_second(at)
    drafted = draft_message(ticket, kind=Message.Kind.NOTE, text=text, by=by, at=at, files=files)
    named = sorted({person.pk for person in mentions})
    data = {"mentions": named} if named else {}
    commit_step(ticket, verb=Verb.NOTE, by=by, side=SUPPORT, at=at, data=data, drafted=drafted)
    return drafted.message


@transaction.atomic
def ask(
    ticket_id: int, *, text: str, by: User, at: datetime, files: Iterable[Upload] = ()
) -> Message:
    """A recorded question that the fix needs: the fix clock waits for the answer (K10)."""
    ticket, at = lock(ticket_id), to_second(at)
    refuse_closed(ticket)
    message = add_message(ticket, kind=Message.Kind.QUESTION, text=text, by=by, at=at, files=files)
    question = InformationRequest.objects.create(
        ticket=ticket, message=message, asked_at=at, dated_at=at
    )
    commit_step(
        ticket,
        verb=Verb.ASK,
        by=by,
        side=SUPPORT,
        at=at,
        data={"message": message.pk, "question": question.pk},
        speaks=True,
    )
    return message


@transaction.atomic
def hand_over(ticket_id: int, *, team: str, text: str, by: User, at: datetime) -> HandOver:
    """Give the work to Operations or Development; Support stays the client's partner (P5)."""
    ticket, at = lock(ticket_id), to_second(at)
    refuse_closed(ticket)
    if team not in Team.values:
        raise ActionRefused("Choose Operations or Development.")
    if ticket.team:
        raise ActionRefused(f"The ticket is with {ticket.get_team_display()} already.")
    message = add_message(ticket, kind=Message.Kind.HAND_OVER, text=text, by=by, at=at)
    handed = HandOver.objects.create(ticket=ticket, team=team, message=message, handed_at=at)
    ticket.team, ticket.team_since = team, at
    commit_step(
        ticket,
        verb=Verb.HAND_OVER,
        by=by,
        side=SUPPORT,
        at=at,
        data={"message": message.pk, "team": team},
    )
    return handed


@transaction.atomic
def hear_back(ticket_id: int, *, text: str, by: User, at: datetime) -> HandOver:
    """What the technical team answered; the ticket is Support's alone again."""
    ticket, at = lock(ticket_id), to_second(at)
    handed = HandOver.objects.filter(ticket=ticket, heard_at=None).first()
    if handed is None:
        raise ActionRefused("The ticket is with no technical team.")
    message = add_message(ticket, kind=Message.Kind.REPORT, text=text, by=by, at=at)
    handed.heard_at, handed.report = at, message
    handed.save()
    ticket.team, ticket.team_since, ticket.last_word_at = "", None, at
    ticket.last_word_side = TECHNICAL
    commit_step(
        ticket,
        verb=Verb.HEAR_BACK,
        by=by,
        side=TECHNICAL,
        at=at,
        data={"message": message.pk, "team": handed.team},
    )
    return handed
