"""Decisions about a ticket as its client reads and contests them (G3, C3, C5, B1)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.portal.conftest import BACKEND, NOW, words
from tickets import lifecycle
from tickets.models import Finding, Ticket

EVIDENCE, WORDS = "Their shop sent an empty file.", "Your file names no shop."
AT = OPENED + timedelta(minutes=20)


@pytest.fixture
def qualified(open_ticket, aoife):
    ticket = open_ticket(checks={"network": {"state": "not done", "note": "", "by": "client"}})
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=AT, seen=None)
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def propose(qualified, aoife):
    def proposed(kind="client-error", **adds):
        act = {"evidence": EVIDENCE, "client_reason": WORDS, "by": aoife, "at": AT, **adds}
        return lifecycle.propose(qualified.pk, kind=kind, **act)

    return proposed


@pytest.fixture
def decided(propose, niamh):
    """The finding of client error, in effect."""
    finding = propose()
    return lifecycle.approve(finding.pk, by=niamh, at=AT)


@pytest.fixture
def contest(clara_in, qualified):
    def posted(finding, text="The file was right.", follow=True, once=""):
        address = reverse("portal:contest", args=[qualified.number, finding.pk])
        return clara_in.post(address, {"text": text, "once": once}, follow=follow)

    return posted


def state(finding) -> str:
    return Finding.objects.get(pk=finding.pk).state


# What the client reads


def test_a_proposal_is_not_shown(page_of, propose, qualified):
    propose()
    text = page_of(qualified)
    assert WORDS not in text
    assert "Outside the guarantee" not in text


def test_an_exclusion_in_effect_is_shown_in_plain_words(page_of, decided, qualified):
    text = page_of(qualified)
    assert "Outside the guarantee" in text
    assert "The cause was found to be an error on your side." in text
    assert WORDS in text
    assert "Decided by Niamh Kearney" in text
    assert "Niamh Kearney decided that it is outside the guarantee" in text


def test_not_a_fault_is_shown_as_such(page_of, propose, niamh, meadow, qualified):
    fact = FactFactory(client=meadow, kind="interruption", value="yes", since=OPENED)
    lifecycle.approve(propose("no-fault", fact=fact).pk, by=niamh, at=AT)
    text = page_of(qualified)
    assert "decided that it is not a fault" in text
    assert "We decided on the interruption ourselves, so it is not a fault." in text
    assert "Contest it" in text


def test_the_evidence_stays_inside(page_of, decided, propose, niamh, qualified):
    lifecycle.approve(propose("rectification", class_test="degraded").pk, by=niamh, at=AT)
    lifecycle.decline(propose("invoicing", minutes=30).pk, text="Inside.", by=niamh, at=AT)
    text = page_of(qualified)
    assert EVIDENCE not in text
    assert "Inside." not in text


@pytest.mark.parametrize("outcome", [None, lifecycle.decline])
def test_what_is_not_approved_leaves_no_trace(page_of, propose, niamh, qualified, outcome):
    finding = propose("client-negligence")
    if outcome:
        outcome(finding.pk, by=niamh, at=AT)
    text = page_of(qualified)
    assert "negligence" not in text
    assert "Niamh" not in text


RECTIFIED = [
    ({"class_test": "degraded"}, "We first gave it Critical. That was our error: it is Medium"),
    ({"to_kind": "request"}, "That was our error: it is a request for information."),
    ({"class_test": "inaccessible"}, "It stays Critical, for another reason:"),
]


@pytest.mark.parametrize(("adds", "sentence"), RECTIFIED)
def test_a_rectification_is_shown_and_not_contested(
    page_of, propose, niamh, qualified, adds, sentence
):
    lifecycle.approve(propose("rectification", **adds).pk, by=niamh, at=AT)
    text = page_of(qualified)
    assert "Class put right" in text
    assert sentence in text
    assert "Contest it" not in text


def test_a_proposed_invoicing_is_shown_at_once(page_of, propose, qualified):
    propose("invoicing", minutes=30)
    text = page_of(qualified)
    assert "We propose to invoice 30 minutes of basic support" in text
    assert "nothing is invoiced yet" in text
    assert "Aoife Brennan proposed to invoice basic support" in text


def test_an_approved_invoicing_names_its_month(page_of, propose, niamh, qualified):
    lifecycle.approve(propose("invoicing", minutes=30).pk, by=niamh, at=AT)
    assert "30 minutes of basic support are invoiced with March 2026." in page_of(qualified)


def test_a_declined_invoicing_invoices_nothing(page_of, propose, niamh, qualified):
    lifecycle.decline(propose("invoicing", minutes=1).pk, by=niamh, at=AT)
    assert "Nothing is invoiced: the proposal of 1 minute was declined." in page_of(qualified)


@pytest.mark.parametrize("kind", ["duplicate", "spam"])
def test_a_late_end_is_shown_as_a_closing_alone(
    page_of, open_ticket, qualified, aoife, niamh, kind
):
    first = open_ticket(at=OPENED - timedelta(days=1))
    adds = {"duplicate_of": first} if kind == "duplicate" else {}
    finding = lifecycle.propose(qualified.pk, kind=kind, evidence=EVIDENCE, by=aoife, at=AT, **adds)
    lifecycle.approve(finding.pk, by=niamh, at=AT)
    text = page_of(qualified)
    assert EVIDENCE not in text
    assert "Outside the guarantee" not in text


# Contesting


def test_the_client_contests_with_words(contest, decided, qualified):
    text = words(contest(decided))
    finding = Finding.objects.get()
    assert (finding.state, finding.contest.text) == ("contested", "The file was right.")
    assert "You contested it" in text
    assert "Another manager will look at it again" in text
    assert "The file was right." in text


def test_words_are_needed(contest, decided):
    text = words(contest(decided, text="  "))
    assert "Write why you disagree." in text
    assert "Contest it" in text
    assert state(decided) == "approved"


def test_a_text_that_is_too_long_is_kept_and_refused(contest, decided):
    text = words(contest(decided, text="x" * 20_001))
    assert "x" * 20_001 in text
    assert state(decided) == "approved"


def test_a_double_click_contests_once(contest, decided):
    contest(decided, once="a-token")
    answer = contest(decided, once="a-token")
    assert answer.redirect_chain
    assert Event.objects.filter(verb="contest").count() == 1


def test_what_was_answered_is_not_contested_again(contest, decided, orla, qualified):
    contest(decided)
    lifecycle.uphold(decided.pk, text="Line 7 names no shop.", by=orla, at=NOW)
    text = words(contest(decided, text="Once more."))
    assert "contested already" in text
    assert state(decided) == "approved"


def test_an_upheld_decision_says_its_answer(page_of, contest, decided, orla, qualified):
    contest(decided)
    lifecycle.uphold(decided.pk, text="Line 7 names no shop.", by=orla, at=NOW)
    text = page_of(qualified)
    assert "We looked at it again" in text
    assert "and it stands" in text
    assert "Line 7 names no shop." in text
    assert "Contest it" not in text


def test_a_withdrawn_decision_applies_no_longer(page_of, contest, decided, orla, qualified):
    contest(decided)
    lifecycle.withdraw(decided.pk, text="You are right.", by=orla, at=NOW)
    text = page_of(qualified)
    assert "A decision taken back" in text
    assert "It no longer applies." in text
    assert "You are right." in text


def test_a_contest_by_mail_is_shown(page_of, decided, qualified, aoife, clara):
    mail = lifecycle.write(qualified.pk, text="Not so.", by=clara.user, at=NOW, by_mail=True)
    lifecycle.contest_by_message(decided.pk, message=mail, by=aoife, at=NOW)
    text = page_of(qualified)
    assert "Aoife Brennan took your message as a contest" in text
    assert text.count("Not so.") == 1


def test_a_closed_ticket_is_contested_all_the_same(contest, decided, qualified, aoife):
    lifecycle.close(qualified.pk, reason="resolved", by=aoife, at=AT, seen=None)
    contest(decided)
    assert state(decided) == "contested"
    assert Ticket.objects.get(pk=qualified.pk).is_closed


@pytest.mark.parametrize("kind", ["rectification", "invoicing"])
def test_only_what_may_be_contested_is(contest, propose, niamh, kind):
    adds = {"class_test": "degraded"} if kind == "rectification" else {"minutes": 30}
    finding = lifecycle.approve(propose(kind, **adds).pk, by=niamh, at=AT)
    assert "cannot be contested" in words(contest(finding))
    assert state(finding) == "approved"


# Who may


def test_a_strangers_decision_is_not_there(client, charlie, decided, qualified):
    client.force_login(charlie.user, BACKEND)
    address = reverse("portal:contest", args=[qualified.number, decided.pk])
    assert client.post(address, {"text": "x"}).status_code == 404
    assert state(decided) == "approved"


def test_a_proposal_is_not_there(contest, propose):
    assert contest(propose()).status_code == 404


def test_a_decision_of_another_ticket_is_not_there(clara_in, decided, open_ticket):
    address = reverse("portal:contest", args=[open_ticket().number, decided.pk])
    assert clara_in.post(address, {"text": "x"}).status_code == 404
    assert state(decided) == "approved"


def test_it_is_refused_by_get(clara_in, decided, qualified):
    address = reverse("portal:contest", args=[qualified.number, decided.pk])
    assert clara_in.get(address).status_code == 405


def test_it_asks_for_the_token_of_its_form(client, clara, decided, qualified):
    client.handler.enforce_csrf_checks = True
    client.force_login(clara.user, BACKEND)
    address = reverse("portal:contest", args=[qualified.number, decided.pk])
    assert client.post(address, {"text": "x"}).status_code == 403


def test_the_form_carries_its_token(clara_in, decided, qualified):
    page = clara_in.get(f"/tickets/{qualified.number}/").text
    form = page.partition(f"decisions/{decided.pk}/contest/")[2].partition("</form>")[0]
    assert "csrfmiddlewaretoken" in form


def test_signed_out_it_asks_to_sign_in(client, decided, qualified):
    address = reverse("portal:contest", args=[qualified.number, decided.pk])
    assert client.post(address, {"text": "x"}).url.startswith("/sign-in/?next=")
    assert state(decided) == "approved"


def test_a_second_decision_asks_no_query_more(clara_in, decided, propose, niamh, qualified):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            clara_in.get(f"/tickets/{qualified.number}/")
        return len(captured)

    queries()
    before = queries()
    lifecycle.approve(propose("client-negligence").pk, by=niamh, at=AT)
    assert queries() == before
