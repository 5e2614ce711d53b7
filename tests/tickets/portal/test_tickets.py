"""The list of the client's tickets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.tickets.portal.conftest import NOW, words
from tickets import lifecycle


@pytest.fixture
def labels(open_ticket):
    return open_ticket(subject="Labels print twice")


def test_open_tickets_are_shown_first(clara_in, closed, labels):
    text = words(clara_in.get("/tickets/"))
    assert labels.subject in text
    assert closed.subject not in text


def test_closed_ones_are_shown_on_request(clara_in, closed, labels):
    text = words(clara_in.get("/tickets/?show=closed"))
    assert closed.subject in text
    assert "Closed, solved" in text
    assert labels.subject not in text


def test_those_that_wait_for_the_client_are_shown_on_request(clara_in, asked, labels):
    text = words(clara_in.get("/tickets/?show=waiting"))
    assert asked.subject in text
    assert labels.subject not in text


def test_all_are_shown_on_request(clara_in, closed, labels):
    text = words(clara_in.get("/tickets/?show=all"))
    assert closed.subject in text
    assert labels.subject in text


@pytest.mark.parametrize("words_typed", ["labels", "PRINT twice", "twice labels"])
def test_words_of_the_subject_find_a_ticket(clara_in, ticket, labels, words_typed):
    text = words(clara_in.get("/tickets/", {"q": words_typed}))
    assert labels.subject in text
    assert ticket.subject not in text


def test_a_number_finds_its_ticket(clara_in, ticket, labels):
    text = words(clara_in.get("/tickets/", {"q": str(labels.number)}))
    assert labels.subject in text
    assert ticket.subject not in text


def test_anothers_number_finds_nothing(charlie_in, ticket):
    text = words(charlie_in.get("/tickets/", {"q": str(ticket.number), "show": "all"}))
    assert "in its subject or messages." in text


def test_words_of_a_message_find_its_ticket_and_are_shown_marked(clara_in, ticket, labels, aoife):
    lifecycle.reply(ticket.pk, text="The <gateway> answers 502", by=aoife, at=NOW)
    text = words(clara_in.get("/tickets/", {"q": "gateways"}))
    assert "The &lt;<mark>gateway</mark>&gt; answers 502" in text
    assert labels.subject not in text


def test_an_internal_note_finds_nothing(clara_in, ticket, aoife):
    lifecycle.note(ticket.pk, text="Perhaps their proxy", by=aoife, at=NOW)
    assert "No ticket that is open has “proxy”" in words(clara_in.get("/tickets/?q=proxy"))


def test_class_and_day_of_the_opening_narrow_the_list_down(clara_in, ticket, labels):
    day = ticket.opened_at.date()
    for query, count in (("kind=none", 2), ("kind=low", 0), (f"since={day}&until={day}", 2)):
        assert words(clara_in.get(f"/tickets/?{query}")).count("row-title") == count


def test_a_day_that_is_none_is_told_and_filters_nothing(clara_in, ticket):
    text = words(clara_in.get("/tickets/?since=soon"))
    assert "Enter a valid date." in text
    assert ticket.subject in text


def test_twenty_stand_on_a_page(clara_in, open_ticket):
    for i in range(21):
        open_ticket(subject=f"Problem number {i}")
    text = words(clara_in.get("/tickets/?show=all"))
    assert text.count("row-title") == 20
    assert 'href="?show=all&amp;page=2"' in text
    assert words(clara_in.get("/tickets/?show=all&page=2")).count("row-title") == 1


def test_low_priority_is_shown(clara_in, open_ticket):
    open_ticket(low_priority=True)
    assert "low priority" in words(clara_in.get("/tickets/"))


def test_a_request_is_kept_apart_from_a_fault(clara_in, ticket, aoife):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=NOW, seen=None)
    text = words(clara_in.get("/tickets/"))
    assert "Request" in text
    assert "With us, your request is being answered" in text


def test_its_queries_do_not_grow_with_the_tickets(clara_in, open_ticket):
    open_ticket()
    clara_in.get("/tickets/")
    with CaptureQueriesContext(connection) as few:
        clara_in.get("/tickets/")
    for _ in range(5):
        open_ticket()
    with CaptureQueriesContext(connection) as many:
        clara_in.get("/tickets/")
    assert len(many) == len(few) <= 20
