"""Qualifying a ticket by the tests of C1."""

from availability.models import Component
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.tickets.admin.conftest import again, newest
from tickets import records


def test_qualify_gives_class_and_a_new_fault(do, ticket):
    do(ticket, "qualify", test="orders-partly", fault_title="Queue is slow")
    assert (again(ticket).fault_class, again(ticket).fault.title) == ("medium", "Queue is slow")


def test_qualify_attaches_to_a_known_fault(do, ticket, qualified, open_ticket):
    other = open_ticket(subject="The same")
    do(other, "qualify", test="other", fault=f"f-{again(qualified).fault_id}")
    assert again(other).fault_id == again(qualified).fault_id


def test_qualify_records_components_and_checks_not_done(do, ticket):
    api = Component.objects.get(code="api")
    do(ticket, "qualify", test="other", components=[api.pk], not_done_network="Refused to look")
    row = again(ticket)
    assert list(row.components.all()) == [api]
    assert row.checks["network"]["state"] == "not done"


def test_qualify_as_a_request_gives_no_class(do, ticket):
    do(ticket, "qualify", test="request")
    assert (again(ticket).kind, again(ticket).fault_class) == ("request", "")


def test_a_request_can_still_be_qualified_as_a_fault(do, ticket):
    do(ticket, "qualify", test="request")
    do(ticket, "qualify", test="read-only")
    assert again(ticket).fault_class == "low"


def test_qualify_asks_for_one_fault_only(do, ticket, qualified, open_ticket):
    other = open_ticket()
    answer = do(other, "qualify", test="other", fault="1", fault_title="New")
    assert answer.status_code == 200
    assert again(other).state == "open"


def test_a_notice_through_customer_success_sends_no_letter(do, ticket, niamh, meadow):
    contact = records.name_contact(
        client_id=meadow.pk, name="Orla", email="", since=OPENED.date(), by=niamh, at=OPENED
    )
    do(ticket, "qualify", test="other", through=contact.pk)
    assert newest(ticket).data["through"] == contact.pk
    assert not Letter.objects.filter(template="qualify").exists()
