"""Taking, assigning, moving and downgrading a ticket."""

from tests.tickets.admin.conftest import NOW, again, page_url, seen, step_url
from tickets import lifecycle
from tickets.models import Fault


def test_take_sets_the_owner_and_stops_the_response(do, ticket, aoife):
    answer = do(ticket, "take")
    assert answer.url == page_url(ticket)
    assert (again(ticket).owner, again(ticket).handled_at) == (aoife, NOW)


def test_what_was_assigned_is_taken_from_its_page_or_the_queue(do, agent, ticket, aoife):
    do(ticket, "assign", to=aoife.pk)
    take = f'"{step_url(ticket, "take")}"'
    assert take in agent.get(page_url(ticket)).text
    assert take in agent.get("/desk/tickets/ticket/").text
    do(ticket, "take")
    assert again(ticket).handled_at == NOW
    assert take not in agent.get(page_url(ticket)).text
    assert take not in agent.get("/desk/tickets/ticket/").text


def test_what_a_colleague_was_assigned_is_not_offered(do, agent, ticket, declan):
    do(ticket, "assign", to=declan.pk)
    assert step_url(ticket, "take") not in agent.get(page_url(ticket)).text


def test_assign_gives_the_ticket_to_a_colleague(do, ticket, declan):
    do(ticket, "assign", to=declan.pk)
    assert again(ticket).owner == declan


def test_assign_gives_it_back_to_nobody(do, ticket, declan):
    do(ticket, "assign", to=declan.pk)
    do(ticket, "assign", to="")
    assert again(ticket).owner is None


def test_who_cannot_handle_tickets_is_not_assigned(do, ticket, ruairi):
    assert "to" in do(ticket, "assign", to=ruairi.pk).context["form"].errors


def test_move_attaches_to_another_fault(do, qualified):
    fault = Fault.objects.create(title="Another", created_at=NOW)
    do(qualified, "move", fault=fault.reference)
    assert again(qualified).fault == fault


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
    assert [(ticket.pk, to) for ticket, to in form.affected] == [(qualified.pk, "medium")]
    assert form.unaffected == [low]


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
