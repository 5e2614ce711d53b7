"""A ticket's status and first answer in plain words."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.tickets.portal.conftest import NOW
from tickets import access, inputs, lifecycle
from tickets.models import Ticket
from tickets.portal.clock_panels import first_answer
from tickets.portal.event_texts import minutes_after
from tickets.portal.ticket_status import ticket_status
from tickets.sla.verdict import judge


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def status(ticket, now=NOW):
    ticket = fresh(ticket)
    found = ticket_status(ticket, access.open_question_of(ticket), now)
    return found.title, found.detail.replace("\u00a0", " ")


def answer(ticket, now):
    verdict = judge(inputs.load_inputs(fresh(ticket)), now=now).response
    return first_answer(verdict, is_closed=False, in_support_hours=True)


def qualified(ticket, by, at=NOW, test="orders-stopped"):
    lifecycle.qualify(ticket.pk, class_test=test, by=by, at=at, seen=None)
    return fresh(ticket)


def test_past_the_shortest_limit_before_the_class_is_not_yet_late(ticket):
    title, detail = status(ticket, OPENED + timedelta(hours=5))
    assert title == "With us, first answer to come"
    assert detail.startswith("It was expected by 13:00 GMT")


def test_low_priority_is_promised_nothing(open_ticket):
    assert status(open_ticket(low_priority=True))[1].endswith("if we can; no limit is promised.")


def test_taken_in_charge_it_waits_for_its_class(ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=NOW, seen=None)
    assert status(ticket) == ("With us, to be classified", "Aoife is dealing with it.")


def test_qualified_it_is_being_repaired(ticket, aoife):
    qualified(ticket, aoife)
    assert status(ticket)[0] == "With us, being repaired"


def test_after_a_workaround_the_full_repair_is_to_come(ticket, aoife):
    fault = qualified(ticket, aoife).fault_id
    lifecycle.downgrade(fault, text="So.", by=aoife, at=NOW, seen=None)
    assert status(ticket)[0] == "With us, a workaround is in place"


def test_a_long_question_is_cut_at_a_word(ticket, aoife):
    lifecycle.ask(ticket.pk, text="order " * 40, by=aoife, at=NOW)
    assert status(ticket)[1].endswith("order …")


def test_a_question_of_files_alone_points_at_the_ticket(ticket, aoife):
    question = lifecycle.ask(ticket.pk, text="See.", by=aoife, at=NOW)
    type(question).objects.filter(pk=question.pk).update(text="")
    assert status(ticket)[1] == "Aoife asks; see the file in the ticket."


@pytest.mark.parametrize(
    ("hours", "words", "tone"),
    [
        (1, "3 h left", "counted"),
        (3.5, "0 h 30 min left", "soon"),
        (5, "Shortest limit passed by 1 h", "counted"),
    ],
)
def test_the_time_to_the_first_answer(ticket, hours, words, tone):
    found = answer(ticket, OPENED + timedelta(hours=hours))
    assert (found.words.replace("\u00a0", " "), found.tone) == (words, tone)


def test_a_late_answer_is_late_by_its_excess(ticket, aoife):
    late = OPENED + timedelta(hours=6)
    qualified(ticket, aoife, at=late)
    assert answer(ticket, late).words.replace("\u00a0", " ") == "Late by 2 h"


def test_an_excluded_ticket_shows_its_time_and_no_limit(open_ticket, aoife):
    ticket = qualified(open_ticket(low_priority=True), aoife)
    found = answer(ticket, NOW)
    assert found.words.replace("\u00a0", " ") == "Answered after 1 h"
    assert (found.tone, found.due_at, found.basis) == ("", None, "")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, ""), (1, ", 1 minute after you wrote"), (8, ", 8 minutes after you wrote"), (60, "")],
)
def test_minutes_are_shown_while_they_are_few(minutes, words):
    after = minutes_after(OPENED, OPENED + timedelta(minutes=minutes))
    assert after.replace("\u00a0", " ") == words
