"""A message of the client becomes a ticket of its own; a closed ticket is followed by another."""

import pytest

from tests.tickets.admin.conftest import NOW, page_url, step_url
from tickets import lifecycle
from tickets.models import Ticket


@pytest.fixture
def message(ticket, clara):
    return lifecycle.write(ticket.pk, text="And labels print twice.", by=clara.user, at=NOW)


def test_it_is_opened_at_its_own_instant_and_each_names_the_other(do, agent, ticket, message):
    page = agent.get(page_url(ticket))
    assert f"{step_url(ticket, 'split')}?message={message.pk}" in page.text
    do(ticket, "split", message=message.pk, subject="Labels print twice")
    new = Ticket.objects.exclude(pk=ticket.pk).get()
    assert (new.opened_at, new.subject) == (NOW, "Labels print twice")
    here = agent.get(page_url(ticket))
    assert f"It is ticket {new.number} now" in here.text
    assert here.context["connected"].related == [("Split off", new)]
    assert agent.get(page_url(new)).context["connected"].related == [("Split from", ticket)]


def test_there_is_nothing_to_split_off_an_opening(agent, ticket):
    assert "split off…" not in agent.get(page_url(ticket)).text
    assert agent.get(step_url(ticket, "split")).status_code == 302


def test_a_message_of_another_ticket_is_no_choice(do, open_ticket, ticket, message):
    other = open_ticket(subject="Another")
    answer = do(ticket, "split", message=other.messages.get().pk, subject="So")
    assert answer.context["form"].has_error("message")


def test_it_is_put_into_another_ticket(do, agent, open_ticket, ticket, message):
    other = open_ticket(subject="Labels")
    do(ticket, "split", message=message.pk, into=other.number)
    page = agent.get(page_url(other))
    assert "And labels print twice." in page.text
    assert page.context["connected"].related == [("Message from", ticket)]
    assert "put here by Aoife Brennan from another ticket" in page.text


def test_it_needs_a_subject_or_a_ticket(do, open_ticket, ticket, message):
    assert do(ticket, "split", message=message.pk).context["form"].has_error("subject")


def test_a_closed_ticket_is_continued_by_a_new_one_of_the_same_person(do, agent, qualified):
    do(qualified, "close", reason="resolved")
    assert f"add/?follows={qualified.number}" in agent.get(page_url(qualified)).text
    form = agent.get(f"/desk/tickets/ticket/add/?follows={qualified.number}").context["form"]
    assert form.initial["administrator"] == "clara@meadow.example"
    assert form.initial["subject"] == qualified.subject
