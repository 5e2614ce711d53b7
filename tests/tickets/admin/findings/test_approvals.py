"""A finding in the inbox: what it would change, who decides, and the way back (G10)."""

import pytest
from django.urls import reverse

from istockist_sla.core.lib.months import Month
from istockist_sla.desk.approvals import inbox_of
from tests.conftest import OPENED
from tests.tickets.admin.conftest import NOW, step_url
from tests.tickets.admin.findings.conftest import HALF_PAST_NINE, WORDS, state
from tickets import lifecycle
from tickets.models import Finding

INBOX = "/desk/approvals/"
APRIL = OPENED.replace(month=4, day=20)


def url_of(finding):
    return f"{INBOX}finding/{finding.pk}/"


def changes(page):
    return {str(each.name): (str(each.now), str(each.then)) for each in page.context["changes"]}


def test_the_oldest_is_open_with_what_it_changes(manager, finding):
    page = manager.get(INBOX)
    assert page.context["entry"].proposal.pk == finding.pk
    found = changes(page)
    now, then = found["Verdict, first answer"]
    assert ("Met" in now, "Excluded" in then) == (True, True)
    assert "1 of 1" in found["Meadow & Finch Ltd, Critical, March 2026"][0]
    assert found["All clients, Critical, March 2026"][1] == "no cases"


def test_evidence_and_the_words_to_the_client_stand_there(manager, finding):
    page = manager.get(url_of(finding))
    assert WORDS["evidence"] in page.text
    assert WORDS["client_reason"] in page.text


def test_approved_from_there_it_leads_back(manager, finding):
    answer = manager.post(step_url(finding, "approve", "finding"), {"back": "approvals"})
    assert (answer.status_code, answer.url) == (302, INBOX)
    assert state(finding) == "approved"


def test_no_other_way_back_is_taken_from_a_form(manager, finding):
    answer = manager.post(step_url(finding, "approve", "finding"), {"back": "//elsewhere.example"})
    assert answer.url == reverse("admin:tickets_finding_change", args=[finding.pk])


def test_refused_it_keeps_the_way_back(manager, finding, niamh, orla):
    lifecycle.decline(finding.pk, by=orla, at=HALF_PAST_NINE)
    page = manager.post(step_url(finding, "approve", "finding"), {"back": "approvals"})
    assert "decided already" in page.text
    assert '<input type="hidden" name="back" value="approvals">' in page.text


def test_once_it_is_decided_its_address_leads_to_the_inbox(manager, finding, orla):
    lifecycle.decline(finding.pk, by=orla, at=HALF_PAST_NINE)
    answer = manager.get(url_of(finding), follow=True)
    assert answer.redirect_chain == [(INBOX, 302)]
    assert "decided already" in answer.text


@pytest.mark.parametrize("address", ["finding/99999/", "nothing/1/", "roles/1/"])
def test_what_is_unknown_or_of_another_role_is_not_there(manager, address):
    assert manager.get(INBOX + address).status_code == 404


def test_own_proposals_stand_apart_with_whoever_may_decide(manager, qualified, niamh, orla):
    own = lifecycle.propose(qualified.pk, kind="client-error", by=niamh, at=HALF_PAST_NINE, **WORDS)
    page = manager.get(url_of(own))
    assert "Nothing waits for you." in page.text
    assert f"{orla.name} decides (G10)." in page.text
    assert page.context["sheet"].steps == []


def test_what_blocks_a_closing_says_so_once_its_month_is_over(finding, niamh):
    [running] = inbox_of(niamh, at=NOW).to_decide
    [over] = inbox_of(niamh, at=APRIL).to_decide
    assert (running.blocks, over.blocks) == (None, Month(2026, 3))


def test_a_contest_is_upheld_or_withdrawn_by_a_third(contested, niamh, orla):
    assert inbox_of(niamh, at=NOW).to_decide == []
    [entry] = inbox_of(orla, at=NOW).to_decide
    assert entry.proposal.title == "Contested: client error"


def test_it_asks_as_much_however_many_wait(
    manager, finding, open_ticket, aoife, django_assert_max_num_queries
):
    for _ in range(4):
        lifecycle.propose(
            open_ticket().pk, kind="client-error", by=aoife, at=HALF_PAST_NINE, **WORDS
        )
    assert Finding.objects.undecided().count() == 5
    with django_assert_max_num_queries(48):
        manager.get(INBOX)
