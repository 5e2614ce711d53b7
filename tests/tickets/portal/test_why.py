"""The client's "Why?" page."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import gmt
from tests.tickets.portal.conftest import BACKEND, words
from tickets import lifecycle
from tickets.explain import CLIENT, as_text, explain

WEDNESDAY = gmt(6, 3, 12)


@pytest.fixture
def page_on(client, clara):
    """Signed in at the instant itself: a session does not last from March to June."""

    def got(ticket, at=WEDNESDAY):
        with time_machine.travel(at, tick=False):
            client.force_login(clara.user, BACKEND)
            return client.get(f"/tickets/{ticket.number}/why/")

    return got


@pytest.fixture
def why(page_on):
    return lambda ticket: words(page_on(ticket))


def test_it_says_by_how_much_the_answer_was_late(why, missed):
    text = why(missed)
    assert "<h1>Why was the first answer late?</h1>" in text
    assert "Late by 0 h 22 min 33 s" in text
    assert "Limit reached: 8 h for Medium" in text


def test_a_segment_leads_to_its_reading(why, missed):
    assert '<a href="/readings/#K3">K3</a>' in why(missed)


def test_it_shows_what_the_copied_text_says(page_on, missed):
    page = page_on(missed)
    assert page.context["text"] == as_text(explain(missed, now=WEDNESDAY, audience=CLIENT))


def test_neither_evidence_nor_the_fix_is_shown(why, missed):
    text = why(missed)
    assert "Does not apply" in text
    assert "none at opening" not in text
    assert "indicative" not in text
    assert "fix" not in text.lower().replace("prefix", "")


def test_who_classified_it_is_not_shown(why, missed):
    assert "Aoife" not in why(missed)


def test_a_limit_that_is_not_promised_is_neither_shown_nor_passed(why, open_ticket):
    ticket = open_ticket(at=gmt(6, 1, 9), low_priority=True)
    text = why(ticket)
    assert "Why is the first answer not judged?" in text
    assert "Low priority given by the client" in text
    assert "is-limit" not in text
    assert "is-past" not in text


def test_a_running_one_says_when_the_answer_is_due(why, open_ticket):
    text = why(open_ticket(at=gmt(6, 3, 10)))
    assert "When is the first answer due?" in text
    assert "Wed 3 June 14:00:00" in text
    assert "Support open, to come" in text


def test_the_tickets_page_leads_here(page_of, ticket):
    assert f'<a href="/tickets/{ticket.number}/why/">Why?' in page_of(ticket)


def test_a_stranger_finds_nothing(charlie_in, ticket):
    assert charlie_in.get(f"/tickets/{ticket.number}/why/").status_code == 404


def test_its_queries_do_not_grow_with_the_acts(clara_in, ticket, aoife):
    address = f"/tickets/{ticket.number}/why/"
    clara_in.get(address)
    with CaptureQueriesContext(connection) as few:
        clara_in.get(address)
    for _ in range(5):
        lifecycle.reply(ticket.pk, text="More.", by=aoife, at=ticket.opened_at)
    with CaptureQueriesContext(connection) as many:
        clara_in.get(address)
    assert len(many) == len(few) <= 40
