"""Letters that carry a question: nobody waits for an answer to what reached nobody (K10)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, Letter
from tickets.lifecycle.base import SYSTEM, commit_step, lock
from tickets.models import InformationRequest, Ticket, Verb
from tickets.models.messages import InformationRequestQuerySet

# A question may have ended before its failure is noticed: for so long it is still looked at.
LOOKED_BACK = timedelta(days=2)


@transaction.atomic
def fail_notice(question_id: int, *, at: datetime, recorded_at: datetime) -> bool:
    """Its letters failed for every recipient, the last at `at`: the question pauses no more.
    Returns whether that is news; the failure of an earlier delivery is none."""
    question, ticket = _locked(question_id)
    at = to_second(at)
    over = question.ended_at is not None and question.ended_at <= at
    if question.failed_at is not None or over or at < question.dated_at:
        return False
    _commit(ticket, Verb.NOTICE_FAILED, question, at=at, recorded_at=recorded_at)
    return True


@transaction.atomic
def deliver_notice(question_id: int, *, at: datetime, recorded_at: datetime) -> bool:
    """What had failed reached somebody at `at`: the question pauses anew, and its days count from
    then (E2)."""
    question, ticket = _locked(question_id)
    at = to_second(at)
    over = question.ended_at is not None and question.ended_at <= at
    if question.failed_at is None or over or at < question.failed_at:
        return False
    _commit(ticket, Verb.NOTICE_DELIVERED, question, at=at, recorded_at=recorded_at)
    return True


def _locked(question_id: int) -> tuple[InformationRequest, Ticket]:
    """The question as it is once its ticket is locked."""
    ticket = lock(
        InformationRequest.objects.values_list("ticket_id", flat=True).get(pk=question_id)
    )
    return InformationRequest.objects.get(pk=question_id), ticket


def _commit(
    ticket: Ticket, verb: Verb, question: InformationRequest, *, at: datetime, recorded_at: datetime
) -> None:
    commit_step(
        ticket,
        verb=verb,
        by=None,
        side=SYSTEM,
        at=at,
        recorded_at=to_second(recorded_at),
        data={"question": question.pk},
    )


def follow_notices(*, at: datetime, ticket_id: int | None = None) -> int:
    """Notice questions, of one ticket or of all, whose letters were all given up, and those that
    were sent at last; returns how many."""
    noticed, open_ones = 0, _lately_open(at)
    if ticket_id is not None:
        open_ones = open_ones.filter(ticket=ticket_id)
    for question, letters in _with_letters(_with_a_refusal(open_ones)):
        if all(letter.state == Letter.State.FAILED for letter in letters):
            # A letter that is given up keeps the instant of its last attempt.
            failed_at = max(letter.next_try_at for letter in letters)
            noticed += fail_notice(question.pk, at=min(failed_at, at), recorded_at=at)
    for question, letters in _with_letters(open_ones.undeliverable()):
        sent = [to_second(letter.sent_at) for letter in letters if letter.sent_at is not None]
        again = [
            sent_at for sent_at in sent if question.failed_at and sent_at >= question.failed_at
        ]
        if again:
            noticed += deliver_notice(question.pk, at=min(*again, at), recorded_at=at)
    return noticed


def _lately_open(at: datetime) -> InformationRequestQuerySet:
    return InformationRequest.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=at - LOOKED_BACK, ended_at__lte=at)
    )


def _with_a_refusal(questions: InformationRequestQuerySet) -> InformationRequestQuerySet:
    given_up = Letter.objects.filter(
        subject_kind=Event.Kind.TICKET,
        subject_id=OuterRef("ticket_id"),
        template=Verb.ASK,
        state=Letter.State.FAILED,
    )
    return questions.filter(Exists(given_up), failed_at=None)


def _with_letters(
    questions: InformationRequestQuerySet,
) -> Iterator[tuple[InformationRequest, list[Letter]]]:
    """Each question with the letters of its own event, in three queries for all."""
    by_message = {question.message_id: question for question in questions}
    tickets = {question.ticket_id for question in by_message.values()}
    of_event: dict[int, list[Letter]] = {}
    letters = Letter.objects.filter(
        subject_kind=Event.Kind.TICKET, subject_id__in=tickets, template=Verb.ASK
    )
    for letter in letters.defer("text", "html"):
        of_event.setdefault(letter.context["event"], []).append(letter)
    for event in Event.objects.filter(pk__in=of_event):
        question = by_message.get(event.data["message"])
        if question is not None:
            yield question, of_event[event.pk]
