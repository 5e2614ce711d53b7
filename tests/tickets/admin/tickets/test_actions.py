"""Every action on a ticket: its page, its permission and its address."""

import pytest

from tests.tickets.admin.conftest import NOW, newest, step_url
from tickets import lifecycle
from tickets.admin.findings.actions import TICKET_ACTION_FORMS
from tickets.admin.tickets.actions import ACTION_FORMS
from tickets.models import Ticket


@pytest.mark.parametrize("form", ACTION_FORMS, ids=lambda form: form.verb)
def test_a_form_opens_where_the_action_is_available(agent, form, ticket, qualified, aoife):
    lifecycle.hand_over(ticket.pk, team="operations", text="Look", by=aoife, at=NOW)
    lifecycle.ask(ticket.pk, text="Which?", by=aoife, at=NOW)
    answer = agent.get(step_url(ticket, form.verb))
    verbs = {"ask", "reply", "note", "answer", "hear_back", "assign", "move", "close", "downgrade"}
    verbs |= {each.verb for each in TICKET_ACTION_FORMS} - {"propose-invoicing", "contest"}
    expected = 405 if form.is_immediate else 200 if form.verb in verbs else 302
    assert answer.status_code == expected


@pytest.mark.parametrize("form", ACTION_FORMS, ids=lambda form: form.verb)
def test_looking_changes_nothing(agent, form, ticket):
    agent.get(step_url(ticket, form.verb))
    assert newest(ticket).verb == "open"


@pytest.mark.parametrize("form", [form for form in ACTION_FORMS if form.transition])
def test_a_transition_asks_for_the_permission_of_its_action(form):
    meta = getattr(Ticket, form.transition)._django_fsm
    permissions = {each.permission for each in meta.transitions.values()}
    assert permissions == set(form.permissions)


def test_no_two_actions_share_an_address():
    verbs = [form.verb for form in ACTION_FORMS]
    assert len(set(verbs)) == len(verbs)
