"""A closed month is amended on its closing page, by two managers."""

from datetime import timedelta

import pytest
import time_machine

from istockist_sla.core import roles
from tests.conftest import member
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, decided, march
from tests.tickets.reports.closing.test_amending import REASON, late_outage, rectified
from tickets.models import Amendment, ClosedMonth, Closing
from tickets.reports.closing.amending import propose

__all__ = ["decided", "late_outage", "march"]
pytestmark = pytest.mark.django_db
PAGE = "/desk/months/2026-03/closing/"
AMEND = "/desk/months/2026-03/amend/"
LATER = CLOSED + timedelta(days=5)


@pytest.fixture(autouse=True)
def _days_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def manager(client, niamh):
    client.force_login(niamh)
    return client


@pytest.fixture
def changed(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    return decided


@pytest.fixture
def proposal(changed, orla):
    from_another = propose(march_of(changed), reason=REASON, by=orla, at=LATER - HOUR)
    return from_another


def march_of(ticket):
    return ClosedMonth.objects.get().closing.of


def step(proposal, verb):
    return f"/desk/months/amendments/{proposal.pk}/{verb}/"


def text_of(answer):
    return answer.content.decode()


def test_without_a_change_it_says_so(manager, march):
    page = text_of(manager.get(PAGE))
    assert "Nothing would come out differently." in page
    assert "Propose an amendment" not in page


def test_each_change_stands_with_before_after_and_its_reading(manager, changed):
    page = text_of(manager.get(PAGE))
    assert f'<a href="/desk/tickets/ticket/{changed.pk}/change/">{changed.number}</a>' in page
    assert "First answer: Met, Medium" in page
    assert "before: Met, Critical" in page
    assert '<a href="/desk/readings/#C3">C3</a>' in page


def test_the_month_says_that_changes_wait(manager, changed):
    assert "Changes wait" in text_of(manager.get("/desk/months/2026-03/"))


def test_a_month_without_changes_does_not(manager, march):
    assert "Changes wait" not in text_of(manager.get("/desk/months/2026-03/"))


def test_a_manager_proposes_it_with_a_reason(manager, changed, niamh):
    page = text_of(manager.post(AMEND, {"reason": REASON}, follow=True))
    proposal = Amendment.objects.get()
    assert (proposal.proposer, proposal.reason) == (niamh, REASON)
    assert REASON in page
    assert "Another manager decides (G10)." in page
    assert "Approve the amendment" not in page


def test_without_a_reason_it_is_refused_in_words(manager, changed):
    page = text_of(manager.post(AMEND, {"reason": ""}, follow=True))
    assert "Say why the month is to be amended." in page
    assert not Amendment.objects.exists()


def test_two_clicks_propose_it_once(manager, changed):
    for _ in range(2):
        manager.post(AMEND, {"reason": REASON, "once": "a"})
    assert Amendment.objects.count() == 1


def test_another_manager_approves_it_by_one_click(manager, proposal, niamh, orla):
    assert "Approve the amendment</button>" in text_of(manager.get(PAGE))
    page = text_of(manager.post(step(proposal, "approve"), follow=True))
    closed = ClosedMonth.objects.latest("sequence")
    assert "March 2026 is amended." in page
    assert closed.head in page
    assert f"by {niamh}" in page
    assert f"by {orla}" in page
    assert REASON in page
    assert "Nothing would come out differently." in page


def test_the_proposer_who_tries_is_refused(client, proposal, orla):
    client.force_login(orla)
    page = text_of(client.post(step(proposal, "approve"), follow=True))
    assert "Another manager than the one who proposed it decides (G10)." in page
    assert Closing.objects.count() == 1


def test_another_manager_declines_it(manager, proposal):
    page = text_of(manager.post(step(proposal, "decline"), follow=True))
    assert "The amendment is declined." in page
    assert Amendment.objects.get().state == "declined"
    assert "<h2>Declined</h2>" in page


def test_while_it_is_made_the_page_says_how_far_it_is(manager, proposal, monkeypatch):
    monkeypatch.setattr("tickets.admin.months.amending.SECONDS", -1)
    page = text_of(manager.post(step(proposal, "approve"), follow=True))
    assert "<strong>0 of 1</strong>" in page


def test_a_change_of_the_availability_is_shown_for_the_month(manager, late_outage):
    page = text_of(manager.get(PAGE))
    assert "The month" in page
    assert "Availability: " in page
    assert '<a href="/desk/readings/#A5">A5</a>' in page


def test_a_ticket_that_runs_again_is_named(manager, march, open_ticket):
    ticket = open_ticket(at=march.closing.recorded_before - timedelta(days=20))
    page = text_of(manager.get(PAGE))
    assert f"The first answer of {ticket.number} runs again." in page
    assert "Propose an amendment" not in page


def test_who_may_read_months_alone_amends_none(client, proposal):
    client.force_login(member("sinead@istockist.example", "Sinead", roles.ADMINISTRATOR))
    assert "Approve the amendment" not in text_of(client.get(PAGE))
    for address in (AMEND, step(proposal, "approve"), step(proposal, "decline")):
        assert client.post(address).status_code == 403
    assert Amendment.objects.get().state == "proposed"


def test_an_agent_is_refused_and_a_stranger_finds_nothing(client, proposal, aoife, charlie):
    for person, status in ((aoife, 403), (charlie.user, 404)):
        client.force_login(person)
        for address in (AMEND, step(proposal, "approve"), step(proposal, "decline")):
            assert client.post(address).status_code == status


def test_reading_changes_nothing(manager, proposal):
    for address in (AMEND, step(proposal, "approve"), step(proposal, "decline")):
        assert manager.get(address).status_code == 405


def test_an_amendment_that_does_not_exist_is_not_found(manager, march):
    assert manager.post("/desk/months/amendments/99/approve/").status_code == 404
