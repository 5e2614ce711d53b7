"""Letters about findings: to the client what it may know, to managers what waits (G3, B1, C3)."""

import pytest

from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.notifications.conftest import HOUR, newest, recipients, render
from tickets import lifecycle
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
EVIDENCE, WORDS = "Their shop sent an empty file.", "Your file names no shop."
AT = OPENED + 2 * HOUR


@pytest.fixture
def qualified(open_ticket, aoife):
    ticket = open_ticket(checks={"network": {"state": "not done", "note": "", "by": "client"}})
    return lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None
    )


@pytest.fixture
def propose(qualified, aoife):
    def proposed(kind="client-error", by=aoife, **adds):
        act = {"evidence": EVIDENCE, "client_reason": WORDS, "by": by, "at": AT, **adds}
        return lifecycle.propose(qualified.pk, kind=kind, **act)

    return proposed


@pytest.fixture
def approve(niamh):
    return lambda finding: lifecycle.approve(finding.pk, by=niamh, at=AT)


def said(template: str) -> str:
    return render(newest(template)).text.replace("\xa0", " ")


def written(template: str) -> bool:
    return Letter.objects.filter(template=template).exists()


# To the client


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("client-error", "an error on your side"),
        ("client-negligence", "negligence on your side"),
        ("maintenance-cause", "Announced maintenance was the cause"),
    ],
)
def test_an_exclusion_is_announced_at_the_decision_with_its_reason(
    propose, approve, new_disks, kind, reason
):
    finding = propose(kind, **({"maintenance": new_disks} if kind == "maintenance-cause" else {}))
    assert not written("exclude")
    approve(finding)
    text = said("exclude")
    assert "is outside the guarantee" in text
    assert reason in text
    assert WORDS in text


def test_how_to_contest_is_announced(propose, approve):
    approve(propose())
    text = said("exclude")
    assert "contest it: use the form in the ticket or reply to this e-mail" in text
    assert "Another manager will then look at it again" in text


def test_an_answer_to_it_comes_into_the_ticket(propose, approve):
    approve(propose())
    assert "Reply-To" in render(newest("exclude")).headers


def test_not_a_fault_is_announced_as_what_it_is(propose, approve, meadow):
    fact = FactFactory(client=meadow, kind="interruption", value="yes", since=OPENED)
    approve(propose("no-fault", fact=fact))
    rendered = render(newest("exclude"))
    assert "] Not a fault: " in rendered.subject
    assert "is not a fault" in rendered.text
    assert "contest it" in rendered.text


def test_it_says_that_work_goes_on_only_while_it_does(propose, approve, qualified, aoife):
    approve(propose())
    assert "We work on it as before" in said("exclude")
    lifecycle.close(qualified.pk, reason="resolved", by=aoife, at=AT, seen=None)
    approve(propose("client-negligence"))
    assert "We work on it" not in said("exclude")


def test_the_evidence_is_never_announced_to_the_client(propose, approve, niamh, orla, clara):
    finding = propose()
    approve(finding)
    lifecycle.contest(finding.pk, text="No.", by=clara.user, at=AT)
    lifecycle.uphold(finding.pk, text="Yes.", by=orla, at=AT)
    approve(propose("rectification", class_test="degraded"))
    lifecycle.decline(propose("invoicing", minutes=30).pk, text="Inside.", by=niamh, at=AT)
    for letter in Letter.objects.filter(to_address=clara.email):
        rendered = render(letter)
        for inside in (EVIDENCE, "Inside."):
            assert inside not in rendered.text + rendered.html, letter.template


def test_a_declined_exclusion_is_not_announced_to_the_client(propose, niamh):
    lifecycle.decline(propose().pk, by=niamh, at=AT)
    assert not written("exclude")


RECTIFIED = [
    ({"class_test": "degraded"}, "so it is Medium", "Now, from its opening: Medium"),
    ({"to_kind": "request"}, "no class and no limit", "Now: Request for information"),
    ({"class_test": "inaccessible"}, "The class stays.", "Before: Critical"),
]


