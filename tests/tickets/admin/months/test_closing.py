"""The page on which a manager closes a month."""

from datetime import timedelta

import pytest
import time_machine

from istockist_sla.core import roles
from tests.conftest import member
from tests.tickets.reports.closing.conftest import CLOSABLE, CLOSED, decided, march
from tickets.models import ClosedMonth, Closing

__all__ = ["decided", "march"]
pytestmark = pytest.mark.django_db
PAGE = "/desk/months/2026-03/closing/"


@pytest.fixture(autouse=True)
def _after_the_month():
    with time_machine.travel(CLOSED, tick=False):
        yield


@pytest.fixture
def manager(client, niamh):
    client.force_login(niamh)
    return client


def test_what_blocks_it_is_a_link(manager, open_ticket):
    ticket = open_ticket()
    page = manager.get(PAGE).content.decode()
    assert f'<a href="/desk/tickets/ticket/{ticket.pk}/change/">Ticket {ticket.number}' in page
    assert "Close March 2026</button>" not in page


def test_a_month_that_nothing_blocks_is_closed_by_one_click(manager, decided):
    assert "Close March 2026</button>" in manager.get(PAGE).content.decode()
    answer = manager.post(PAGE, follow=True)
    closed = ClosedMonth.objects.get()
    assert "March 2026 is closed." in answer.content.decode()
    assert closed.head in answer.content.decode()


def test_before_the_fifth_support_date_it_says_from_when(manager, decided):
    with time_machine.travel(CLOSABLE - timedelta(days=1), tick=False):
        page = manager.get(PAGE).content.decode()
    assert "8\N{NO-BREAK SPACE}April" in page
    assert "Close March 2026</button>" not in page


def test_what_blocks_it_refuses_the_click_too(manager, open_ticket):
    open_ticket()
    answer = manager.post(PAGE, follow=True)
    assert "cannot be closed yet" in answer.content.decode()
    assert not Closing.objects.exists()


def test_two_clicks_close_it_once(manager, decided):
    manager.post(PAGE, {"once": "a"})
    manager.post(PAGE, {"once": "a"})
    assert ClosedMonth.objects.count() == 1


def test_while_it_is_made_the_page_says_how_far_it_is(manager, decided, monkeypatch):
    monkeypatch.setattr("tickets.admin.months.closing.SECONDS", -1)
    answer = manager.post(PAGE, follow=True)
    assert "<strong>0 of 2</strong>" in answer.content.decode()


def test_the_month_says_that_it_is_closed(manager, march):
    page = manager.get("/desk/months/2026-03/").content.decode()
    assert "<dd>Closed<" in page


def test_who_may_read_months_alone_closes_none(client, decided):
    client.force_login(member("sinead@istockist.example", "Sinead", roles.ADMINISTRATOR))
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 403
    assert not Closing.objects.exists()
