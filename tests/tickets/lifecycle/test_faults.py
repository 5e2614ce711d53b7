"""A whole fault: resolved and notified on each of its tickets, with one letter each (K9, C6)."""

from datetime import date, timedelta

import pytest

from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.lifecycle import ChangedMeanwhile
from tickets.models import CustomerSuccessContact, Fault, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def qualify(ticket, by, fault=None, test="orders-stopped"):
    return lifecycle.qualify(
        ticket.pk, class_test=test, fault=fault, by=by, at=OPENED + HOUR, seen=None
    )


def row(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def two(open_ticket, charlie, aoife):
    """One fault with a Critical ticket of Meadow's and a Low one of Northgate's."""
    first = qualify(open_ticket(), aoife)
    second = qualify(open_ticket(administrator=charlie), aoife, first.fault, "read-only")
    return first, second


@pytest.fixture
def fault(two) -> Fault:
    return two[0].fault


def newest(fault) -> int:
    tickets = Ticket.objects.filter(fault=fault)
    return lifecycle.base.events_of_fault(fault, tickets).newest_id()


def resolve(fault, by, **more):
    act = {"text": "The queue runs again.", "at": OPENED + 2 * HOUR, "seen": None, **more}
    return lifecycle.resolve(fault.pk, by=by, **act)


def notify(fault, by, **more):
    return lifecycle.notify(fault.pk, text="We are on it.", by=by, at=OPENED + 2 * HOUR, **more)


def told(template) -> list[str]:
    letters = Letter.objects.filter(template=template, created_at=OPENED + 2 * HOUR)
    return sorted(letters.values_list("to_address", flat=True))


class TestResolve:
    def test_each_open_ticket_is_closed_as_resolved(self, two, fault, aoife):
        resolve(fault, aoife)
        assert {(row(t).state, row(t).close_reason) for t in two} == {("closed", "resolved")}

    def test_a_downgraded_one_is_closed_too(self, two, fault, aoife):
        at = OPENED + HOUR
        lifecycle.downgrade(fault.pk, text="So.", by=aoife, at=at, seen=None)
        resolve(fault, aoife)
        assert row(two[0]).closed_from == "downgraded"

    def test_each_client_gets_one_letter(self, two, fault, aoife):
        resolve(fault, aoife)
        assert told("close") == ["charlie@north.example", "clara@meadow.example"]

    def test_each_ticket_keeps_its_own_class_and_verdicts(self, two, fault, aoife):
        resolve(fault, aoife)
        assert [row(ticket).fault_class for ticket in two] == ["critical", "low"]
        assert [row(ticket).fix.verdict for ticket in two] == ["met", "met"]

    def test_the_solution_stands_in_each_folder(self, two, fault, aoife):
        resolve(fault, aoife)
        for ticket in two:
            assert ticket.messages.for_client().last().text == "The queue runs again."

    def test_the_solution_needs_words(self, fault, aoife):
        with pytest.raises(ActionRefused, match="few words"):
            resolve(fault, aoife, text=" ")

    def test_what_is_closed_stays_as_it_was(self, two, fault, aoife):
        lifecycle.close(two[1].pk, reason="resolved", by=aoife, at=OPENED + HOUR, seen=None)
        assert [ticket.pk for ticket in resolve(fault, aoife)] == [two[0].pk]
        assert row(two[1]).closed_at == OPENED + HOUR

    def test_a_fault_without_open_tickets_is_refused(self, fault, aoife):
        resolve(fault, aoife)
        with pytest.raises(ActionRefused, match="No ticket"):
            resolve(fault, aoife)

    def test_an_unknown_fault_is_refused(self, aoife):
        with pytest.raises(ActionRefused, match="no such fault"):
            lifecycle.resolve(999, text="So.", by=aoife, at=OPENED, seen=None)

    def test_a_newer_act_on_any_of_its_tickets_refuses(self, two, fault, aoife, declan):
        seen = newest(fault)
        lifecycle.reply(two[1].pk, text="Soon.", by=declan, at=OPENED + HOUR)
        with pytest.raises(ChangedMeanwhile):
            resolve(fault, aoife, seen=seen)
        assert not row(two[0]).is_closed

    def test_a_double_click_resolves_once(self, fault, aoife):
        seen = newest(fault)
        resolve(fault, aoife, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            resolve(fault, aoife, seen=seen)
        assert Event.objects.filter(verb="close").count() == 2

    def test_one_that_cannot_be_closed_leaves_all_open(self, two, fault, aoife, monkeypatch):
        def broken(*args, **more):
            raise RuntimeError

        monkeypatch.setattr(lifecycle.closing.HandOver.objects, "filter", broken)
        with pytest.raises(RuntimeError):
            resolve(fault, aoife)
        assert {row(ticket).state for ticket in two} == {"qualified"}
        assert told("close") == []

    def test_through_customer_success_no_letter_goes_out(self, two, fault, aoife, meadow):
        contact = CustomerSuccessContact.objects.create(
            client=meadow, name="Orla Daly", since=date(2020, 1, 1)
        )
        resolve(fault, aoife, through={meadow.pk: contact})
        assert told("close") == ["charlie@north.example"]

    def test_the_fault_remembers_which_tickets(self, two, fault, aoife):
        resolve(fault, aoife)
        event = Event.objects.about("fault", fault.pk).get(verb="resolve")
        assert event.data == {"tickets": [ticket.pk for ticket in two]}

    def test_a_late_ticket_that_joins_is_resolved_with_the_next_solution(
        self, fault, open_ticket, aoife
    ):
        resolve(fault, aoife)
        late = qualify(open_ticket(), aoife, fault)
        assert [ticket.pk for ticket in resolve(fault, aoife)] == [late.pk]


class TestNotify:
    def test_each_open_ticket_gets_the_message(self, two, fault, aoife):
        notify(fault, aoife)
        for ticket in two:
            assert ticket.messages.for_client().last().text == "We are on it."

    def test_each_client_gets_one_letter(self, two, fault, aoife):
        notify(fault, aoife)
        assert told("reply") == ["charlie@north.example", "clara@meadow.example"]

    def test_a_closed_ticket_hears_nothing(self, two, fault, aoife):
        lifecycle.close(two[1].pk, reason="resolved", by=aoife, at=OPENED + HOUR, seen=None)
        assert [ticket.pk for ticket in notify(fault, aoife)] == [two[0].pk]
        assert told("reply") == ["clara@meadow.example"]

    def test_state_and_class_stay(self, two, fault, aoife):
        notify(fault, aoife)
        assert [(row(t).state, row(t).fault_class) for t in two] == [
            ("qualified", "critical"),
            ("qualified", "low"),
        ]

    def test_a_fault_without_open_tickets_is_refused(self, fault, aoife):
        resolve(fault, aoife)
        with pytest.raises(ActionRefused, match="No ticket"):
            notify(fault, aoife)

    def test_an_empty_message_is_refused(self, fault, aoife):
        with pytest.raises(ActionRefused, match="few words"):
            lifecycle.notify(fault.pk, text="", by=aoife, at=OPENED + 2 * HOUR)

    def test_the_fault_remembers_which_tickets(self, two, fault, aoife):
        notify(fault, aoife)
        event = Event.objects.about("fault", fault.pk).get(verb="notify")
        assert event.data == {"tickets": [ticket.pk for ticket in two]}