@pytest.mark.parametrize(("adds", "words", "row"), RECTIFIED)
def test_a_rectification_says_both_classes(propose, approve, adds, words, row):
    approve(propose("rectification", **adds))
    text = said("rectify")
    assert words in text
    assert row in text
    assert "cannot be contested" in text
    assert "reply to this e-mail" in text


def test_a_rectification_says_its_effect_on_the_first_answer(propose, approve):
    approve(propose("rectification", class_test="degraded"))
    assert "First answer: In time: after 1 h, limit 8 support hours" in said("rectify")


def test_a_workaround_that_still_lowers_it_is_announced(propose, approve, qualified, aoife):
    lifecycle.downgrade(qualified.fault_id, text="So.", by=aoife, at=AT, seen=None)
    approve(propose("rectification", class_test="degraded"))
    assert "With the workaround: Low" in said("rectify")


def test_an_invoicing_is_announced_before_it_is_decided(propose):
    propose("invoicing", minutes=30)
    text = said("invoice")
    assert "proposes to invoice 30 minutes of basic support" in text
    assert "A manager other than Aoife Brennan will decide" in text
    assert "Not done before: Checked the local network" in text
    assert "no further minutes count" in text
    assert WORDS in text


def test_one_minute_is_one(propose):
    propose("invoicing", minutes=1)
    assert "invoice 1 minute of basic support" in said("invoice")


def test_an_approved_invoicing_names_its_month(propose, approve):
    approve(propose("invoicing", minutes=30))
    text = said("invoice_decided")
    assert "Basic support is invoiced for ticket" in text
    assert "Invoiced with: March 2026" in text


def test_a_declined_invoicing_invoices_nothing(propose, niamh):
    lifecycle.decline(propose("invoicing", minutes=30).pk, by=niamh, at=AT)
    text = said("invoice_decided")
    assert "Nothing is invoiced for ticket" in text
    assert "Invoiced with" not in text


@pytest.mark.parametrize(
    ("answer", "template", "words"),
    [
        (lifecycle.uphold, "uphold", "the decision stands"),
        (lifecycle.withdraw, "withdraw", "takes the decision back"),
    ],
)
def test_the_answer_to_a_contest_carries_its_text(
    propose, approve, clara, orla, answer, template, words
):
    finding = propose()
    approve(finding)
    lifecycle.contest(finding.pk, text="It was right.", by=clara.user, at=AT)
    answer(finding.pk, text="Line 7 names no shop.", by=orla, at=AT)
    text = said(template)
    assert words in text
    assert "Line 7 names no shop." in text
    assert "You contested that" in text


def test_a_withdrawn_exclusion_is_judged_again_in_its_letter(propose, approve, clara, orla):
    finding = propose()
    approve(finding)
    lifecycle.contest(finding.pk, text="It was right.", by=clara.user, at=AT)
    lifecycle.withdraw(finding.pk, text="You are right.", by=orla, at=AT)
    assert "First answer: In time" in said("withdraw")


@pytest.mark.parametrize(("kind", "letters"), [("duplicate", 1), ("spam", 0)])
def test_a_late_closing_has_the_ordinary_letter(open_ticket, aoife, niamh, kind, letters):
    first, late = open_ticket(at=OPENED - HOUR), open_ticket()
    adds = {"duplicate_of": first} if kind == "duplicate" else {}
    finding = lifecycle.propose(
        late.pk, kind=kind, evidence="x", by=aoife, at=OPENED + 6 * HOUR, **adds
    )
    lifecycle.approve(finding.pk, by=niamh, at=OPENED + 7 * HOUR)
    assert len(recipients("close")) == letters
    assert not written("exclude")


@pytest.mark.parametrize(("kind", "reading"), [("client-error", "G3"), ("no-fault", "C5")])
def test_the_reading_of_each_decision_is_named(propose, approve, meadow, kind, reading):
    fact = FactFactory(client=meadow, kind="interruption", value="yes", since=OPENED)
    approve(propose(kind, **({"fact": fact} if kind == "no-fault" else {})))
    assert f"How we read the agreement, {reading}" in said("exclude")


