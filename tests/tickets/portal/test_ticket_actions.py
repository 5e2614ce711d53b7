"""Answer, close, reopen, change the priority."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import Event, FormDraft
from tests.tickets.portal.conftest import BACKEND, NOW, words
from tickets import lifecycle
from tickets.models import Attachment, Message, Ticket


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def verbs(ticket):
    return [event.verb for event in Event.objects.about("ticket", ticket.pk)]


@pytest.fixture
def post(clara_in):
    def posted(ticket, act, **data):
        return clara_in.post(f"/tickets/{ticket.number}/{act}/", data, follow=True)

    return posted


def test_an_answer_ends_the_question(post, asked):
    text = words(post(asked, "reply", text="Order 88214."))
    assert "Your answer is in the ticket." in text
    assert fresh(asked).waiting_since is None
    assert Message.objects.filter(text="Order 88214.", kind="client").exists()


def test_a_file_alone_is_an_answer(post, asked):
    post(asked, "reply", uploads=SimpleUploadedFile("list.txt", b"88214"))
    assert fresh(asked).waiting_since is None
    assert Attachment.objects.get().name == "list.txt"


def test_an_empty_answer_is_refused_beside_the_form(post, asked):
    text = words(post(asked, "reply", text="  "))
    assert "Write a few words, or add a file." in text
    assert "autofocus" in text
    assert fresh(asked).waiting_since is not None


def test_a_double_click_says_it_once(post, asked):
    post(asked, "reply", text="Order 88214.", once="a-token")
    post(asked, "reply", text="Order 88214.", once="a-token")
    assert Message.objects.filter(text="Order 88214.").count() == 1


def test_the_same_words_may_be_said_twice(post, asked):
    post(asked, "reply", text="Still missing.", once="a-token")
    post(asked, "reply", text="Still missing.", once="another")
    assert Message.objects.filter(text="Still missing.").count() == 2


def test_other_words_of_the_same_form_are_sent(post, asked):
    post(asked, "reply", text="Order 88214.", once="a-token")
    post(asked, "reply", text="And 88215.", once="a-token")
    assert Message.objects.filter(kind="client").count() == 3


def test_the_same_words_on_another_ticket_are_sent(post, ticket, open_ticket):
    other = open_ticket()
    for each in (ticket, other):
        post(each, "reply", text="Any news?", once="a-token")
    assert Message.objects.filter(text="Any news?").count() == 2


def test_a_refused_form_can_be_sent_once_it_is_possible(post, ticket, clara):
    post(ticket, "reopen", text="It is back.", once="a-token")
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=NOW)
    post(ticket, "reopen", text="It is back.", once="a-token")
    assert not fresh(ticket).is_closed


def test_a_double_click_on_the_priority_changes_it_once(post, ticket):
    for _ in range(2):
        post(ticket, "priority", low="yes", once="a-token")
    assert verbs(ticket).count("set_priority") == 1


def test_what_came_meanwhile_is_shown_first_and_the_text_is_kept(post, ticket, aoife):
    seen = lifecycle.last_event_id(ticket)
    lifecycle.reply(ticket.pk, text="Try once more, please.", by=aoife, at=NOW)
    text = words(post(ticket, "reply", text="Any news?", seen=seen))
    assert "Changed meanwhile. Aoife Brennan did something at 10:00 GMT." in text
    assert "Try once more, please." in text
    assert "Any news?</textarea>" in text
    assert not Message.objects.filter(text="Any news?").exists()


def test_once_it_was_shown_the_text_is_taken(post, ticket, aoife):
    lifecycle.reply(ticket.pk, text="Try once more, please.", by=aoife, at=NOW)
    post(ticket, "reply", text="It works.", seen=lifecycle.last_event_id(ticket))
    assert Message.objects.filter(text="It works.").exists()


def test_a_note_that_came_meanwhile_holds_nothing_up(post, ticket, aoife):
    seen = lifecycle.last_event_id(ticket)
    lifecycle.note(ticket.pk, text="Their firewall.", by=aoife, at=NOW)
    post(ticket, "reply", text="Any news?", seen=seen)
    assert Message.objects.filter(text="Any news?").exists()


def test_an_answer_to_a_ticket_closed_meanwhile_is_kept_in_it(post, closed):
    text = words(post(closed, "reply", text="It is back."))
    assert "It stays closed" in text
    assert fresh(closed).mail_after_closing
    assert fresh(closed).is_closed


def test_what_is_written_long_after_the_closing_opens_a_ticket_that_refers_to_it(
    clara_in, clara, closed
):
    long_after = closed.closed_at + timedelta(days=14, seconds=1)
    with time_machine.travel(long_after, tick=False):
        clara_in.force_login(clara.user, BACKEND)
        answer = clara_in.post(f"/tickets/{closed.number}/reply/", {"text": "It is back."})
    new = Ticket.objects.get(follows=closed)
    assert answer.url.endswith(f"/{new.number}/")
    assert (new.opened_at, new.messages.get().text) == (long_after, "It is back.")
    assert not fresh(closed).mail_after_closing


def test_it_works_again_closes_a_qualified_ticket_as_solved(post, ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=NOW, seen=None)
    post(ticket, "close", text="Thank you.", works_again="yes")
    assert fresh(ticket).close_reason == "resolved"
    assert Message.objects.filter(text="Thank you.").exists()


def test_before_a_class_it_closes_as_confirmed(post, ticket):
    post(ticket, "close", works_again="yes")
    assert fresh(ticket).close_reason == "confirmed"


def test_closing_without_a_solution_is_confirmed_in_writing(post, ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=NOW, seen=None)
    post(ticket, "close", works_again="no")
    assert fresh(ticket).close_reason == "confirmed"


def test_files_sent_with_the_closing_are_kept(post, ticket):
    file = SimpleUploadedFile("photo.txt", b"it prints")
    post(ticket, "close", text="See.", works_again="yes", uploads=file)
    assert fresh(ticket).is_closed
    assert Attachment.objects.get().message.text == "See."


def test_a_double_click_on_closing_is_no_error(post, ticket):
    for _ in range(2):
        text = words(post(ticket, "close", works_again="yes", once="a-token"))
    assert "Reopen it first" not in text
    assert verbs(ticket).count("close") == 1


def test_closing_what_support_has_closed_keeps_the_text(post, closed):
    text = words(post(closed, "close", works_again="yes", text="It works."))
    assert f"Ticket {closed.number} is closed. Reopen it first." in text
    assert "It works.</textarea>" in text


def test_a_closing_that_says_neither_is_refused(post, ticket):
    post(ticket, "close", text="Well.")
    assert not fresh(ticket).is_closed


def test_reopening_within_fourteen_days_resumes_the_ticket(post, closed):
    post(closed, "reopen", text="It is back.")
    ticket = fresh(closed)
    assert ticket.state == "qualified"
    assert ticket.fault_class == "critical"
    assert Message.objects.filter(text="It is back.").exists()


def test_reopening_needs_no_words(post, closed):
    post(closed, "reopen")
    assert not fresh(closed).is_closed


def test_reopening_with_odd_words_is_refused_and_they_are_kept(post, closed):
    text = words(post(closed, "reopen", text="x" * 20_001))
    assert "xxx</textarea>" in text
    assert fresh(closed).is_closed


def test_after_fourteen_days_reopening_is_refused(post, closed):
    with time_machine.travel(closed.closed_at + timedelta(days=14, seconds=1), tick=False):
        text = words(post(closed, "reopen", text="It is back."))
    assert "open a new ticket" in text.lower()
    assert fresh(closed).is_closed


def test_a_double_click_on_reopening_is_no_error(post, closed):
    for _ in range(2):
        text = words(post(closed, "reopen", text="It is back.", once="a-token"))
    assert "is not closed" not in text
    assert verbs(closed).count("reopen") == 1


@pytest.fixture
def written(clara, ticket):
    """The mark of the form that Clara was given."""
    return {"author": keeping.sign(clara.user, f"/tickets/{ticket.number}/#answer")}


def test_a_refused_text_stays_a_draft(post, ticket, page_of, written):
    text = "x" * 20_001
    post(ticket, "reply", text=text, **written)
    assert f"{text}</textarea>" in page_of(ticket)


def test_a_text_that_was_sent_is_no_draft(post, ticket, page_of, written):
    post(ticket, "reply", text="x" * 20_001, **written)
    post(ticket, "reply", text="Shorter.", **written)
    assert not FormDraft.objects.exists()


def test_a_draft_for_a_ticket_that_stays_closed_can_be_read(post, ticket, clara, written, clara_in):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=NOW)
    with time_machine.travel(NOW + timedelta(days=14, seconds=1), tick=False):
        clara_in.force_login(clara.user, BACKEND)
        post(ticket, "reopen", text="It is back.", **written)
        text = words(clara_in.get(f"/tickets/{ticket.number}/"))
    assert "What you wrote, not sent" in text
    assert "readonly>It is back.</textarea>" in text


def test_the_priority_can_be_lowered(post, ticket):
    text = words(post(ticket, "priority", low="yes"))
    assert "The priority is low now." in text
    assert fresh(ticket).low_priority


def test_the_value_at_the_opening_still_decides(post, ticket):
    post(ticket, "priority", low="yes")
    assert fresh(ticket).response.verdict == "running"


def test_the_priority_of_a_closed_ticket_stays(post, closed):
    text = words(post(closed, "priority", low="yes"))
    assert "is closed" in text
    assert not fresh(closed).low_priority


def test_an_odd_priority_is_refused(post, ticket):
    assert "Choose low or normal." in words(post(ticket, "priority", low="lowest"))


def test_an_act_is_written_down_with_its_author(post, clara, ticket):
    post(ticket, "reply", text="Order 88214.")
    event = Event.objects.about("ticket", ticket.pk).get(verb="write")
    assert (event.actor, event.side, event.at) == (clara.user, "client", NOW)
