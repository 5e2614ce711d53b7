"""Much mail of one sender in the desk: one row, let in or put aside."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.tickets.mailroom.writing import eml
from tickets.mailroom import intake
from tickets.models import Flood, InboundMail, Ticket

FLOODS, MAILS = "/desk/tickets/flood/", "/desk/tickets/inboundmail/"


@pytest.fixture
def flood(clara, settings):
    settings.MAIL_TICKETS_PER_HOUR = 2
    now = timezone.now() - timedelta(minutes=5)
    for number in range(6):
        intake.receive(eml(f"No {number}", subject=f"Order {number}"), at=now)
    return Flood.objects.get()


@pytest.fixture
def agent(client, aoife):
    client.force_login(aoife)
    return client


def step(flood, verb):
    return reverse("admin:tickets_flood_action", args=[flood.pk, verb])


def test_it_is_one_row_of_the_list(agent, flood):
    (row,) = agent.get(FLOODS).context["cl"].result_list
    assert (row, row.waiting) == (flood, 4)


def test_its_mails_are_no_rows_of_their_own_to_decide(agent, flood):
    assert list(agent.get(MAILS).context["cl"].result_list) == []


def test_its_page_shows_what_waits(agent, flood):
    page = agent.get(reverse("admin:tickets_flood_change", args=[flood.pk])).text
    assert "Order 2" in page
    assert "Clara Whitcombe" in page


def test_it_is_let_in(agent, flood):
    answer = agent.post(step(flood, "let_in"), follow=True)
    assert "let in" in answer.text
    intake.process_waiting(at=timezone.now())
    assert Ticket.objects.count() == 6
    assert list(agent.get(FLOODS).context["cl"].result_list) == []


def test_it_is_put_aside_with_a_reason(agent, flood):
    assert "This field is required" in agent.post(step(flood, "put_aside"), {"note": ""}).text
    agent.post(step(flood, "put_aside"), {"note": "Their monitor."})
    assert InboundMail.objects.filter(state="rejected", note="Their monitor.").count() == 4


def test_who_comes_second_is_told(agent, flood):
    agent.post(step(flood, "let_in"))
    answer = agent.post(step(flood, "put_aside"), {"note": "No"})
    assert "This flood is over" in answer.text


def test_the_list_of_all_keeps_those_that_are_over(agent, flood):
    agent.post(step(flood, "let_in"))
    assert len(agent.get(FLOODS, {"state": "all"}).context["cl"].result_list) == 1


def test_the_strip_tells_of_it(agent, flood):
    names = [tile.name for tile in agent.get("/desk/").context["counters"]]
    assert any("much mail of one sender waits" in name for name in names)
