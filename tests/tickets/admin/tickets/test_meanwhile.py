"""Two at once, twice the same, and forms that are out of date."""

import pytest

from istockist_sla.core.drafts import keeping
from istockist_sla.core.models import Event, FormDraft
from tests.tickets.admin.conftest import NOW, again, page_url, seen, step_url
from tickets import lifecycle


def events(ticket):
    return Event.objects.about("ticket", ticket.pk).count()


def test_of_two_who_take_in_charge_one_is_told(do, ticket, declan):
    looked = seen(ticket)
    lifecycle.take(ticket.pk, by=declan, at=NOW, seen=None)
    answer = do(ticket, "take", seen=looked)
    assert again(ticket).owner == declan
    assert answer.status_code == 302


def test_the_one_who_came_late_reads_who_was_first(do, agent, ticket, declan):
    looked = seen(ticket)
    lifecycle.take(ticket.pk, by=declan, at=NOW, seen=None)
    answer = agent.post(step_url(ticket, "take"), {"seen": looked}, follow=True)
    assert "Changed meanwhile. Declan Moore" in answer.text


def test_an_old_form_shows_what_came_and_keeps_the_text(do, qualified, declan):
    looked = seen(qualified)
    lifecycle.reply(qualified.pk, text="Hello", by=declan, at=NOW)
    answer = do(qualified, "close", seen=looked, reason="resolved", text="My own words")
    assert again(qualified).state == "qualified"
    assert "Declan Moore</strong> replied to the client" in answer.text
    assert "My own words" in answer.text


def test_sent_again_after_reading_it_goes_through(do, qualified, declan):
    looked = seen(qualified)
    lifecycle.reply(qualified.pk, text="Hello", by=declan, at=NOW)
    first = do(qualified, "close", seen=looked, reason="resolved")
    do(qualified, "close", seen=first.context["seen"], reason="resolved")
    assert again(qualified).state == "closed"


@pytest.mark.parametrize("wrong", ["", "abc", "-1", "1e9", "9" * 40, "١٢"])
def test_a_form_that_has_seen_nothing_acts_on_nothing(do, ticket, wrong):
    do(ticket, "take", seen=wrong)
    assert again(ticket).owner is None


@pytest.mark.parametrize("verb", ["reply", "note", "ask"])
def test_a_double_click_is_recorded_once(do, ticket, verb):
    before = events(ticket)
    for _ in range(2):
        do(ticket, verb, text="Words", once="one-token")
    assert events(ticket) == before + 1


def test_a_double_click_on_downgrade_lowers_once(do, qualified):
    looked = seen(qualified)
    for _ in range(2):
        do(qualified, "downgrade", seen=looked, text="Use the app.")
    assert again(qualified).fault_class == "medium"


def test_two_forms_say_the_same_thing_twice(do, ticket):
    """Only the same form is taken for a double click."""
    before = events(ticket)
    do(ticket, "note", text="Words", once="one")
    do(ticket, "note", text="Words", once="two")
    assert events(ticket) == before + 2


def test_a_refused_form_can_be_sent_again(do, qualified, declan):
    looked = seen(qualified)
    lifecycle.reply(qualified.pk, text="Hello", by=declan, at=NOW)
    first = do(qualified, "close", seen=looked, reason="resolved", once="one")
    do(qualified, "close", seen=first.context["seen"], reason="resolved", once="one")
    assert again(qualified).state == "closed"


def test_a_double_click_on_a_refused_form_is_refused_twice(do, qualified, declan):
    looked = seen(qualified)
    lifecycle.reply(qualified.pk, text="Hello", by=declan, at=NOW)
    for _ in range(2):
        answer = do(qualified, "close", seen=looked, reason="resolved", once="one")
        assert "recorded once" not in answer.text
        assert "Changed meanwhile." in answer.text


def test_another_text_of_the_same_form_is_sent(do, ticket):
    before = events(ticket)
    do(ticket, "note", text="Words", once="one")
    do(ticket, "note", text="Other words", once="one")
    assert events(ticket) == before + 2


def test_the_same_on_another_ticket_is_sent(do, ticket, open_ticket):
    other = open_ticket()
    before = events(other)
    do(ticket, "note", text="Words", once="one")
    do(other, "note", text="Words", once="one")
    assert events(other) == before + 1


def test_an_action_that_breaks_can_be_tried_again(do, ticket, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("tickets.lifecycle.messages.draft_message", lambda *a, **k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            do(ticket, "note", text="Words", once="one")
    before = events(ticket)
    do(ticket, "note", text="Words", once="one")
    assert events(ticket) == before + 1


@pytest.fixture
def composer(aoife, ticket):
    """What the composer of the ticket's page sends of itself."""
    author = keeping.sign(aoife, f"/desk/tickets/ticket/{ticket.pk}/change/#composer")
    return {"author": author, "mode": "reply", "text": "My own words"}


def test_a_text_that_is_handed_over_stays_the_composers_draft(do, agent, ticket, composer):
    page = do(ticket, "close", draft="1", **composer)
    assert "My own words</textarea>" in page.text
    assert "My own words</textarea>" in agent.get(page_url(ticket)).text


def test_once_it_is_sent_from_there_it_is_a_draft_nowhere(do, ticket, composer):
    do(ticket, "close", draft="1", **composer)
    do(ticket, "close", reason="spam", **composer)
    assert again(ticket).is_closed
    assert not FormDraft.objects.exists()


def test_a_refused_note_is_a_note_on_the_next_page_too(do, ticket, composer):
    page = do(ticket, "note", **{**composer, "mode": "note", "text": " "})
    assert 'name="mode" value="note"' in page.text


def test_a_refused_form_is_shown_again_when_it_is_opened(do, agent, aoife, qualified, declan):
    form = step_url(qualified, "close")
    looked = seen(qualified)
    lifecycle.reply(qualified.pk, text="Hello", by=declan, at=NOW)
    author = keeping.sign(aoife, f"{form}#form")
    do(qualified, "close", seen=looked, reason="resolved", text="My own words", author=author)
    page = agent.get(form)
    assert "My own words</textarea>" in page.text
    assert page.context["form"]["reason"].value() == "resolved"
