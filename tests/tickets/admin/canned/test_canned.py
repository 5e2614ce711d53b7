"""Canned replies: filled in from the ticket, and never sent with what is not."""

import pytest

from istockist_sla.core.models import Letter
from tests.tickets.admin.conftest import NOW, page_url, step_url
from tickets.admin.canned.filling import filled
from tickets.models import CannedReply


@pytest.fixture
def canned(aoife):
    return CannedReply.objects.create(
        title="Export once more", text="Hello {name}, {number} after {time}?", updated_at=NOW
    )


def test_what_is_known_is_filled_in_and_the_rest_asks():
    values = {"name": "Clara", "class": ""}
    assert filled("{Name}: { class } {time} {x1}", values) == "Clara: {class?} {time?} {x1}"


def test_the_ticket_fills_them(qualified, aoife, agent):
    text = "{number} {subject} {name} {class} {limit}"
    CannedReply.objects.create(title="All", text=text, updated_at=NOW)
    page = agent.get(f"/desk/tickets/ticket/{qualified.pk}/canned/")
    assert "1001 Orders do not come in Clara Critical 4 h" in page.text


def test_one_is_put_into_the_composer(agent, ticket, canned):
    page = agent.get(f"{page_url(ticket)}?canned={canned.pk}")
    assert page.context["composed"] == f"Hello Clara, {ticket.number} after {{time?}}?"


@pytest.mark.parametrize("verb", ["reply", "ask"])
def test_nothing_goes_out_with_a_gap_in_it(do, ticket, verb):
    sent = Letter.objects.count()
    answer = do(ticket, verb, text="Hello Clara, after {time?}?")
    assert "Still to be filled in, or taken out: {time?}." in answer.text
    assert "Hello Clara, after {time?}?" in answer.text
    assert Letter.objects.count() == sent


def test_ones_own_are_nobody_elses(client, declan, aoife, canned, ticket):
    canned.owner = aoife
    canned.save()
    client.force_login(declan)
    assert client.get(f"/desk/tickets/cannedreply/{canned.pk}/change/").status_code == 404
    assert canned.title not in client.get(f"/desk/tickets/ticket/{ticket.pk}/canned/").text
    page = client.get(f"{page_url(ticket)}?canned={canned.pk}")
    assert page.context["composed"] == ""


def test_one_is_written_revised_and_offered_no_more(agent, canned, aoife):
    agent.post("/desk/tickets/cannedreply/add/", {"title": "Mine", "text": "So.", "is_own": "on"})
    own = CannedReply.objects.get(title="Mine")
    assert own.owner == aoife
    words = {"title": "Ours", "text": "{name}."}
    agent.post(step_url(own, "revise", model="cannedreply"), words)
    agent.post(step_url(own, "withdraw", model="cannedreply"))
    own.refresh_from_db()
    assert (own.title, own.text, own.owner, own.is_offered) == ("Ours", "{name}.", None, False)
    assert not CannedReply.objects.offered_to(aoife.pk).filter(pk=own.pk).exists()
