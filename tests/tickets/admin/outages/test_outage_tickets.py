"""Tickets opened in an outage: offered on its page, attached to one fault, told at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from availability import incidents
from availability.models import Component, Outage
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ordering():
    return Component.objects.get(code="ordering")


@pytest.fixture
def outage(ordering, aoife):
    """Ordering is down from five minutes before the first ticket on; published."""
    outage = incidents.declare(
        title="Orders do not arrive",
        impacts={ordering: "down"},
        started_at=OPENED - 5 * MINUTE,
        by=aoife,
        at=OPENED,
    )
    return incidents.publish(outage, text="We are looking.", by=aoife, at=OPENED + MINUTE)


@pytest.fixture
def two(open_ticket, aoife):
    """Two tickets with a class, each on a fault of its own."""
    tickets = [open_ticket(at=OPENED + n * MINUTE) for n in (1, 2)]
    for ticket in tickets:
        lifecycle.qualify(
            ticket.pk, class_test="degraded", by=aoife, at=OPENED + 9 * MINUTE, seen=None
        )
    return list(Ticket.objects.order_by("opened_at"))


def step(outage, verb):
    return reverse("admin:availability_outage_action", args=[outage.pk, verb])


def page(client, outage):
    url = reverse("admin:availability_outage_change", args=[outage.pk])
    return client.get(url).text.partition("Tickets opened in this outage")[2]


@pytest.fixture
def desk(agent):
    return agent


def test_what_was_opened_meanwhile_is_offered(desk, outage, open_ticket):
    inside = open_ticket(at=OPENED + MINUTE)
    before = open_ticket(at=OPENED - 6 * MINUTE)
    shown = page(desk, outage)
    assert f">{inside.number}<" in shown
    assert f">{before.number}<" not in shown


def test_what_was_opened_after_the_end_is_not_offered(desk, outage, open_ticket, aoife):
    incidents.end(outage, ended_at=OPENED + 10 * MINUTE, text="", by=aoife, at=OPENED + 11 * MINUTE)
    assert f">{open_ticket(at=OPENED + 10 * MINUTE).number}<" not in page(desk, outage)


def test_a_ticket_of_other_components_is_not_offered(desk, outage, two):
    two[0].components.set([Component.objects.get(code="api")])
    shown = page(desk, outage)
    assert f">{two[0].number}<" not in shown
    assert f">{two[1].number}<" in shown


def test_a_ticket_without_a_class_is_qualified_on_the_fault_of_the_others(
    desk, outage, two, open_ticket
):
    ticket = open_ticket(at=OPENED + 3 * MINUTE)
    reference = two[0].fault.reference
    url = reverse("admin:tickets_ticket_action", args=[ticket.pk, "qualify"])
    assert f'<a href="{url}?fault={reference}">Qualify on {reference}</a>' in page(desk, outage)
    assert f'value="{reference}"' in desk.get(f"{url}?fault={reference}").text


def test_tickets_are_attached_to_one_fault(desk, outage, two):
    first, second = two
    data = {"tickets": [second.pk], "fault": first.fault.reference}
    desk.post(step(outage, "attach"), data)
    assert Ticket.objects.get(pk=second.pk).fault == first.fault


def test_what_belongs_to_it_already_is_refused_in_words(desk, outage, two):
    data = {"tickets": [two[0].pk], "fault": two[0].fault.reference}
    answer = desk.post(step(outage, "attach"), data)
    assert "They belong to" in answer.text


@pytest.mark.parametrize("tickets", [[], ["0"], ["9" * 30], ["x\x00"]])
def test_tickets_that_were_not_opened_in_it_are_not_attached(desk, outage, two, tickets):
    data = {"tickets": tickets, "fault": two[0].fault.reference}
    assert desk.post(step(outage, "attach"), data).status_code == 200
    assert Ticket.objects.get(pk=two[1].pk).fault == two[1].fault


def test_one_text_tells_the_public_and_each_ticket(desk, outage, two):
    desk.post(step(outage, "inform"), {"stage": "identified", "text": "The disk is full."})
    assert outage.updates.first().text == "The disk is full."
    told = Message.objects.filter(kind=Message.Kind.REPLY, text="The disk is full.")
    assert {each.ticket_id for each in told} == {each.pk for each in two}


def test_where_the_status_page_refuses_it_no_ticket_is_told(desk, outage, two, aoife):
    said = {"stage": "identified", "text": "The disk is full."}
    incidents.update(outage, **said, by=aoife, at=OPENED + 20 * MINUTE)
    answer = desk.post(step(outage, "inform"), said)
    assert "says just this already" in answer.text
    assert not Message.objects.filter(kind=Message.Kind.REPLY).exists()


def test_whoever_may_not_answer_clients_does_not_inform_them(client, outage, two, ruairi):
    client.force_login(ruairi)
    data = {"stage": "identified", "text": "x"}
    assert client.post(step(outage, "inform"), data).status_code == 403


def test_no_ticket_reaches_the_public_page(client, outage, two):
    text = client.get(reverse("status:incident", args=[outage.pk])).text
    assert str(two[0].number) not in text
    assert two[0].client.name not in text


def test_nothing_is_offered_in_an_outage_that_was_withdrawn(
    desk, outage, two, aoife, ruairi, niamh
):
    author = {"by": ruairi, "at": OPENED + 20 * MINUTE}
    incidents.end(outage, ended_at=OPENED + 10 * MINUTE, text="", **author)
    [interruption] = Outage.objects.get().interruptions.all()
    proposed = incidents.propose_withdrawal(interruption, reason="x", **author)
    incidents.approve_correction(proposed, by=niamh, at=OPENED + 21 * MINUTE)
    assert "None was opened." in page(desk, outage)


def test_the_page_asks_as_often_for_many_tickets_as_for_one(desk, outage, open_ticket):
    open_ticket(at=OPENED + MINUTE)
    url = reverse("admin:availability_outage_change", args=[outage.pk])
    desk.get(url)
    with CaptureQueriesContext(connection) as for_one:
        desk.get(url)
    for minute in range(2, 6):
        open_ticket(at=OPENED + minute * MINUTE)
    with CaptureQueriesContext(connection) as for_many:
        desk.get(url)
    assert len(for_many) == len(for_one) < 35
