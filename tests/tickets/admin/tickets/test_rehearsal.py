"""What an action would do is said beforehand, and nothing of it is recorded."""

import re

import pytest

from istockist_sla.core.models import Event, Letter
from tests.tickets.admin.conftest import again
from tickets.models import Fault, Message, Ticket


@pytest.fixture
def look(do):
    def looked(ticket, verb, **data):
        return do(ticket, verb, preview="part", **data).context["outlook"]

    return looked


def words(outlook):
    return [re.sub(r"F-\d+", "F-NUMBER", each) for each in _words(outlook)]


def _words(outlook):
    return [effect.words.replace("\xa0", " ") for effect in outlook.effects]


def test_qualifying_names_class_limit_clock_and_letter(look, ticket):
    outlook = look(ticket, "qualify", test="orders-stopped")
    assert words(outlook) == [
        "The class is Critical for good. It can only go down.",
        "It belongs to the fault F-NUMBER Orders do not come in.",
        "The first answer stops after 1 h of 4 h: met.",
        "The fix, 4 h, is due 13:00 GMT.",
        "1 letter: to Clara Whitcombe.",
    ]
    assert outlook.result == "Qualify as Critical"
    (letter,) = outlook.previews
    assert letter.to == "Clara Whitcombe <clara@meadow.example>"
    assert "Classified as Critical" in letter.subject
    assert "Hello Clara" in letter.text


def test_nothing_is_recorded(look, ticket):
    counted = [each.objects.count() for each in (Event, Letter, Fault, Message, Ticket)]
    look(ticket, "qualify", test="orders-stopped")
    look(ticket, "ask", text="Which order?")
    assert [each.objects.count() for each in (Event, Letter, Fault, Message, Ticket)] == counted
    assert again(ticket).state == "open"


def test_a_question_says_that_the_fix_waits(look, qualified):
    assert "The fix clock waits until the client answers (K10)." in words(
        look(qualified, "ask", text="Which?")
    )


def test_what_would_be_refused_says_why(look, ticket):
    outlook = look(ticket, "close", reason="duplicate")
    assert outlook.refusal.startswith("Name the earlier ticket")
    assert outlook.effects == []


def test_a_form_that_is_not_filled_in_has_no_outlook(look, ticket):
    assert look(ticket, "qualify") is None


def test_without_script_the_form_is_shown_again_with_it(do, ticket):
    page = do(ticket, "qualify", preview="page", test="degraded")
    assert "The class is Medium for good." in page.text
    assert 'value="degraded"' in page.text
    assert again(ticket).fault_class == ""


def test_the_thread_stands_beside_the_form(agent, ticket):
    page = agent.get(f"/desk/tickets/ticket/{ticket.pk}/steps/close/")
    assert "Since this morning nothing arrives." in page.text
