"""Whatever is sent to an action, the answer is a page and never an error of ours."""

import pytest

from tests.tickets.admin.conftest import again, newest, step_url
from tickets.admin.tickets.actions import ACTION_FORMS

FORMS = [form.verb for form in ACTION_FORMS if not form.is_immediate]
BAD = {
    "nothing": {},
    "NUL": {"text": "a\0b", "reason": "a\0b", "fault": "\0", "fault_title": "\0", "test": "\0"},
    "huge": {"text": "x" * 150_000, "fault_title": "y" * 5_000, "fault": "9" * 500},
    "wrong ids": {"to": "9" * 30, "components": ["x", "-1"], "confirmation": "0", "through": "z"},
    "ids past the largest": dict.fromkeys(
        ["to", "components", "confirmation", "through", "fault", "duplicate_of"], str(2**63)
    ),
    "wrong words": {"reason": "because", "team": "accounts", "test": "sideways", "fault": "F-x"},
    "odd digits": {"fault": "٣", "duplicate_of": "٣", "to": "٣"},
    "odd text": {"text": "\u202e\ufffe\U000e0001 \u2028", "fault_title": "\u202e"},
    "too long": {"duplicate_of": "9" * 12, "fault": "F-" + "9" * 18},
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("verb", FORMS)
def test_bad_input_is_answered(do, ticket, verb, name):
    assert do(ticket, verb, **BAD[name]).status_code in (200, 302)


@pytest.mark.parametrize("name", ["NUL", "huge"])
def test_what_cannot_be_kept_is_not_kept(do, ticket, name):
    do(ticket, "note", **BAD[name])
    assert newest(ticket).verb == "open"


def test_an_empty_message_is_refused(do, ticket):
    assert "Write a few words" in do(ticket, "reply", text="  ").text


@pytest.mark.parametrize("components", [2**63 - 1, 2**63, "9" * 30])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_component_that_cannot_be_is_refused_beside_the_field(agent, ticket, method, components):
    given = {"test": "other", "components": components}
    page = getattr(agent, method)(step_url(ticket, "qualify"), given)
    assert page.status_code == 200
    assert (method == "get") == (not page.context["form"]["components"].errors)


@pytest.mark.parametrize("once", ["\0", "x" * 5000, "\u202e", "a b"])
def test_an_odd_token_of_a_form_is_no_fault(do, ticket, once):
    assert do(ticket, "note", text="Looked at.", once=once).status_code == 302


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(agent, ticket, method):
    assert getattr(agent, method)(step_url(ticket, "note")).status_code == 405


def test_taking_is_refused_by_get(agent, ticket):
    assert agent.get(step_url(ticket, "take")).status_code == 405
    assert again(ticket).owner is None


def test_a_prefilled_address_fills_only_the_form(agent, ticket):
    page = agent.get(step_url(ticket, "note"), {"text": "<b>hello</b>"})
    assert "&lt;b&gt;hello" in page.text


@pytest.mark.parametrize("verb", FORMS)
def test_an_address_filled_with_nonsense_opens(agent, ticket, verb):
    names = ["text", "to", "test", "fault", "components", "through", "reason", "team", "uploads"]
    answer = agent.get(step_url(ticket, verb), dict.fromkeys([*names, "confirmation"], "x٣"))
    assert answer.status_code in (200, 302)
