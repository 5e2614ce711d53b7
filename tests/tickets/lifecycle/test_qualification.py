from datetime import timedelta

import pytest

from availability.models import Component
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.lifecycle import ChangedMeanwhile
from tickets.models import CustomerSuccessContact, Fault, Ticket
from tickets.sla.terms import CLASS_TESTS

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def qualify(ticket, by, test="orders-stopped", at=OPENED + HOUR, **more):
    return lifecycle.qualify(ticket.pk, class_test=test, by=by, at=at, seen=None, **more)


def test_taking_in_charge_sets_the_owner_and_stops_the_response(ticket, aoife):
    taken = lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    assert (taken.owner, taken.handled_at) == (aoife, OPENED + HOUR)


def test_of_two_who_take_in_charge_one_is_told(ticket, aoife, declan):
    seen = lifecycle.last_event_id(ticket)
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=seen)
    with pytest.raises(ChangedMeanwhile, match="Aoife Brennan"):
        lifecycle.take(ticket.pk, by=declan, at=OPENED + HOUR, seen=seen)


def test_assigning_is_not_handling(ticket, aoife, declan):
    given = lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED + HOUR, seen=None)
    assert (given.owner, given.handled_at) == (declan, None)


def test_who_was_assigned_takes_in_charge(ticket, aoife, declan):
    lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED, seen=None)
    taken = lifecycle.take(ticket.pk, by=declan, at=OPENED + HOUR, seen=None)
    assert (taken.owner, taken.handled_at) == (declan, OPENED + HOUR)


def test_what_is_taken_is_not_taken_again(ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=OPENED, seen=None)
    with pytest.raises(ActionRefused, match="yours already"):
        lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)


@pytest.mark.parametrize(("test", "fault_class"), CLASS_TESTS.items())
def test_each_test_gives_its_class(ticket, aoife, test, fault_class):
    assert qualify(ticket, aoife, test).fault_class == fault_class


def test_qualifying_makes_a_fault(ticket, aoife):
    assert qualify(ticket, aoife).fault.title == ticket.subject


def test_qualifying_can_join_a_known_fault(open_ticket, aoife):
    first = qualify(open_ticket(), aoife)
    assert qualify(open_ticket(), aoife, fault=first.fault).fault == first.fault


def test_a_class_is_definitive(ticket, aoife):
    qualify(ticket, aoife)
    with pytest.raises(ActionRefused, match="definitive"):
        qualify(ticket, aoife, "other")


def test_an_unknown_test_is_refused(ticket, aoife):
    with pytest.raises(ActionRefused, match="which test"):
        qualify(ticket, aoife, "very-bad")


def test_a_request_has_no_class_and_no_fault(ticket, aoife):
    request = lifecycle.qualify_request(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    assert (request.state, request.fault_class, request.fault) == ("qualified", "", None)


def test_a_request_may_become_a_fault_judged_from_its_opening(ticket, aoife):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    fault = qualify(ticket, aoife, at=OPENED + 100 * HOUR)
    assert (fault.response.verdict, fault.response.elapsed) == ("met", 3600)


def test_components_are_recorded_at_qualification(ticket, aoife):
    api, _ = Component.objects.get_or_create(code="api", defaults={"name": "API"})
    qualify(ticket, aoife, components=[api])
    assert Event.objects.get(verb="qualify").data["components"] == ["api"]


def test_checks_not_done_are_recorded_with_their_reason(ticket, aoife):
    qualify(ticket, aoife, checks_not_done={"network": "The firewall was never looked at."})
    assert fresh(ticket).checks["network"]["state"] == "not done"


def test_a_late_qualification_is_a_miss_with_the_deadlines_instant(ticket, aoife):
    late = qualify(ticket, aoife, at=OPENED + 6 * HOUR)
    assert (late.response.verdict, late.response.late_by) == ("missed", 7200)
    assert late.response.due_at == OPENED + 4 * HOUR


def test_a_workaround_lowers_one_class_from_the_opening(ticket, aoife):
    fault_id = qualify(ticket, aoife).fault_id
    (low,) = lifecycle.downgrade(
        fault_id, text="Use the import.", by=aoife, at=OPENED + 2 * HOUR, seen=None
    )
    assert (low.state, low.fault_class, low.fix.due_at) == (
        "downgraded",
        "medium",
        OPENED + 8 * HOUR,
    )


def test_a_workaround_acts_on_every_ticket_of_the_fault_above_low(open_ticket, aoife, charlie):
    first = qualify(open_ticket(), aoife)
    other = qualify(open_ticket(administrator=charlie), aoife, "degraded", fault=first.fault)
    low = qualify(open_ticket(), aoife, "read-only", fault=first.fault)
    lifecycle.downgrade(first.fault_id, text="Like this.", by=aoife, at=OPENED + HOUR, seen=None)
    assert [fresh(t).fault_class for t in (first, other, low)] == ["medium", "low", "low"]


def test_one_letter_a_ticket_tells_of_a_workaround(open_ticket, aoife):
    first = qualify(open_ticket(), aoife)
    qualify(open_ticket(), aoife, fault=first.fault)
    lifecycle.downgrade(first.fault_id, text="Like this.", by=aoife, at=OPENED + HOUR, seen=None)
    assert Letter.objects.filter(template="downgrade").count() == 2


def test_low_never_goes_down(ticket, aoife):
    fault_id = qualify(ticket, aoife, "read-only").fault_id
    with pytest.raises(ActionRefused, match="Low is the lowest"):
        lifecycle.downgrade(fault_id, text="Like this.", by=aoife, at=OPENED + HOUR, seen=None)


def test_a_double_click_lowers_once(ticket, aoife):
    qualified = qualify(ticket, aoife)
    seen = lifecycle.last_event_id(ticket)
    send = {"text": "Like this.", "by": aoife, "at": OPENED + 2 * HOUR, "seen": seen}
    lifecycle.downgrade(qualified.fault_id, **send)
    with pytest.raises(ChangedMeanwhile):
        lifecycle.downgrade(qualified.fault_id, **send)
    assert fresh(ticket).fault_class == "medium"


def test_moving_to_another_fault_leaves_the_class(open_ticket, aoife):
    ticket = qualify(open_ticket(), aoife)
    other = Fault.objects.create(title="Another", created_at=OPENED)
    moved = lifecycle.move(ticket.pk, fault=other, by=aoife, at=OPENED + HOUR, seen=None)
    assert (moved.fault, moved.fault_class) == (other, "critical")


def test_an_unqualified_ticket_moves_to_no_fault(ticket, aoife):
    other = Fault.objects.create(title="Another", created_at=OPENED)
    with pytest.raises(ActionRefused, match="Qualify"):
        lifecycle.move(ticket.pk, fault=other, by=aoife, at=OPENED, seen=None)


def test_a_notice_through_customer_success_replaces_the_letter(ticket, aoife, meadow):
    contact = CustomerSuccessContact.objects.create(client=meadow, name="Orla", since=OPENED.date())
    qualify(ticket, aoife, through=contact)
    assert not Letter.objects.filter(template="qualify").exists()
    assert Event.objects.get(verb="qualify").data["through"] == contact.pk
