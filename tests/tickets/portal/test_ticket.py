"""The page of one ticket."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.portal.conftest import BACKEND, NOW, words
from tickets import lifecycle
from tickets.models import Ticket
from tickets.models.tickets import TicketState


@pytest.fixture
def qualified(ticket, aoife):
    lifecycle.qualify(
        ticket.pk,
        class_test="orders-stopped",
        by=aoife,
        at=OPENED + timedelta(minutes=8),
        seen=None,
    )
    return Ticket.objects.get(pk=ticket.pk)


def test_before_the_first_answer_it_says_by_when(page_of, ticket):
    text = page_of(ticket)
    assert "With us, first answer to come" in text
    assert "By 13:00 GMT at the latest." in text


def test_the_shortest_limit_counts_until_the_class_is_given(page_of, ticket):
    text = page_of(ticket)
    assert "3 h left" in text
    assert "4 support hours, our shortest limit, until the class is given" in text


def test_what_the_client_thinks_of_the_class_is_shown_as_such(page_of, open_ticket):
    assert "by your answers it may be Low" in page_of(open_ticket(provisional_class="low"))


def test_a_question_makes_it_wait_for_the_client(page_of, asked):
    text = page_of(asked)
    assert "Waiting for you" in text
    assert "Aoife asks: Which order do you still miss?" in text


def test_a_question_says_when_the_ticket_closes_without_an_answer(page_of, asked):
    # Ten support dates after 10 March 2026; the 17th is a holiday in Ireland (E2).
    assert "closes on Wed 25 March, 17:00 GMT" in page_of(asked)


def test_the_question_is_set_apart_in_the_thread(page_of, asked):
    assert page_of(asked).count("is-question") == 1


def test_taking_in_charge_is_shown_with_its_minutes(page_of, asked):
    assert "Aoife Brennan took it in charge, 09:10 GMT, 10 minutes after you wrote." in page_of(
        asked
    )


def test_an_answer_in_time_is_shown_against_its_limit(page_of, qualified):
    text = page_of(qualified)
    assert "In time" in text
    assert "4 support hours for Critical" in text
    assert "0 h 08 min of 4 h counted" in text


def test_a_late_answer_says_by_how_much(page_of, ticket, aoife):
    with time_machine.travel(OPENED + timedelta(hours=6), tick=False):
        lifecycle.qualify(
            ticket.pk,
            class_test="orders-stopped",
            by=aoife,
            at=OPENED + timedelta(hours=5),
            seen=None,
        )
        text = page_of(Ticket.objects.get(pk=ticket.pk))
    assert "Late by 1 h" in text


def test_an_answer_before_the_class_is_not_judged_yet(page_of, asked):
    text = page_of(asked)
    assert "Answered after 0 h 10 min" in text
    assert "judged once the class is given" in text
    assert "In time" not in text


def test_the_class_comes_with_the_reason_of_its_test(page_of, qualified):
    text = page_of(qualified)
    assert "Why Critical" in text
    assert "That is the second test of the agreement." in text


def test_a_workaround_says_what_the_class_was(page_of, qualified, aoife):
    lifecycle.downgrade(
        qualified.fault_id, text="Use the import meanwhile.", by=aoife, at=NOW, seen=None
    )
    text = page_of(Ticket.objects.get(pk=qualified.pk))
    assert "A workaround is in place: Critical became Medium" in text
    assert "It began as Critical" in text
    assert "Use the import meanwhile." in text


def test_no_time_to_fix_is_shown(page_of, qualified):
    text = page_of(qualified).lower()
    assert "fix" not in text.replace("prefix", "")


def test_notes_and_hand_overs_are_not_shown(page_of, qualified, aoife):
    lifecycle.note(qualified.pk, text="Their firewall again.", by=aoife, at=NOW)
    lifecycle.hand_over(qualified.pk, team="operations", text="See the disks.", by=aoife, at=NOW)
    text = page_of(Ticket.objects.get(pk=qualified.pk))
    assert "Their firewall" not in text
    assert "See the disks" not in text
    assert "Operations is working for us" in text


def test_a_free_clients_ticket_is_not_judged(page_of, meadow, open_ticket):
    FactFactory(client=meadow, kind="plan", value="free", since=OPENED - timedelta(days=1))
    text = page_of(open_ticket())
    assert "The Free plan names no limit" in text
    assert "left" not in text


def test_low_priority_says_what_it_means(page_of, open_ticket):
    text = page_of(open_ticket(low_priority=True))
    assert "Not judged. It was opened with low priority." in text
    assert "Set it to normal" in text


def test_a_request_has_no_class_and_no_limit(page_of, ticket, aoife):
    lifecycle.qualify_request(ticket.pk, by=aoife, at=NOW, seen=None)
    text = page_of(Ticket.objects.get(pk=ticket.pk))
    assert "A request for information" in text
    assert "A request for information has no limit." in text


def test_the_checks_are_shown_as_they_were_given(page_of, open_ticket):
    checks = {"users": {"state": "done", "note": "All six of us.", "by": "client"}}
    text = page_of(open_ticket(checks=checks))
    assert "<dt>Asked the people concerned</dt> <dd>Done" in text
    assert "All six of us." in text


def test_a_ticket_that_support_opened_says_so(page_of, clara, aoife):
    opened = lifecycle.open_ticket(
        administrator=clara,
        channel="desk",
        subject="By telephone",
        text="Nothing prints.",
        at=OPENED,
        recorded_at=OPENED,
        by=aoife,
    )
    assert "Aoife Brennan from Support opened it for you" in page_of(opened)


def test_a_closed_ticket_offers_to_reopen_it_until_the_fourteenth_day(page_of, closed):
    text = page_of(closed)
    assert "Closed, solved" in text
    assert "You can reopen it until Tue 24 March, 09:30 GMT." in text
    assert 'action="/tickets/1001/reopen/"'.replace("1001", str(closed.number)) in text


def test_after_fourteen_days_it_offers_a_new_one_that_refers_to_it(page_of, closed):
    with time_machine.travel(closed.closed_at + timedelta(days=14, seconds=1), tick=False):
        text = page_of(closed)
    assert f'href="/report/?follows={closed.number}"' in text
    assert "/reopen/" not in text


def test_a_duplicate_leads_to_the_ticket_that_goes_on(page_of, ticket, open_ticket, aoife):
    again = open_ticket(at=NOW)
    lifecycle.close(again.pk, reason="duplicate", duplicate_of=ticket, by=aoife, at=NOW, seen=None)
    text = page_of(Ticket.objects.get(pk=again.pk))
    assert f'It continues in <a href="/tickets/{ticket.number}/">' in text


def test_a_ticket_closed_by_the_clock_says_why(page_of, asked, client, clara):
    with time_machine.travel(OPENED + timedelta(days=30), tick=False):
        lifecycle.close_unanswered(asked.pk, at=OPENED + timedelta(days=30))
        client.force_login(clara.user, BACKEND)
        text = page_of(Ticket.objects.get(pk=asked.pk))
    assert "Support closed it: our question had no answer" in text


def test_what_the_client_wrote_is_never_markup(page_of, open_ticket):
    text = page_of(open_ticket(subject="<b>x</b>", text="<script>alert(1)</script>"))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_confirmation_names_number_opening_and_when_to_expect_us(clara_in, open_ticket):
    opened = open_ticket(provisional_class="low")
    text = words(clara_in.get(f"/tickets/{opened.number}/opened/"))
    assert f"Ticket {opened.number} is open" in text
    assert "Tuesday 10 March 2026, 09:00 GMT" in text
    assert "By 13:00 GMT at the latest." in text


def test_its_queries_do_not_grow_with_the_messages(clara_in, ticket, aoife):
    lifecycle.reply(ticket.pk, text="One.", by=aoife, at=NOW)
    clara_in.get(f"/tickets/{ticket.number}/")
    with CaptureQueriesContext(connection) as few:
        clara_in.get(f"/tickets/{ticket.number}/")
    for _ in range(5):
        lifecycle.reply(ticket.pk, text="One more.", by=aoife, at=NOW)
    with CaptureQueriesContext(connection) as many:
        clara_in.get(f"/tickets/{ticket.number}/")
    assert len(many) == len(few) <= 30


def test_an_answer_by_telephone_is_shown(page_of, asked, aoife):
    lifecycle.answer(asked.pk, text="They miss order 88214.", by=aoife, at=NOW)
    text = page_of(Ticket.objects.get(pk=asked.pk))
    assert "Aoife Brennan noted what you answered, 10:00 GMT." in text
    assert "88214" not in text


def test_a_message_whose_act_is_not_shown_stands_at_its_time(page_of, ticket, aoife):
    lifecycle.reply(ticket.pk, text="Later words.", by=aoife, at=NOW)
    at = OPENED + timedelta(minutes=5)
    ticket.messages.create(kind="reply", author=aoife, at=at, text="Earlier words.")
    text = page_of(ticket)
    assert text.index("Earlier words.") < text.index("Later words.")


def test_every_state_has_its_words(page_of, ticket, aoife):
    states = {ticket.state}
    for step in (
        lambda: lifecycle.qualify(
            ticket.pk, class_test="orders-stopped", by=aoife, at=NOW, seen=None
        ),
        lambda: lifecycle.downgrade(
            Ticket.objects.get(pk=ticket.pk).fault_id, text="So.", by=aoife, at=NOW, seen=None
        ),
        lambda: lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=NOW, seen=None),
    ):
        step()
        now = Ticket.objects.get(pk=ticket.pk)
        states.add(now.state)
        assert 'id="ticket-status"' in page_of(now)
    assert states == set(TicketState.values)