# To managers and the proposer


def test_a_proposal_waits_for_every_manager(propose, niamh, orla):
    propose()
    assert recipients("propose") == [niamh.email, orla.email]
    text = said("propose")
    assert EVIDENCE in text
    assert "Proposal: Client error" in text


def test_a_manager_who_proposes_decides_nothing(propose, niamh, orla):
    propose(by=niamh)
    assert recipients("propose") == [orla.email]


@pytest.mark.parametrize(
    ("kind", "adds", "row"),
    [
        ("rectification", {"class_test": "degraded"}, "Critical to Medium"),
        ("rectification", {"to_kind": "request"}, "Critical to Request"),
        ("invoicing", {"minutes": 30}, "30 minutes"),
    ],
)
def test_a_proposal_says_what_its_kind_adds(propose, niamh, kind, adds, row):
    propose(kind, **adds)
    assert row in said("propose")


def test_a_proposed_duplicate_names_the_original(open_ticket, aoife, niamh):
    first, late = open_ticket(at=OPENED - HOUR), open_ticket()
    lifecycle.propose(late.pk, kind="duplicate", evidence="x", by=aoife, at=AT, duplicate_of=first)
    assert f"Late duplicate: of ticket {first.number}" in said("propose")


def test_the_letter_leads_to_the_finding(propose, niamh):
    finding = propose()
    assert f"/desk/tickets/finding/{finding.pk}/change/" in said("propose")


@pytest.mark.parametrize(
    ("decision", "outcome"), [(lifecycle.approve, "approved"), (lifecycle.decline, "declined")]
)
def test_the_proposer_hears_of_the_decision(propose, niamh, aoife, decision, outcome):
    decision(propose().pk, by=niamh, at=AT)
    assert recipients("decide") == [aoife.email]
    assert f"is {outcome}" in said("decide")


def test_the_proposer_reads_why_it_was_declined(propose, niamh):
    lifecycle.decline(propose().pk, text="Not shown.", by=niamh, at=AT)
    assert "Not shown." in said("decide")


def test_a_proposer_who_left_gets_no_letter(propose, approve, aoife):
    finding = propose()
    aoife.is_active = False
    aoife.save()
    approve(finding)
    assert not written("decide")


def test_a_contest_waits_for_those_who_have_not_decided(
    propose, approve, clara, orla, declan, qualified
):
    lifecycle.assign(qualified.pk, to=declan, by=declan, at=AT, seen=None)
    finding = propose()
    approve(finding)
    lifecycle.contest(finding.pk, text="It was right.", by=clara.user, at=AT)
    assert recipients("contest") == [orla.email, declan.email]
    text = said("contest")
    assert "It was right." in text
    assert "Decided by: Niamh Kearney" in text


def test_a_contest_by_mail_carries_the_mails_words(propose, approve, clara, orla, aoife, qualified):
    finding = propose()
    approve(finding)
    mail = lifecycle.write(qualified.pk, text="Not so.", by=clara.user, at=AT + HOUR, by_mail=True)
    lifecycle.contest_by_message(finding.pk, message=mail, by=aoife, at=AT + HOUR)
    assert "Not so." in said("contest")


def test_the_proposer_hears_of_the_answer_to_a_contest(propose, approve, clara, orla, aoife):
    finding = propose()
    approve(finding)
    lifecycle.contest(finding.pk, text="No.", by=clara.user, at=AT)
    lifecycle.withdraw(finding.pk, text="You are right.", by=orla, at=AT)
    assert recipients("decide") == [aoife.email] * 2
    assert "is withdrawn" in said("decide")


def test_letters_say_what_was_true_when_they_were_queued(propose, approve, clara, orla):
    finding = propose()
    approve(finding)
    lifecycle.contest(finding.pk, text="No.", by=clara.user, at=AT)
    lifecycle.withdraw(finding.pk, text="You are right.", by=orla, at=AT)
    assert Ticket.objects.get(pk=finding.ticket_id).response.verdict == "met"
    assert "no limit is promised" in said("exclude")
