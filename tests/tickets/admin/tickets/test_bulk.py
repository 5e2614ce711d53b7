"""Steps on several tickets of the queue at once: each through the door, refusals told by row."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW, again, newest, seen
from tickets import lifecycle
from tickets.models import Ticket, Verb

QUEUE = "/desk/tickets/ticket/"


def send(browser, step, tickets, **given):
    """As the queue's form, or with `confirmed` the step's own page, sends it."""
    chosen = {"_selected_action": [ticket.pk for ticket in tickets]}
    known = {f"seen-{ticket.pk}": seen(ticket) for ticket in tickets}
    return browser.post(f"{QUEUE}bulk/{step}/", {**chosen, **known, **given}, follow=True)


@pytest.fixture
def two(open_ticket):
    return [open_ticket(), open_ticket(at=OPENED + timedelta(minutes=10))]


def test_several_are_taken_at_once(agent, two, aoife):
    assert "2\xa0tickets are yours" in send(agent, "take", two).text
    assert [again(ticket).owner for ticket in two] == [aoife, aoife]


def test_the_second_to_take_one_is_told_and_the_others_are_done(agent, two, declan, aoife):
    looked = seen(two[0])
    lifecycle.take(two[0].pk, by=declan, at=NOW, seen=None)
    answer = send(agent, "take", two, **{f"seen-{two[0].pk}": looked})
    assert f"{two[0].number}: Changed meanwhile" in answer.text
    assert [again(ticket).owner for ticket in two] == [declan, aoife]


def test_what_the_list_did_not_show_is_not_taken(agent, ticket):
    send(agent, "take", [ticket], **{f"seen-{ticket.pk}": "x"})
    assert newest(ticket).verb == Verb.OPEN


@pytest.mark.parametrize("chosen", ["x", "9" * 30, str(2**63), "\0", "-1", ""])
def test_without_a_row_nothing_is_done(agent, ticket, chosen):
    answer = agent.post(f"{QUEUE}bulk/take/", {"_selected_action": chosen}, follow=True)
    assert "Choose rows of the list first." in answer.text
    assert again(ticket).owner is None


@pytest.mark.parametrize("person", ["ruairi", "sys"])
def test_only_who_handles_tickets_takes_a_step(client, request, ticket, person):
    client.force_login(request.getfixturevalue(person))
    assert send(client, "take", [ticket]).status_code == 403
    assert again(ticket).owner is None


def test_there_is_no_other_step(agent, ticket):
    assert send(agent, "delete", [ticket]).status_code == 404


def test_a_step_that_asks_something_first_shows_the_rows(agent, two):
    page = send(agent, "note", two, back="view=mine")
    assert [row.ticket for row in page.context["rows"]] == two
    assert page.context["back"] == f"{QUEUE}?view=mine"
    assert newest(two[0]).verb == Verb.OPEN


def test_the_filters_survive_a_step(agent, two):
    answer = send(agent, "take", two, back="view=unassigned&class=none&columns=class&columns=team")
    (led_to, _) = answer.redirect_chain[-1]
    assert led_to == f"{QUEUE}?view=unassigned&class=none&columns=class&columns=team"


def test_all_are_given_to_a_colleague(agent, two, declan):
    send(agent, "assign", two, confirmed="yes", to=declan.pk)
    assert [again(ticket).owner for ticket in two] == [declan, declan]
    assert again(two[0]).handled_at is None


def test_all_get_the_note(agent, two):
    send(agent, "note", two, confirmed="yes", text="The same disk.")
    texts = [ticket.messages.get(kind="note").text for ticket in two]
    assert texts == ["The same disk."] * 2


def test_a_note_without_words_is_asked_for(agent, two):
    page = send(agent, "note", two, confirmed="yes", text=" ")
    assert page.context["form"].errors == {"text": ["This field is required."]}


def test_a_step_sent_twice_is_taken_once(agent, two):
    known = {f"seen-{ticket.pk}": seen(ticket) for ticket in two}
    for _ in range(2):
        send(agent, "note", two, confirmed="yes", text="Once.", once="a-token", **known)
    assert two[0].messages.filter(kind="note").count() == 1


def test_the_later_ones_close_as_duplicates_of_the_first(agent, open_ticket):
    first, *others = (open_ticket(at=OPENED + timedelta(minutes=n)) for n in range(3))
    send(agent, "duplicate", others, confirmed="yes", duplicate_of=first.number)
    assert [again(ticket).duplicate_of for ticket in others] == [first, first]


def test_one_of_another_client_is_refused_alone(agent, two, open_ticket, charlie):
    other = open_ticket(administrator=charlie, at=OPENED + timedelta(minutes=20))
    answer = send(agent, "duplicate", [two[1], other], confirmed="yes", duplicate_of=two[0].number)
    assert f"{other.number}: Name the earlier ticket of the same client" in answer.text
    assert [again(ticket).state for ticket in (two[1], other)] == ["closed", "open"]


def test_a_classed_ticket_moves_to_the_fault_and_another_is_qualified_onto_it(
    agent, qualified, two, aoife
):
    lifecycle.qualify(two[0].pk, class_test="other", by=aoife, at=NOW, seen=None)
    fault = qualified.fault
    send(agent, "fault", two, confirmed="yes", fault=fault.reference, test="degraded")
    rows = Ticket.objects.filter(pk__in=[ticket.pk for ticket in two]).order_by("pk")
    assert [(row.fault, row.fault_class) for row in rows] == [(fault, "low"), (fault, "medium")]


def test_a_row_says_which_steps_do_not_fit_it(agent, ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=NOW, seen=None)
    lifecycle.qualify_request(ticket.pk, by=aoife, at=NOW, seen=None)
    (row,) = agent.get(QUEUE).context["cl"].result_list
    assert row.unfit == {"take": "yours already", "fault": "a request"}
