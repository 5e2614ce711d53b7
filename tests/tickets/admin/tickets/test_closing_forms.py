"""Closing and reopening a ticket."""

from datetime import timedelta

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW, again, newest, step_url
from tickets import lifecycle
from tickets.models import Message


def test_close_as_resolved(do, qualified):
    do(qualified, "close", reason="resolved", text="It works.")
    row = again(qualified)
    assert (row.state, row.close_reason, row.fix.verdict) == ("closed", "resolved", "met")


def test_qualify_and_close_in_one_act(do, ticket):
    do(ticket, "close", reason="resolved", test="other", text="Done.")
    verbs = [event.verb for event in Event.objects.about("ticket", ticket.pk)]
    assert verbs == ["open", "qualify", "close"]
    assert again(ticket).fault_class == "low"


def test_an_open_ticket_is_not_resolved_without_a_class(do, ticket):
    assert "test" in do(ticket, "close", reason="resolved").context["form"].errors
    assert again(ticket).state == "open"


def test_qualify_and_close_does_both_or_neither(do, ticket, declan, monkeypatch):
    def fail(*args, **kwargs):
        raise lifecycle.ActionRefused("No.")

    monkeypatch.setattr("tickets.lifecycle.close", fail)
    do(ticket, "close", reason="resolved", test="other")
    assert again(ticket).state == "open"


def test_close_unresolved_points_at_the_clients_message(do, ticket):
    message = Message.objects.get(ticket=ticket)
    do(ticket, "close", reason="confirmed", confirmation=message.pk)
    assert newest(ticket).data["confirmation"] == message.pk


def test_close_as_duplicate_names_the_earlier_ticket(do, ticket, open_ticket):
    later = open_ticket(at=OPENED + timedelta(minutes=10))
    do(later, "close", reason="duplicate", duplicate_of=ticket.number)
    assert again(later).duplicate_of == ticket


def test_reopen_within_the_window(do, qualified):
    do(qualified, "close", reason="resolved")
    do(qualified, "reopen", text="Once more.")
    assert again(qualified).state == "qualified"


def test_no_reopening_after_fourteen_days(do, agent, aoife, qualified, time_machine):
    do(qualified, "close", reason="resolved")
    time_machine.move_to(NOW + timedelta(days=15))
    agent.force_login(aoife)
    assert "K13" in do(qualified, "reopen").text
    assert agent.get(step_url(qualified, "reopen")).status_code == 302


def test_a_refusal_stands_beside_the_form_with_the_text_kept(do, ticket, declan):
    lifecycle.take(ticket.pk, by=declan, at=NOW, seen=None)
    lifecycle.qualify_request(ticket.pk, by=declan, at=NOW, seen=None)
    answer = do(ticket, "close", reason="no-answer", text="Words of mine")
    assert "open question" in answer.text
    assert "Words of mine" in answer.text


def test_a_draft_of_the_composer_is_handed_over_and_not_sent(agent, qualified):
    answer = agent.post(step_url(qualified, "close"), {"draft": "1", "text": "It works again."})
    assert "It works again." in answer.text
    assert not answer.context["form"].errors
    assert again(qualified).state == "qualified"
