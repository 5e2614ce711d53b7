"""A month is closed once, whoever asks and however often it is interrupted."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from istockist_sla.core.models import Cutoff, Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tests.factories import LONG_AGO, FactFactory
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, MARCH, closed_month
from tickets import inputs, lifecycle
from tickets.models import Client, ClockResult, ClosedClient, ClosedMonth, Closing, Nonce, Verifier
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.chain import documents_of, kept_file
from tickets.reports.closing.proceeding import proceed
from tickets.sla.bundle.canonical import digest
from tickets.sla.bundle.verifying import verify
from tickets.sla.verdict import judge

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def files_of(closed, code="meadow"):
    return documents_of(closed, kept_file(closed, Client.objects.get(code=code)))


@pytest.mark.parametrize("code", ["meadow", "northgate"])
def test_the_verifier_says_the_same_of_each_client(march, code):
    assert verify(files_of(march, code), head=march.head) == []


def test_the_head_is_the_hash_of_its_document(march):
    assert digest(march.document.encode()) == march.head


def test_the_verifier_that_it_names_is_kept(march):
    kept = Verifier.objects.get(digest=json.loads(march.document)["engine"])
    assert digest(kept.source.encode()) == kept.digest


def test_what_is_recorded_from_then_on_is_recorded_after_it(march):
    assert Cutoff.objects.get().before == march.closing.recorded_before == CLOSED + SECOND


def test_a_second_manager_gets_the_same_closing(march, orla):
    assert begin(MARCH, by=orla, at=CLOSED + DAY) == march.closing


def test_closed_twice_it_is_one_link(march, niamh):
    assert closed_month(by=niamh, at=CLOSED + DAY) == march
    assert ClosedMonth.objects.count() == 1


def test_what_blocks_it_refuses_it(open_ticket, niamh):
    open_ticket()
    with pytest.raises(ActionRefused, match="cannot be closed yet"):
        begin(MARCH, by=niamh, at=CLOSED)
    assert not Closing.objects.exists()
    assert not Cutoff.objects.exists()


def test_interrupted_after_each_client_it_goes_on_where_it_stood(decided, niamh):
    closing = begin(MARCH, by=niamh, at=CLOSED)
    made = []
    while not ClosedMonth.objects.exists():
        turns = iter([True])
        proceed(closing, at=CLOSED + HOUR, is_time=lambda turns=turns: next(turns, False))
        made.append(dict(closing.clients.values_list("client__code", "document")))
    assert [len(each) for each in made] == [1, 2]
    assert made[0].items() <= made[1].items()
    closed = ClosedMonth.objects.get()
    assert verify(files_of(closed), head=closed.head) == []


def test_what_happens_while_it_is_made_is_not_in_it(decided, niamh, aoife):
    closing = begin(MARCH, by=niamh, at=CLOSED)
    lifecycle.close(decided.pk, reason="resolved", by=aoife, at=CLOSED + HOUR, seen=None)
    closed = proceed(closing, at=CLOSED + 2 * HOUR, is_time=lambda: True).closed
    verbs = [
        event["verb"]
        for ticket in json.loads(files_of(closed)["client.json"])["tickets"]
        for event in ticket["events"]
    ]
    assert verbs == ["open", "qualify"]


def test_a_ticket_that_is_recorded_while_it_is_made_is_not_in_it(decided, niamh, open_ticket):
    closing = begin(MARCH, by=niamh, at=CLOSED)
    late = open_ticket(at=OPENED)
    closed = proceed(closing, at=CLOSED + HOUR, is_time=lambda: True).closed
    tickets = json.loads(files_of(closed)["client.json"])["tickets"]
    assert late.number not in [each["number"] for each in tickets]


def test_one_that_turns_out_not_to_be_closable_is_given_up_and_begun_anew(
    decided, open_ticket, niamh, aoife
):
    """A stored verdict was wrong: each ticket is judged anew."""
    ticket = open_ticket()
    ClockResult.objects.filter(ticket=ticket).update(verdict="met")
    first = proceed(begin(MARCH, by=niamh, at=CLOSED), at=CLOSED, is_time=lambda: True)
    assert str(ticket.number) in first.given_up_because
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=CLOSED + HOUR, seen=None)
    closed = closed_month(by=niamh, at=CLOSED + DAY)
    assert closed.closing != first
    assert verify(files_of(closed), head=closed.head) == []


def test_the_letters_tell_the_head_to_managers_and_administrators(march, niamh, clara, charlie):
    told = Letter.objects.filter(subject_kind=Event.Kind.MONTH)
    assert sorted(told.values_list("to_address", "template")) == sorted(
        [
            (niamh.email, "month_closed"),
            (clara.email, "month_closed_client"),
            (charlie.email, "month_closed_client"),
        ]
    )


def test_its_event_is_in_the_log(march, niamh):
    event = Event.objects.get(subject_kind=Event.Kind.MONTH)
    assert (event.verb, event.actor, event.data["head"]) == ("close", niamh, march.head)


@pytest.mark.parametrize("model", [ClosedMonth, ClosedClient, Verifier])
def test_what_is_closed_cannot_be_changed(march, model):
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def test_the_nonce_of_evidence_is_kept_beside_it(decided, niamh, orla, aoife):
    finding = lifecycle.propose(
        decided.pk, kind="client-error", evidence="Wrong key.", by=aoife, at=OPENED + 2 * HOUR
    )
    lifecycle.approve(finding.pk, by=orla, at=OPENED + 3 * HOUR)
    closed = closed_month(by=niamh)
    [ticket] = json.loads(files_of(closed)["client.json"])["tickets"]
    [told] = ticket["findings"]
    assert Nonce.objects.filter(digest=told["evidence"]).count() == 1


def test_a_fact_that_is_recorded_after_the_closing_moves_no_verdict(march, decided, meadow):
    """P4: a rate limit would exclude it."""
    FactFactory(
        client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=CLOSED + DAY
    )
    verdict = judge(inputs.load_inputs(decided), now=CLOSED + 2 * DAY)
    assert verdict.response.verdict == "met"


def test_before_the_closing_it_does(decided, meadow):
    FactFactory(client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=CLOSED)
    verdict = judge(inputs.load_inputs(decided), now=CLOSED + 2 * DAY)
    assert verdict.response.verdict == "excluded"


def test_no_finding_is_put_forward_once_the_month_is_closed(march, decided, aoife):
    with pytest.raises(ActionRefused, match=r"March 2026.*closed \(G3\)"):
        lifecycle.propose(
            decided.pk, kind="client-error", evidence="Wrong key.", by=aoife, at=CLOSED + DAY
        )


def test_a_rectification_may_still_be_put_forward(march, decided, aoife):
    """It becomes an amendment (C3)."""
    lifecycle.propose(
        decided.pk,
        kind="rectification",
        evidence="It was slow.",
        by=aoife,
        at=CLOSED + DAY,
        class_test="degraded",
    )


def test_a_decision_is_not_contested_once_the_month_is_closed(decided, niamh, orla, aoife, clara):
    finding = lifecycle.propose(
        decided.pk, kind="client-error", evidence="Wrong key.", by=aoife, at=OPENED + 2 * HOUR
    )
    lifecycle.approve(finding.pk, by=orla, at=OPENED + 3 * HOUR)
    closed_month(by=niamh)
    with pytest.raises(ActionRefused, match="closed"):
        lifecycle.contest(finding.pk, text="It was not us.", by=clara.user, at=CLOSED + DAY)
