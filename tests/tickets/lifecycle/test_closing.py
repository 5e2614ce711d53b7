from datetime import timedelta

import pytest

from istockist_sla.core.models import Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def qualified(ticket, aoife):
    return lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None
    )


def close(ticket, by, reason="resolved", at=OPENED + 2 * HOUR, **more):
    return lifecycle.close(ticket.pk, reason=reason, by=by, at=at, seen=None, **more)


def test_a_qualified_fault_closes_as_resolved(qualified, aoife):
    closed = close(qualified, aoife)
    assert (closed.state, closed.close_reason, closed.fix.verdict) == ("closed", "resolved", "met")


def test_a_fault_without_a_class_never_closes_as_resolved(ticket, aoife):
    with pytest.raises(ActionRefused, match="Qualify"):
        close(ticket, aoife)


def test_no_answer_needs_an_open_question(qualified, aoife):
    with pytest.raises(ActionRefused, match="open question"):
        close(qualified, aoife, "no-answer")


def test_a_confirmed_closing_points_at_the_clients_message(qualified, aoife, clara):
    said = lifecycle.write(qualified.pk, text="Close it.", by=clara.user, at=OPENED + HOUR)
    assert close(qualified, aoife, "confirmed", confirmation=said).close_reason == "confirmed"


def test_a_confirmed_closing_without_a_message_of_the_client_is_refused(qualified, aoife):
    note = lifecycle.note(qualified.pk, text="They rang.", by=aoife, at=OPENED + HOUR)
    with pytest.raises(ActionRefused, match="message that confirms"):
        close(qualified, aoife, "confirmed", confirmation=note)


def test_it_works_again_closes_a_qualified_ticket_as_resolved(qualified, clara):
    closed = lifecycle.close_by_client(qualified.pk, by=clara.user, at=OPENED + 2 * HOUR)
    assert closed.close_reason == "resolved"


def test_it_works_again_closes_an_open_ticket_as_confirmed_and_not_covered(ticket, clara):
    closed = lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
    assert (closed.close_reason, closed.response.verdict, closed.response.reason) == (
        "confirmed",
        "not covered",
        "unqualified",
    )


def test_the_client_is_told_of_a_closing(qualified, aoife):
    close(qualified, aoife)
    assert Letter.objects.filter(template="close", to_address="clara@meadow.example").exists()


def test_nobody_is_told_of_spam(ticket, aoife):
    close(ticket, aoife, "spam")
    assert not Letter.objects.filter(template="close").exists()


def test_a_duplicate_names_an_earlier_ticket_of_the_client(open_ticket, aoife):
    first, second = open_ticket(), open_ticket(at=OPENED + HOUR)
    closed = close(second, aoife, "duplicate", duplicate_of=first)
    assert closed.duplicate_of == first


def test_a_duplicate_of_a_later_ticket_is_refused(open_ticket, aoife):
    first, second = open_ticket(), open_ticket(at=OPENED + HOUR)
    with pytest.raises(ActionRefused, match="not earlier"):
        close(first, aoife, "duplicate", duplicate_of=second)


def test_a_duplicate_of_another_clients_ticket_is_refused(open_ticket, aoife, charlie):
    other = open_ticket(administrator=charlie)
    with pytest.raises(ActionRefused, match="same client"):
        close(open_ticket(at=OPENED + HOUR), aoife, "duplicate", duplicate_of=other)


def test_only_a_duplicate_names_another_ticket(open_ticket, aoife):
    first, second = open_ticket(), open_ticket(at=OPENED + HOUR)
    with pytest.raises(ActionRefused, match="Only a duplicate"):
        close(second, aoife, "spam", duplicate_of=first)


@pytest.mark.parametrize("reason", ["duplicate", "spam"])
def test_a_late_ticket_leaves_the_figures_only_with_approval(open_ticket, aoife, reason):
    first = open_ticket()
    late = open_ticket(at=OPENED + HOUR)
    with pytest.raises(ActionRefused, match="approval"):
        close(late, aoife, reason, at=OPENED + 6 * HOUR, duplicate_of=first)


def test_a_request_has_no_limit_to_be_late_for(ticket, aoife):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=OPENED + 2 * DAY, seen=None)
    assert close(ticket, aoife, "spam", at=OPENED + 3 * DAY).is_closed


def test_closing_ends_an_open_question(qualified, aoife):
    lifecycle.ask(qualified.pk, text="Which?", by=aoife, at=OPENED + HOUR)
    close(qualified, aoife)
    assert not qualified.questions.filter(ended_at=None).exists()


def test_closing_takes_the_ticket_from_the_technical_team(qualified, aoife):
    lifecycle.hand_over(qualified.pk, team="operations", text="Look", by=aoife, at=OPENED + HOUR)
    assert close(qualified, aoife).team == ""


def test_reopening_resumes_state_and_class(qualified, aoife, clara):
    lifecycle.downgrade(qualified.fault_id, text="So.", by=aoife, at=OPENED + 2 * HOUR, seen=None)
    close(qualified, aoife, at=OPENED + 3 * HOUR)
    back = lifecycle.reopen_by_client(
        qualified.pk, by=clara.user, at=OPENED + DAY, text="It is back."
    )
    assert (back.state, back.fault_class, back.closed_at) == ("downgraded", "medium", None)


def test_reopening_is_possible_until_the_last_second_of_fourteen_days(qualified, aoife, clara):
    closed = close(qualified, aoife)
    back = lifecycle.reopen_by_client(
        qualified.pk, by=clara.user, at=closed.closed_at + 14 * DAY, text="Back"
    )
    assert back.state == "qualified"


def test_one_second_later_a_new_ticket_is_needed(qualified, aoife, clara):
    closed = close(qualified, aoife)
    late = closed.closed_at + 14 * DAY + timedelta(seconds=1)
    with pytest.raises(ActionRefused, match="open a new ticket"):
        lifecycle.reopen_by_client(qualified.pk, by=clara.user, at=late, text="Back")


def test_reopening_leaves_the_response_verdict(qualified, aoife):
    close(qualified, aoife)
    back = lifecycle.reopen(qualified.pk, by=aoife, at=OPENED + 3 * DAY, seen=None)
    assert (back.response.verdict, back.response.elapsed) == ("met", 3600)


def test_an_open_ticket_is_not_reopened(ticket, aoife):
    with pytest.raises(ActionRefused, match="not closed"):
        lifecycle.reopen(ticket.pk, by=aoife, at=OPENED, seen=None)


def test_a_later_change_of_priority_is_kept_and_decides_nothing(ticket, clara):
    changed = lifecycle.set_priority(ticket.pk, low=True, by=clara.user, at=OPENED + HOUR)
    assert (changed.low_priority, changed.response.verdict) == (True, "running")


def test_a_ticket_that_ended_before_any_act_of_support_has_no_due_instant(ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + timedelta(minutes=10))
    assert Ticket.objects.get(pk=ticket.pk).response.due_at is None
