"""What the client answered: it ends questions, and may undo a closing for want of it (K10, E2)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets import inputs
from tickets.lifecycle.base import SUPPORT, SYSTEM, commit_step, lock, rows_for_step
from tickets.lifecycle.drafts import NewMessage, draft_message
from tickets.models import CloseReason, HandOver, InformationRequest, Message, Ticket, Verb


def commit_answer(
    ticket: Ticket,
    *,
    verb: Verb,
    by: User,
    side: str,
    at: datetime,
    recorded_at: datetime,
    data: dict[str, Any],
    speaks: bool = False,
    drafted: NewMessage | None = None,
) -> Event:
    """Append an act by which the client answers, received at `at`. It ends the questions asked
    by then, and undoes the closing that came for want of it."""
    closing = undoable_closing(ticket, at=at)
    undoes = {"undoes": closing.pk} if closing else {}
    rows = rows_for_step(ticket)
    answers = [row.id for row in rows.questions[ticket.pk] if row.is_answered_by(at)]
    act = commit_step(
        ticket,
        verb=verb,
        by=by,
        side=side,
        at=at,
        recorded_at=recorded_at,
        data={**data, "answers": answers, **undoes},
        speaks=speaks,
        drafted=drafted,
        rows=rows,
    )
    if closing is not None:
        _undo(ticket, closing, act)
    return act


def undoable_closing(ticket: Ticket, *, at: datetime) -> Event | None:
    """The closing of a ticket that is closed for want of an answer, where one that was received
    at `at` came between the question on which it rests and the closing (E2)."""
    if ticket.close_reason != CloseReason.NO_ANSWER:
        return None
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk)
    closing = events.filter(verb=Verb.CLOSE).order_by("-id")[0]
    question = InformationRequest.objects.filter(pk=closing.data.get("question") or 0).first()
    if question is None or not question.asked_at <= at < closing.at:
        return None
    return closing


def _undo(ticket: Ticket, closing: Event, act: Event) -> None:
    """As if never closed: with the team that had it, whose hand-over is open again (E2)."""
    handed = HandOver.objects.filter(pk=closing.data.get("hand_over") or 0).first()
    if handed is not None:
        handed.heard_at = None
        handed.save()
    ticket.undo_closing(
        team=handed.team if handed else "", team_since=handed.handed_at if handed else None
    )
    ticket.closed_from = ""
    message = act.data.get("message")
    commit_step(
        ticket,
        verb=Verb.UNDO_CLOSING,
        by=None,
        side=SYSTEM,
        at=act.recorded_at,
        data={"closing": closing.pk, "act": act.pk, "by_message": message},
    )


@transaction.atomic
def answer(
    ticket_id: int, *, text: str, by: User, at: datetime, recorded_at: datetime | None = None
) -> Message:
    """An agent records what the client answered elsewhere, by telephone for example: at `at`, be
    it earlier than the recording."""
    ticket, at = lock(ticket_id), to_second(at)
    recorded_at = to_second(recorded_at) if recorded_at else at
    if at > recorded_at:
        raise ActionRefused("An answer cannot be received later than now.")
    asked = inputs.read({ticket.pk: ticket.client_id}).questions[ticket.pk]
    if not any(row.is_answered_by(at) for row in asked):
        raise ActionRefused(
            "No question was open on this ticket at that time. Say when the answer was received."
        )
    drafted = draft_message(ticket, kind=Message.Kind.NOTE, text=text, by=by, at=at)
    commit_answer(
        ticket,
        verb=Verb.ANSWER,
        by=by,
        side=SUPPORT,
        at=at,
        recorded_at=recorded_at,
        data={},
        drafted=drafted,
    )
    return drafted.message


def unsure_messages(ticket_id: int) -> list[int]:
    """The ids of the messages that may be automatic, and that nobody has confirmed yet (K10)."""
    events = Event.objects.about(Event.Kind.TICKET, ticket_id).order_by("id")
    kept = events.filter(verb__in=(Verb.OPEN, Verb.WRITE), data__perhaps_automatic=True)
    confirmed = {event.data["message"] for event in events.filter(verb=Verb.CONFIRM_PERSON)}
    return [event.data["message"] for event in kept if event.data["message"] not in confirmed]


@transaction.atomic
def confirm_person(message_id: int, *, by: User, at: datetime) -> Event:
    """An agent confirms that a person wrote what was taken for automatic mail: it answers from
    its receipt on (K10)."""
    message = Message.objects.get(pk=message_id)
    ticket = lock(message.ticket_id)
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk).filter(data__message=message_id)
    unsure = events.filter(verb__in=(Verb.OPEN, Verb.WRITE), data__perhaps_automatic=True).first()
    if unsure is None:
        raise ActionRefused("That message is no mail that may be automatic.")
    if events.filter(verb=Verb.CONFIRM_PERSON).exists():
        raise ActionRefused("It is confirmed already that a person wrote it.")
    opening = {"opening": True} if unsure.verb == Verb.OPEN else {}
    if opening:
        ticket.perhaps_automatic = False
    return commit_answer(
        ticket,
        verb=Verb.CONFIRM_PERSON,
        by=by,
        side=SUPPORT,
        at=unsure.at,
        recorded_at=to_second(at),
        data={"message": message_id, **opening},
    )
