"""Any history of steps, replayed from its events, gives what the steps have stored."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tickets import inputs, lifecycle
from tickets.models import Finding, InformationRequest, Message, Ticket
from tickets.replay import replay
from tickets.sla.verdict import judge

pytestmark = pytest.mark.django_db


def decide(ticket_id, kind, at, people, **adds):
    finding = lifecycle.propose(
        ticket_id, kind=kind, evidence="So.", by=people.aoife, at=at, **adds
    )
    lifecycle.approve(finding.pk, by=people.niamh, at=at)


def newest(ticket_id) -> int:
    finding = Finding.objects.filter(ticket=ticket_id, kind="client-error").last()
    if finding is None:
        raise ActionRefused("None.")
    return finding.pk


def earlier(ticket_id, at, hours):
    """What was received so many hours before it is recorded, but not before the opening."""
    return max(at - timedelta(hours=hours), Ticket.objects.get(pk=ticket_id).opened_at)


def last_question(ticket_id) -> int:
    question = InformationRequest.objects.filter(ticket=ticket_id).last()
    if question is None:
        raise ActionRefused("None.")
    return question.pk


def last_unsure(ticket_id) -> int:
    kept = Event.objects.filter(subject_id=ticket_id, data__perhaps_automatic=True).last()
    if kept is None:
        raise ActionRefused("None.")
    return kept.data["message"]


TRIED_STEPS = {
    "take": lambda t, at, p: lifecycle.take(t, by=p.aoife, at=at, seen=None),
    "reply": lambda t, at, p: lifecycle.reply(t, text="We look.", by=p.aoife, at=at),
    "note": lambda t, at, p: lifecycle.note(t, text="Disk?", by=p.aoife, at=at),
    "ask": lambda t, at, p: lifecycle.ask(t, text="Which?", by=p.aoife, at=at),
    "answer": lambda t, at, p: lifecycle.answer(t, text="88214", by=p.aoife, at=at),
    "write": lambda t, at, p: lifecycle.write(t, text="88214", by=p.clara, at=at),
    "late": lambda t, at, p: lifecycle.write(
        t, text="88214", by=p.clara, at=earlier(t, at, 30), recorded_at=at
    ),
    "told": lambda t, at, p: lifecycle.answer(
        t, text="88214", by=p.aoife, at=earlier(t, at, 5), recorded_at=at
    ),
    "unsure": lambda t, at, p: lifecycle.keep_unsure(
        t, text="Away", by=p.clara, at=earlier(t, at, 3), recorded_at=at
    ),
    "confirm": lambda t, at, p: lifecycle.confirm_person(last_unsure(t), by=p.aoife, at=at),
    "fail": lambda t, at, p: lifecycle.fail_notice(
        last_question(t), at=earlier(t, at, 2), recorded_at=at
    ),
    "deliver": lambda t, at, p: lifecycle.deliver_notice(
        last_question(t), at=earlier(t, at, 1), recorded_at=at
    ),
    "silence": lambda t, at, p: lifecycle.close(
        t, reason="no-answer", by=p.aoife, at=at, seen=None
    ),
    "split": lambda t, at, p: lifecycle.split(
        Message.objects.filter(ticket=t, kind="client").last().pk, subject="So", by=p.aoife, at=at
    ),
    "across": lambda t, at, p: lifecycle.move_message(
        Message.objects.filter(ticket=t, kind="client").last().pk,
        to=Ticket.objects.exclude(pk=t).last() or Ticket.objects.get(pk=t),
        by=p.aoife,
        at=at,
    ),
    "announce": lambda t, at, p: p.announce(at + timedelta(hours=1)),
    "critical": lambda t, at, p: lifecycle.qualify(
        t, class_test="orders-stopped", by=p.aoife, at=at, seen=None
    ),
    "low": lambda t, at, p: lifecycle.qualify(
        t, class_test="read-only", by=p.aoife, at=at, seen=None
    ),
    "request": lambda t, at, p: lifecycle.qualify_request(t, by=p.aoife, at=at, seen=None),
    "downgrade": lambda t, at, p: lifecycle.downgrade(
        Ticket.objects.get(pk=t).fault_id or 0, text="So.", by=p.aoife, at=at, seen=None
    ),
    "hand_over": lambda t, at, p: lifecycle.hand_over(
        t, team="operations", text="Look", by=p.aoife, at=at
    ),
    "hear_back": lambda t, at, p: lifecycle.hear_back(t, text="Done", by=p.aoife, at=at),
    "resolve": lambda t, at, p: lifecycle.close(t, reason="resolved", by=p.aoife, at=at, seen=None),
    "spam": lambda t, at, p: lifecycle.close(t, reason="spam", by=p.aoife, at=at, seen=None),
    "works": lambda t, at, p: lifecycle.close_by_client(t, by=p.clara, at=at),
    "reopen": lambda t, at, p: lifecycle.reopen(t, by=p.aoife, at=at, seen=None),
    "priority": lambda t, at, p: lifecycle.set_priority(t, low=True, by=p.clara, at=at),
    "rate": lambda t, at, p: lifecycle.rate(
        t, value=1 + at.second % 5, text="So.", by=p.clara, at=at
    ),
    "sweep": lambda t, at, p: lifecycle.sweep(at=at),
    "resolve_fault": lambda t, at, p: lifecycle.resolve(
        Ticket.objects.get(pk=t).fault_id or 0, text="Done.", by=p.aoife, at=at, seen=None
    ),
    "exclude": lambda t, at, p: decide(t, "client-error", at, p),
    "rectify": lambda t, at, p: decide(t, "rectification", at, p, class_test="degraded"),
    "no_fault": lambda t, at, p: decide(t, "rectification", at, p, to_kind="request"),
    "late_spam": lambda t, at, p: decide(t, "spam", at, p),
    "contest": lambda t, at, p: lifecycle.contest(newest(t), text="No.", by=p.clara, at=at),
    "by_mail": lambda t, at, p: lifecycle.contest_by_message(
        newest(t),
        message=Message.objects.filter(ticket=t, kind="client").last(),
        by=p.aoife,
        at=at,
    ),
    "uphold": lambda t, at, p: lifecycle.uphold(newest(t), text="Yes.", by=p.orla, at=at),
    "withdraw": lambda t, at, p: lifecycle.withdraw(newest(t), text="True.", by=p.orla, at=at),
}
HISTORIES = st.lists(
    st.tuples(st.sampled_from(sorted(TRIED_STEPS)), st.integers(0, 200_000)),
    min_size=1,
    max_size=14,
)


def live(ticket, people, history):
    """Take every step that the ticket allows; returns the instant of the last one tried."""
    at = ticket.opened_at
    for name, seconds in history:
        at += timedelta(seconds=seconds)
        try:
            TRIED_STEPS[name](ticket.pk, at, people)
        except ActionRefused:
            continue
    return at


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
def test_any_history_replayed_gives_the_stored_columns(open_ticket, people, history):
    with transaction.atomic():
        ticket = open_ticket()
        live(ticket, people, history)
        stored = Ticket.objects.get(pk=ticket.pk)
        columns = replay(inputs.read({ticket.pk: ticket.client_id}).events[ticket.pk])
        assert columns == {name: getattr(stored, name) for name in columns}
        transaction.set_rollback(True)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
def test_stored_verdicts_are_those_of_the_facts(open_ticket, people, history):
    with transaction.atomic():
        ticket = open_ticket()
        at = live(ticket, people, history)
        lifecycle.refresh(ticket.pk, at=at)
        stored = Ticket.objects.get(pk=ticket.pk)
        verdicts = judge(inputs.load_inputs(stored), now=at)
        assert (stored.response.verdict, stored.response.elapsed, stored.response.due_at) == (
            verdicts.response.verdict,
            verdicts.response.elapsed,
            verdicts.response.due_at,
        )
        assert (
            stored.fix.verdict,
            stored.fix.fault_class,
            stored.fix.elapsed,
            stored.fix.due_at,
        ) == (
            verdicts.fix.verdict,
            verdicts.fix.fault_class,
            verdicts.fix.elapsed,
            verdicts.fix.due_at,
        )
        transaction.set_rollback(True)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
def test_the_ledger_tiles_wall_clock_time(open_ticket, people, history):
    with transaction.atomic():
        ticket = open_ticket()
        at = live(ticket, people, history)
        for clock in judge(inputs.load_inputs(ticket), now=at)[:2]:
            assert sum(segment.seconds for segment in clock.ledger) == clock.wall_clock
            counted = sum(segment.seconds for segment in clock.ledger if segment.counted)
            assert counted == clock.elapsed
        transaction.set_rollback(True)
