"""Each step of a ticket by its address: what it does, and what it refuses."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from availability.models import Component
from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW, again, newest, page_url, seen, step_url
from tickets import lifecycle, records
from tickets.admin.findings import proposals
from tickets.admin.tickets.actions import STEPS
from tickets.models import Fault, HandOver, InformationRequest, Message, Ticket


def test_take_sets_the_owner_and_stops_the_response(do, ticket, aoife):
    answer = do(ticket, "take")
    assert answer.url == page_url(ticket)
    assert (again(ticket).owner, again(ticket).handled_at) == (aoife, NOW)


def test_assign_gives_the_ticket_to_a_colleague(do, ticket, declan):
    do(ticket, "assign", to=declan.pk)
    assert again(ticket).owner == declan


def test_assign_gives_it_back_to_nobody(do, ticket, declan):
    do(ticket, "assign", to=declan.pk)
    do(ticket, "assign", to="")
    assert again(ticket).owner is None


def test_who_cannot_handle_tickets_is_not_assigned(do, ticket, ruairi):
    assert "to" in do(ticket, "assign", to=ruairi.pk).context["form"].errors


def test_qualify_gives_class_and_a_new_fault(do, ticket):
    do(ticket, "qualify", test="orders-partly", fault_title="Queue is slow")
    assert (again(ticket).fault_class, again(ticket).fault.title) == ("medium", "Queue is slow")


def test_qualify_attaches_to_a_known_fault(do, ticket, qualified, open_ticket):
    other = open_ticket(subject="The same")
    do(other, "qualify", test="other", fault=f"f-{again(qualified).fault_id}")
    assert again(other).fault_id == again(qualified).fault_id


def test_qualify_records_components_and_checks_not_done(do, ticket):
    api = Component.objects.get(code="api")
    do(ticket, "qualify", test="other", components=[api.pk], not_done_network="Refused to look")
    row = again(ticket)
    assert list(row.components.all()) == [api]
    assert row.checks["network"]["state"] == "not done"


def test_qualify_as_a_request_gives_no_class(do, ticket):
    do(ticket, "qualify", test="request")
    assert (again(ticket).kind, again(ticket).fault_class) == ("request", "")


def test_a_request_can_still_be_qualified_as_a_fault(do, ticket):
    do(ticket, "qualify", test="request")
    do(ticket, "qualify", test="read-only")
    assert again(ticket).fault_class == "low"


def test_qualify_asks_for_one_fault_only(do, ticket, qualified, open_ticket):
    other = open_ticket()
    answer = do(other, "qualify", test="other", fault="1", fault_title="New")
    assert answer.status_code == 200
    assert again(other).state == "open"


def test_a_notice_through_customer_success_sends_no_letter(do, ticket, niamh, meadow):
    contact = records.name_contact(
        client_id=meadow.pk, name="Orla", email="", since=OPENED.date(), by=niamh, at=OPENED
    )
    do(ticket, "qualify", test="other", through=contact.pk)
    assert newest(ticket).data["through"] == contact.pk
    assert not Letter.objects.filter(template="qualify").exists()


def test_reply_reaches_the_client(do, ticket):
    file = SimpleUploadedFile("log.txt", b"hello")
    do(ticket, "reply", text="We look into it.", uploads=[file])
    message = again(ticket).messages.last()
    assert (message.kind, message.attachments.get().name) == ("reply", "log.txt")
    assert Letter.objects.filter(template="reply").exists()


def test_ask_opens_a_question_and_pauses(do, ticket):
    do(ticket, "ask", text="Which order?")
    assert InformationRequest.objects.get(ticket=ticket).ended_at is None
    assert again(ticket).waiting_since == NOW


def test_answer_ends_the_question(do, ticket):
    do(ticket, "ask", text="Which order?")
    do(ticket, "answer", text="Number 88214, by telephone.")
    assert again(ticket).waiting_since is None


def test_note_stays_inside(do, ticket):
    do(ticket, "note", text="Odd.")
    assert again(ticket).messages.last().is_internal
    assert again(ticket).handled_at is None


def test_hand_over_and_hear_back(do, ticket, client, ruairi):
    do(ticket, "hand_over", team="operations", text="Please look.")
    client.force_login(ruairi)
    do(ticket, "hear_back", browser=client, text="Disk was full.")
    handed = HandOver.objects.get(ticket=ticket)
    assert (handed.report.text, again(ticket).team) == ("Disk was full.", "")


def test_downgrade_lowers_every_ticket_of_the_fault(do, qualified, open_ticket, charlie, aoife):
    other = open_ticket(administrator=charlie)
    lifecycle.qualify(
        other.pk, class_test="degraded", fault=qualified.fault, by=aoife, at=NOW, seen=None
    )
    newest_of_both = max(seen(qualified), seen(other))
    do(qualified, "downgrade", seen=newest_of_both, text="Use the app.")
    assert (again(qualified).fault_class, again(other).fault_class) == ("medium", "low")


def test_the_downgrade_form_lists_who_goes_down_and_who_stays(
    agent, qualified, open_ticket, charlie, aoife
):
    low = open_ticket(administrator=charlie)
    lifecycle.qualify(
        low.pk, class_test="other", fault=qualified.fault, by=aoife, at=NOW, seen=None
    )
    form = agent.get(step_url(qualified, "downgrade")).context["form"]
    assert [(ticket.pk, to) for ticket, to in form.going] == [(qualified.pk, "medium")]
    assert form.staying == [low]


def test_downgrade_is_stopped_by_an_act_on_another_ticket_of_the_fault(
    do, qualified, open_ticket, charlie, aoife, declan
):
    other = open_ticket(administrator=charlie)
    lifecycle.qualify(
        other.pk, class_test="degraded", fault=qualified.fault, by=aoife, at=NOW, seen=None
    )
    looked = seen(other)
    lifecycle.reply(other.pk, text="Works again.", by=declan, at=NOW)
    answer = do(qualified, "downgrade", seen=looked, text="Use the app.")
    assert "Changed meanwhile" in answer.text
    assert again(qualified).fault_class == "critical"


def test_move_attaches_to_another_fault(do, qualified):
    fault = Fault.objects.create(title="Another", created_at=NOW)
    do(qualified, "move", fault=fault.reference)
    assert again(qualified).fault == fault


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

    monkeypatch.setattr("tickets.admin.tickets.acts.lifecycle.close", fail)
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


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.verb)
def test_a_form_opens_where_the_step_is_legal(agent, step, ticket, qualified, aoife):
    lifecycle.hand_over(ticket.pk, team="operations", text="Look", by=aoife, at=NOW)
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
    answer = agent.get(step_url(ticket, step.verb))
    legal = {"ask", "reply", "note", "answer", "hear_back", "assign", "move", "close", "downgrade"}
    legal |= {each.verb for each in proposals.STEPS} - {"propose-invoicing", "contest"}
    expected = 405 if step.form is None else 200 if step.verb in legal else 302
    assert answer.status_code == expected


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.verb)
def test_looking_changes_nothing(agent, step, ticket):
    agent.get(step_url(ticket, step.verb))
    assert newest(ticket).verb == "open"


def test_transitions_ask_for_the_permission_that_their_step_asks_for():
    for step in STEPS:
        if step.transition:
            meta = getattr(Ticket, step.transition)._django_fsm
            permissions = {each.permission for each in meta.transitions.values()}
            assert permissions == set(step.permissions)
