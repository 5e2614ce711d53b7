"""A fault's page: its tickets, and the actions on all of them at once (K9)."""

from datetime import date

import pytest

from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW, again, page_url, step_url, verbs_of
from tickets import lifecycle
from tickets.admin.faults.actions import ACTION_FORMS
from tickets.lifecycle.base import events_of_fault
from tickets.models import CustomerSuccessContact, Fault, Ticket

VERBS = [form.verb for form in ACTION_FORMS]


@pytest.fixture
def second(qualified, open_ticket, charlie, aoife):
    """A Low ticket of another client, of the same fault."""
    ticket = open_ticket(administrator=charlie)
    lifecycle.qualify(
        ticket.pk, class_test="read-only", fault=qualified.fault, by=aoife, at=OPENED, seen=None
    )
    return again(ticket)


@pytest.fixture
def fault(qualified, second) -> Fault:
    return qualified.fault


def newest(fault) -> int:
    return events_of_fault(fault, Ticket.objects.filter(fault=fault)).newest_id()


@pytest.fixture
def act(agent, fault):
    def post(verb, text="The queue runs again.", seen=None, **data):
        shown = newest(fault) if seen is None else seen
        url = step_url(fault, verb, "fault")
        return agent.post(url, {"text": text, "seen": shown, **data}, follow=True)

    return post


def test_every_action_is_available_while_tickets_are_open(agent, fault):
    page = agent.get(page_url(fault, "fault"))
    assert verbs_of(page) == VERBS


def test_once_all_are_closed_none_is(agent, fault, act):
    act("resolve")
    assert verbs_of(agent.get(page_url(fault, "fault"))) == []


def test_where_all_are_low_nothing_goes_down(agent, fault, qualified, aoife):
    lifecycle.close(qualified.pk, reason="resolved", by=aoife, at=NOW, seen=None)
    page = agent.get(page_url(fault, "fault"))
    assert verbs_of(page) == ["notify", "resolve"]


@pytest.mark.parametrize(
    ("verb", "affected"), [("downgrade", 1), ("notify", 2), ("resolve", 2)], ids=VERBS
)
def test_the_form_lists_which_tickets_it_affects(agent, fault, verb, affected):
    form = agent.get(step_url(fault, verb, "fault")).context["form"]
    assert (len(form.affected), len(form.unaffected)) == (affected, 2 - affected)


def test_resolving_closes_each(act, fault, qualified, second):
    act("resolve")
    assert {again(qualified).close_reason, again(second).close_reason} == {"resolved"}
    assert Letter.objects.filter(template="close").count() == 2


def test_a_message_reaches_each(act, qualified, second):
    act("notify", text="We are on it.")
    for ticket in (qualified, second):
        assert ticket.messages.for_client().last().text == "We are on it."


def test_a_workaround_lowers_those_above_low(act, qualified, second):
    act("downgrade", text="Use the import.")
    assert (again(qualified).fault_class, again(second).fault_class) == ("medium", "low")


@pytest.mark.parametrize("verb", VERBS)
def test_words_are_needed(act, verb, qualified):
    answer = act(verb, text=" ")
    assert answer.context["form"].errors
    assert again(qualified).state == "qualified"


@pytest.mark.parametrize("verb", ["resolve", "downgrade"])
def test_what_came_meanwhile_is_shown_first_and_the_text_kept(act, fault, second, declan, verb):
    seen = newest(fault)
    lifecycle.reply(second.pk, text="Soon.", by=declan, at=NOW)
    answer = act(verb, seen=seen)
    assert "Changed meanwhile" in answer.text
    assert "The queue runs again." in answer.text
    assert not again(second).is_closed


def test_a_message_is_not_refused_for_it(act, fault, second, declan):
    seen = newest(fault)
    lifecycle.reply(second.pk, text="Soon.", by=declan, at=NOW)
    act("notify", seen=seen)
    assert Event.objects.about("fault", fault.pk).filter(verb="notify").exists()


def test_a_client_may_be_told_by_customer_success(act, agent, fault, meadow):
    contact = CustomerSuccessContact.objects.create(
        client=meadow, name="Orla Daly", since=date(2020, 1, 1)
    )
    act("resolve", **{f"through_{meadow.pk}": contact.pk})
    told = Letter.objects.filter(template="close").values_list("to_address", flat=True)
    assert list(told) == ["charlie@north.example"]


def test_a_double_click_sends_one_letter_each(act, fault):
    act("notify", once="a-token")
    act("notify", once="a-token")
    assert Letter.objects.filter(template="reply").count() == 2


def test_the_page_tells_what_was_done(agent, act, fault):
    act("downgrade", text="Use the import.")
    act("notify", text="We are on it.")
    act("resolve")
    told = [line.text for line in agent.get(page_url(fault, "fault")).context["events"]]
    assert "resolved the fault on all of its open tickets." in told
    assert "wrote to all open tickets of the fault." in told
    assert "put a workaround in place: its tickets went down one class." in told


def test_the_form_asks_a_fixed_number_of_queries(
    agent, fault, open_ticket, aoife, django_assert_max_num_queries
):
    for _ in range(6):
        lifecycle.qualify(
            open_ticket().pk, class_test="other", fault=fault, by=aoife, at=OPENED, seen=None
        )
    with django_assert_max_num_queries(20):
        agent.get(step_url(fault, "resolve", "fault"))


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("person", ["ruairi", "sys"])
def test_only_support_acts_on_a_fault(client, request, fault, verb, person, qualified):
    client.force_login(request.getfixturevalue(person))
    assert client.post(step_url(fault, verb, "fault"), {"text": "x"}).status_code == 403
    assert again(qualified).state == "qualified"


@pytest.mark.parametrize("verb", VERBS)
def test_an_unknown_fault_is_not_found(agent, verb):
    assert agent.post(step_url(Fault(pk=987654), verb, "fault")).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_opening_a_form_does_nothing(agent, fault, verb):
    agent.get(step_url(fault, verb, "fault"))
    assert not Event.objects.about("fault", fault.pk).exists()
