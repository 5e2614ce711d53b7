"""The desk's "Why?" page and its page of readings."""

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import gmt
from tickets import lifecycle
from tickets.explain import as_text, explain
from tickets.sla.readings import REGISTER

NOW = gmt(6, 3, 12)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(client, aoife):
    client.force_login(aoife)
    return client


def address(ticket) -> str:
    return reverse("admin:tickets_ticket_why", args=[ticket.pk])


def words(page) -> str:
    return " ".join(page.text.replace("\u00a0", " ").split())


def test_it_says_by_how_much_the_answer_was_late(desk, missed):
    text = words(desk.get(address(missed)))
    assert "<h1>Why was the first answer late?</h1>" in text
    assert "Missed by 0 h 22 min 33 s" in text
    assert "113 h 52 min" in text


def test_the_limit_stands_as_a_row_of_its_own(desk, missed):
    text = words(desk.get(address(missed)))
    row = text[text.index('<tr class="is-limit">') :]
    assert "Tue 2 June 16:50:08" in row
    assert "Limit reached: 8 h for Medium" in row
    assert row.index("8:00:00") < row.index("</tr>")


def test_a_segment_leads_to_its_reading(desk, missed):
    assert 'href="/desk/readings/#K11">K11</a>' in desk.get(address(missed)).text


def test_it_holds_the_text_to_copy(desk, missed):
    page = desk.get(address(missed))
    assert page.context["text"] == as_text(explain(missed, now=NOW))
    assert '<pre id="as-text"' in page.text


def test_it_shows_what_a_condition_rests_on(desk, missed):
    assert "none at opening" in desk.get(address(missed)).text


def test_the_tickets_page_leads_here(desk, missed):
    page = desk.get(reverse("admin:tickets_ticket_change", args=[missed.pk]))
    assert f'<a href="{address(missed)}">Why?</a>' in page.text


def test_it_leads_to_the_clock_tester_with_the_same_case(desk, missed):
    page = desk.get(address(missed))
    tried = desk.get(page.context["tester_url"])
    assert tried.context["form"].errors == {}
    assert tried.context["clocks"][0].late_by == 1353
    assert tried.context["clocks"][1].elapsed == page.context["explanation"].clocks[1].elapsed


def test_a_technical_person_reads_it_without_the_tester(client, ruairi, missed):
    client.force_login(ruairi)
    assert client.get(address(missed)).context["tester_url"] == ""


def test_without_the_permission_it_is_closed(client, missed, django_user_model):
    nobody = django_user_model.objects.create_user("temp@istockist.example", is_staff=True)
    nobody.user_permissions.set(Permission.objects.filter(codename="view_article"))
    client.force_login(nobody)
    assert client.get(address(missed)).status_code == 403
    assert client.get(reverse("desk_readings")).status_code == 403


def test_for_a_client_it_is_not_there(client, clara, missed):
    client.force_login(clara.user)
    assert client.get(address(missed)).status_code == 404


def test_an_unknown_ticket_is_not_found(desk):
    assert desk.get("/desk/tickets/ticket/999999/why/").status_code == 404


def test_it_takes_no_form(desk, missed):
    assert desk.post(address(missed)).status_code == 405


def test_its_queries_do_not_grow_with_the_acts(desk, missed, aoife):
    desk.get(address(missed))
    with CaptureQueriesContext(connection) as few:
        desk.get(address(missed))
    for _ in range(5):
        lifecycle.reply(missed.pk, text="More.", by=aoife, at=gmt(6, 3, 11))
    with CaptureQueriesContext(connection) as many:
        desk.get(address(missed))
    assert len(many) == len(few) <= 30


def test_the_desk_has_the_readings_too(desk):
    page = desk.get(reverse("desk_readings"))
    assert all(f'id="{reading}"' in page.text for reading in REGISTER)
    assert "Standard agreement, version 1" in page.text
