"""The outbox in the desk: how a letter reads, and another try by a person."""

import pytest
from django.urls import reverse

from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED

LETTERS = "/desk/core/letter/"


@pytest.fixture
def letter(ticket):
    return Letter.objects.get(template="open")


@pytest.fixture
def keeper(client, sys):
    client.force_login(sys)
    return client


def page(letter):
    return reverse("admin:core_letter_change", args=[letter.pk])


def preview(letter):
    return reverse("admin:core_letter_preview", args=[letter.pk])


def retry(letter):
    return reverse("admin:core_letter_action", args=[letter.pk, "retry"])


def test_a_waiting_letter_reads_as_it_would_be_sent(keeper, letter, ticket):
    answer = keeper.get(page(letter))
    assert str(ticket.number) in answer.context["rendered"].subject
    assert "Nothing" not in answer.context["rendered"].html


def test_a_sent_letter_reads_as_it_was_sent(keeper, letter):
    Letter.objects.update(state="sent", sent_at=OPENED, subject="Then", text="Old", html="<p>Old")
    assert keeper.get(page(letter)).context["rendered"].text == "Old"


def test_the_preview_may_do_nothing(keeper, letter):
    Letter.objects.update(text="x", html="<script>alert(1)</script>")
    answer = keeper.get(preview(letter))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_a_letter_that_cannot_be_written_says_why(keeper, letter):
    Letter.objects.update(template="no-such-letter")
    assert "cannot be written" in keeper.get(page(letter)).text


@pytest.mark.parametrize("state", ["failed", "unclear"])
def test_a_letter_that_was_given_up_is_tried_again(keeper, letter, state):
    Letter.objects.update(state=state, attempts=8, last_error="refused")
    assert "Try again" in keeper.get(page(letter)).text
    keeper.post(retry(letter))
    assert Letter.objects.get(pk=letter.pk).state == "queued"


@pytest.mark.parametrize("state", ["queued", "sending"])
def test_a_letter_on_its_way_is_left_alone(keeper, letter, state):
    Letter.objects.update(state=state)
    answer = keeper.post(retry(letter), follow=True)
    assert "not waiting for a person" in answer.text
    assert Letter.objects.get(pk=letter.pk).state == state


def give_up(letter):
    return reverse("admin:core_letter_action", args=[letter.pk, "give_up"])


def test_a_letter_is_given_up_with_a_reason(keeper, letter, sys):
    Letter.objects.update(state="failed", last_error="No such mailbox")
    answer = keeper.post(give_up(letter), {"note": "She left the company."}, follow=True)
    assert "She left the company." in answer.text
    assert "gave it up" in answer.text
    assert not Letter.objects.undecided().exists()


def test_a_reason_is_asked_for(keeper, letter):
    Letter.objects.update(state="failed")
    assert "This field is required" in keeper.post(give_up(letter), {"note": " "}).text
    assert Letter.objects.undecided().exists()


@pytest.fixture
def list_action(keeper):
    def act(action, rows, **more):
        chosen = {"action": action, "_selected_action": [row.pk for row in rows], **more}
        return keeper.post(LETTERS, chosen, follow=True)

    return act


def test_many_letters_are_tried_again_at_once(list_action, open_ticket):
    open_ticket(), open_ticket()
    Letter.objects.update(state="failed")
    answer = list_action("retry_chosen", Letter.objects.all())
    assert "are sent once more with the next delivery." in answer.text
    assert set(Letter.objects.values_list("state", flat=True)) == {"queued"}


def test_many_letters_are_given_up_at_once_with_a_reason(list_action, open_ticket):
    open_ticket(), open_ticket()
    Letter.objects.update(state="unclear")
    assert "Write why" in list_action("give_up_chosen", Letter.objects.all()).text
    assert Letter.objects.undecided().count() == 2
    list_action("give_up_chosen", Letter.objects.all(), note="They telephoned.")
    assert set(Letter.objects.values_list("given_up_note", flat=True)) == {"They telephoned."}


def test_letters_on_their_way_are_left_alone_in_the_list_too(list_action, letter):
    assert "None of these letters" in list_action("retry_chosen", [letter]).text


def test_agents_are_offered_nothing_in_the_list(client, aoife, letter):
    Letter.objects.update(state="failed")
    client.force_login(aoife)
    assert "retry_chosen" not in client.get(LETTERS).text
    client.post(LETTERS, {"action": "retry_chosen", "_selected_action": [letter.pk]})
    assert Letter.objects.get(pk=letter.pk).state == "failed"


def test_the_list_shows_what_is_to_be_decided(keeper, letter, open_ticket):
    open_ticket()
    Letter.objects.filter(pk=letter.pk).update(state="failed")
    answer = keeper.get(LETTERS, {"outcome": "undecided"})
    assert list(answer.context["cl"].result_list) == [letter]


def test_a_waiting_letter_says_when_it_is_tried_next(keeper, letter):
    Letter.objects.update(refused_since=OPENED)
    answer = keeper.get(page(letter))
    assert "Next attempt" in answer.text
    assert "Refused since" in answer.text


def test_agents_read_and_do_not_send(client, aoife, letter):
    client.force_login(aoife)
    assert client.get(page(letter)).status_code == 200
    assert client.post(retry(letter)).status_code == 403


def test_the_list_names_tickets_by_their_number(keeper, letter, ticket):
    assert f"ticket {ticket.number}" in keeper.get("/desk/core/letter/").text


def test_an_event_leads_to_its_ticket(keeper, ticket):
    event = Event.objects.about(Event.Kind.TICKET, ticket.pk).first()
    answer = keeper.get(reverse("admin:core_event_change", args=[event.pk]))
    assert reverse("admin:tickets_ticket_change", args=[ticket.pk]) in answer.text


def test_an_event_shows_its_data(keeper, ticket):
    event = Event.objects.about("ticket", ticket.pk).get()
    answer = keeper.get(reverse("admin:core_event_change", args=[event.pk]))
    assert ("channel", "portal") in answer.context["tables"][0].rows


def test_an_event_about_something_without_a_page_is_shown(keeper, sys):
    Event.objects.append(
        kind="component", subject_id=10**12, verb="x", by=sys, side="support", at=OPENED
    )
    assert keeper.get("/desk/core/event/").status_code == 200
