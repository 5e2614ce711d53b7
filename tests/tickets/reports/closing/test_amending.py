"""A closed month is amended by two managers, and only where something would come out otherwise."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from availability import incidents
from availability.models import Component, LateWork
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tests.factories import LONG_AGO, FactFactory
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, MARCH, closed_month
from tickets import inputs, lifecycle
from tickets.models import (
    Amendment,
    Client,
    ClosedClient,
    ClosedMonth,
    Closing,
    Nonce,
    Ticket,
    Verb,
)
from tickets.reports.closing.amending import (
    approve,
    decline,
    last_closing,
    propose,
    waiting_changes,
)
from tickets.reports.closing.chain import documents_of, kept_file
from tickets.reports.closing.comparing import reason_of
from tickets.reports.closing.proceeding import proceed
from tickets.reports.closing.verifying.links import of_chain
from tickets.sla.bundle.canonical import digest
from tickets.sla.bundle.changes import READING_OF_CHANGE
from tickets.sla.bundle.verifying import verify
from tickets.sla.verdict import NOT_COVERED, judge

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = CLOSED + 5 * DAY
REASON = "The client showed that orders were only slow."


def rectified(ticket, niamh, orla, at=CLOSED + DAY):
    finding = lifecycle.propose(
        ticket.pk,
        kind="rectification",
        evidence="It was slow.",
        by=niamh,
        at=at,
        class_test="degraded",
    )
    lifecycle.approve(finding.pk, by=orla, at=at + HOUR)


def begun(niamh, orla, month=MARCH, at=LATER):
    proposal = propose(month, reason=REASON, by=niamh, at=at)
    return approve(proposal.pk, by=orla, at=at + HOUR)


def amended(niamh, orla, month=MARCH, at=LATER):
    closing = proceed(begun(niamh, orla, month, at), at=at + 2 * HOUR, is_time=lambda: True)
    assert closing.given_up_because == ""
    return closing.closed


def changes(month=MARCH, at=LATER):
    return waiting_changes(last_closing(month), at=at)


def listed(month=MARCH, at=LATER):
    return [(each.ticket, each.reading, each.reason) for each in changes(month, at).found]


def files_of(closed, code="meadow"):
    return documents_of(closed, kept_file(closed, Client.objects.get(code=code)))


def client_file(closed, code="meadow"):
    return json.loads(files_of(closed, code)["client.json"])


def differences(closed):
    return [
        difference
        for code in ("meadow", "northgate")
        for difference in verify(files_of(closed, code), head=closed.head)
    ]


@pytest.fixture
def late_fact(march, meadow):
    return FactFactory(
        client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=CLOSED + DAY
    )


def test_nothing_waits_while_nothing_is_recorded(march):
    assert changes().found == []


def test_what_changes_no_verdict_does_not_wait(march, decided, aoife, clara):
    lifecycle.reply(decided.pk, text="Still at it.", by=aoife, at=CLOSED + HOUR)
    lifecycle.write(decided.pk, text="Thanks.", by=clara.user, at=CLOSED + 2 * HOUR)
    lifecycle.close(decided.pk, reason="resolved", by=aoife, at=CLOSED + DAY, seen=None)
    assert changes().found == []


def test_a_rectification_waits_with_its_reading(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    [found] = changes().found
    assert (found.ticket, found.reading) == (decided.number, "C3")
    assert found.before["response"]["class"] == "critical"
    assert found.after["response"]["class"] == "medium"


def test_the_amendment_of_one_client_leaves_the_other_byte_for_byte(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    closed = amended(niamh, orla)
    assert differences(closed) == []
    before, after = files_of(march, "northgate"), files_of(closed, "northgate")
    assert after["client.json"] == before["client.json"]
    assert after["shared.json"] == before["shared.json"]
    assert ClosedClient.objects.filter(closing=closed.closing).count() == 1


def test_its_month_names_what_it_amends(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    month = json.loads(amended(niamh, orla).document)
    assert (month["number"], month["sequence"]) == (2, 2)
    assert month["amends"] == month["previous"] == march.head


def test_its_file_names_the_one_before_and_each_change(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    closed = amended(niamh, orla)
    document = client_file(closed)
    [change] = document["changes"]
    assert document["amends"] == digest(files_of(march)["client.json"])
    assert (change["ticket"], change["reading"]) == (decided.number, "C3")
    assert document["salt"] != client_file(march)["salt"]


def test_its_reason_is_a_hash_in_the_file_and_the_nonce_is_kept(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    closed = amended(niamh, orla)
    [change] = client_file(closed)["changes"]
    assert Nonce.objects.filter(digest=change["evidence"]).count() == 1
    assert REASON.encode() not in b"".join(files_of(closed).values())


def test_the_bundles_of_the_closing_stay_as_they_were(march, decided, niamh, orla):
    before = files_of(march)
    rectified(decided, niamh, orla)
    amended(niamh, orla)
    assert files_of(march) == before
    assert differences(march) == []


def test_a_ticket_that_is_not_named_stays_as_it_was(march_of_two, decided, niamh, orla, aoife):
    """It is reopened meanwhile: in a closed month its fix stays as it was closed (K13)."""
    march, fixed = march_of_two
    lifecycle.reopen(fixed.pk, text="", by=aoife, at=CLOSED + HOUR, seen=None)
    rectified(decided, niamh, orla)
    closed = amended(niamh, orla)
    assert differences(closed) == []
    tickets = [
        {each["number"]: each for each in client_file(of)["tickets"]} for of in (march, closed)
    ]
    assert tickets[0][fixed.number]["claim"] == tickets[1][fixed.number]["claim"]
    assert tickets[0][fixed.number]["events"] == tickets[1][fixed.number]["events"]


@pytest.fixture
def march_of_two(decided, open_ticket, niamh, aoife):
    """One of the tickets was closed at the end of March, within 14 days of the closing."""
    fixed = open_ticket()
    lifecycle.qualify(fixed.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    end = datetime(2026, 3, 31, 12, tzinfo=UTC)
    lifecycle.close(fixed.pk, reason="resolved", by=aoife, at=end, seen=None)
    return closed_month(by=niamh), fixed


def test_reopening_alone_amends_nothing(march_of_two, aoife):
    """K13: the fix stays in the closed month as it was closed."""
    _, fixed = march_of_two
    lifecycle.reopen(fixed.pk, text="", by=aoife, at=CLOSED + HOUR, seen=None)
    assert changes().found == []


def test_one_closed_without_a_class_and_reopened_holds_it_back(
    decided, open_ticket, clara, niamh, orla, aoife
):
    """K13: its verdict is running again."""
    ticket = open_ticket()
    end = datetime(2026, 3, 31, 12, tzinfo=UTC)
    lifecycle.close_by_client(ticket.pk, text="It works again.", by=clara.user, at=end)
    closed_month(by=niamh)
    lifecycle.reopen(ticket.pk, text="", by=aoife, at=CLOSED + HOUR, seen=None)
    assert changes().held_by == [ticket.number]
    with pytest.raises(ActionRefused, match=f"{ticket.number} runs again"):
        propose(MARCH, reason=REASON, by=niamh, at=LATER)
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=CLOSED + 2 * HOUR, seen=None
    )
    assert listed() == [(ticket.number, "K13", "reopening")]
    assert differences(amended(niamh, orla)) == []


def test_an_undone_closing_waits_once_there_is_a_verdict_again(
    decided, open_ticket, clara, niamh, orla, aoife
):
    """Mail that was received before the closing for want of an answer, and processed after the
    month was closed (E2)."""
    ticket = open_ticket()
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
    asked = OPENED + HOUR
    lifecycle.close(ticket.pk, reason="no-answer", by=aoife, at=asked + 9 * DAY, seen=None)
    closed_month(by=niamh)
    lifecycle.write(
        ticket.pk,
        text="88214",
        by=clara.user,
        at=asked + 8 * DAY,
        recorded_at=CLOSED + HOUR,
        by_mail=True,
    )
    assert changes().held_by == [ticket.number]
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=CLOSED + 2 * HOUR, seen=None
    )
    assert listed() == [(ticket.number, "E2", "undone-closing")]
    assert differences(amended(niamh, orla)) == []


def test_a_fact_recorded_late_waits_and_is_used_once_it_is_approved(
    late_fact, decided, niamh, orla
):
    assert listed() == [(decided.number, "P4", "fact")]
    assert judge(inputs.load_inputs(decided), now=LATER).response.verdict == "met"
    closed = amended(niamh, orla)
    assert differences(closed) == []
    assert judge(inputs.load_inputs(decided), now=LATER + DAY).response.verdict == "excluded"
    assert changes(at=LATER + DAY).found == []


def test_a_fact_moves_the_fix_of_a_later_month_once_the_first_is_amended(
    march, decided, meadow, niamh, orla, aoife
):
    lifecycle.close(decided.pk, reason="resolved", by=aoife, at=CLOSED + HOUR, seen=None)
    april, at = Month(2026, 4), datetime(2026, 5, 11, 9, tzinfo=UTC)
    closed_month(april, by=niamh, at=at)
    FactFactory(client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=at + DAY)
    assert listed(april, at + 2 * DAY) == []
    amended(niamh, orla, at=at + 3 * DAY)
    assert listed(april, at + 4 * DAY) == [(decided.number, "P4", "fact")]
    assert differences(amended(niamh, orla, april, at + 5 * DAY)) == []


def test_a_rectification_moves_the_month_of_the_opening_and_that_of_the_fix(
    march, decided, niamh, orla, aoife
):
    lifecycle.close(decided.pk, reason="resolved", by=aoife, at=CLOSED + HOUR, seen=None)
    april, at = Month(2026, 4), datetime(2026, 5, 11, 9, tzinfo=UTC)
    closed_month(april, by=niamh, at=at)
    rectified(decided, niamh, orla, at=at + DAY)
    for month in (MARCH, april):
        assert listed(month, at + 3 * DAY) == [(decided.number, "C3", "rectification")]
    for day, month in enumerate((MARCH, april), 4):
        assert differences(amended(niamh, orla, month, at + day * DAY)) == []


def test_a_ticket_of_the_month_that_is_recorded_late_waits(march, open_ticket, aoife, niamh, orla):
    ticket = open_ticket(at=OPENED + DAY, recorded_at=CLOSED + DAY)
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=CLOSED + DAY + HOUR, seen=None
    )
    assert listed() == [(ticket.number, "O1", "late-ticket")]
    assert differences(amended(niamh, orla)) == []


@pytest.fixture
def late_outage(march, niamh, orla):
    """Declared after the closing, for an hour of the month."""
    start = datetime(2026, 3, 10, 10, tzinfo=UTC)
    incidents.declare(
        title="No answers",
        impacts={Component.objects.contractual(): "down"},
        started_at=start,
        ended_at=start + HOUR,
        by=niamh,
        at=CLOSED + DAY,
    )


def test_what_moves_the_availability_touches_all_clients(late_outage, march, niamh, orla):
    assert [(each.name, each.reading) for each in changes().found] == [
        (str(client), "A5") for client in Client.objects.order_by("code")
    ]
    closed = amended(niamh, orla)
    assert differences(closed) == []
    assert closed.closing.clients.count() == march.closing.clients.count()
    assert closed.closing.shared != march.closing.shared


def test_maintenance_of_another_month_touches_nobody(march, niamh):
    start = datetime(2026, 6, 10, 10, tzinfo=UTC)
    incidents.announce(
        title="New disks",
        text="",
        kind="technical",
        components=[Component.objects.contractual()],
        starts_at=start,
        ends_at=start + HOUR,
        by=niamh,
        at=CLOSED + DAY,
    )
    assert changes().found == []


def test_the_proposer_approves_nothing(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    proposal = propose(MARCH, reason=REASON, by=niamh, at=LATER)
    with pytest.raises(ActionRefused, match="G10"):
        approve(proposal.pk, by=niamh, at=LATER)
    assert Closing.objects.count() == 1


def test_the_database_refuses_it_too(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    proposal = propose(MARCH, reason=REASON, by=niamh, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=proposal.pk).update(
            decider=niamh, decided_at=LATER, state="declined"
        )


def test_it_is_proposed_once(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    propose(MARCH, reason=REASON, by=niamh, at=LATER)
    with pytest.raises(ActionRefused, match="already"):
        propose(MARCH, reason=REASON, by=orla, at=LATER)


def test_without_a_reason_or_a_change_it_is_not_proposed(march, decided, niamh, orla):
    with pytest.raises(ActionRefused, match="Nothing"):
        propose(MARCH, reason=REASON, by=niamh, at=LATER)
    rectified(decided, niamh, orla)
    with pytest.raises(ActionRefused, match="why"):
        propose(MARCH, reason=" ", by=niamh, at=LATER)


def test_a_month_that_is_not_closed_is_not_amended(decided, niamh):
    with pytest.raises(ActionRefused, match="is not closed"):
        propose(MARCH, reason=REASON, by=niamh, at=LATER)


def test_a_second_approval_is_refused(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    closing = begun(niamh, orla)
    with pytest.raises(ActionRefused, match="decided already"):
        approve(closing.amendment.pk, by=orla, at=LATER + HOUR)
    assert Closing.objects.count() == 2


def test_what_changed_after_the_proposal_is_not_approved_with_it(
    march, decided, niamh, orla, meadow
):
    rectified(decided, niamh, orla)
    proposal = propose(MARCH, reason=REASON, by=niamh, at=LATER)
    FactFactory(client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=LATER)
    with pytest.raises(ActionRefused, match="propose it anew"):
        approve(proposal.pk, by=orla, at=LATER + HOUR)
    decline(proposal.pk, by=orla, at=LATER + HOUR)
    assert differences(amended(niamh, orla, at=LATER + DAY)) == []


def test_the_proposal_and_the_decline_are_events(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    proposal = propose(MARCH, reason=REASON, by=niamh, at=LATER)
    decline(proposal.pk, by=orla, at=LATER + HOUR)
    events = Event.objects.about(Event.Kind.MONTH, march.closing_id).order_by("-id")[:2]
    assert [(each.verb, each.actor, each.at) for each in events] == [
        ("decline_amendment", orla, LATER + HOUR),
        ("propose_amendment", niamh, LATER),
    ]
    assert {each.data["amendment"] for each in events} == {proposal.pk}
    assert list(of_chain()) == []


@pytest.mark.parametrize("reason", ["duplicate", "spam"])
def test_housekeeping_after_the_closing_waits_with_its_reading(
    reason, decided, open_ticket, niamh, orla, aoife
):
    again = open_ticket(at=OPENED + HOUR)
    lifecycle.qualify(
        again.pk, class_test="orders-stopped", by=aoife, at=OPENED + 2 * HOUR, seen=None
    )
    closed_month(by=niamh)
    proof = {"duplicate_of": decided} if reason == "duplicate" else {}
    lifecycle.close(again.pk, reason=reason, by=aoife, at=CLOSED + HOUR, seen=None, **proof)
    assert listed() == [(again.number, "E4", reason)]
    assert differences(amended(niamh, orla)) == []
    assert judge(inputs.load_inputs(again), now=LATER + DAY).response.verdict == NOT_COVERED


def test_a_finding_that_excludes_comes_too_late_after_the_closing(march, decided, aoife):
    """G3: so nothing of it ever waits; only one decided while the month was being closed could."""
    with pytest.raises(ActionRefused, match=r"is closed \(G3\)"):
        lifecycle.propose(
            decided.pk, kind="client-error", evidence="Wrong key.", by=aoife, at=CLOSED + DAY
        )
    assert changes().found == []


@pytest.mark.parametrize("verb", [Verb.APPROVE, Verb.UPHOLD, Verb.WITHDRAW])
def test_a_decision_recorded_after_the_closing_is_the_reason(verb):
    added = Event(verb=verb, side="support", at=CLOSED, recorded_at=CLOSED)
    reason = reason_of([added], is_new=False)
    assert READING_OF_CHANGE[reason] == "G3"


def test_work_recorded_after_the_closing_moves_the_clock(decided, plan_work, ruairi, niamh, orla):
    """Its announced window stood for it until then (K11, A4)."""
    start = OPENED + HOUR / 4
    work = plan_work(starts_at=start, ends_at=start + HOUR / 2, at=OPENED - DAY)
    closed_month(by=niamh)
    incidents.begin_work(work, by=ruairi, at=start)
    incidents.end_work(work, by=ruairi, at=start + HOUR / 4, recorded_at=CLOSED + HOUR)
    incidents.approve_work(LateWork.objects.to_decide().get(), by=orla, at=CLOSED + DAY)
    assert (decided.number, "K11", "maintenance") in listed()
    assert differences(amended(niamh, orla)) == []


def test_declined_it_changes_nothing(march, decided, niamh, orla):
    rectified(decided, niamh, orla)
    proposal = propose(MARCH, reason=REASON, by=niamh, at=LATER)
    decline(proposal.pk, by=orla, at=LATER + HOUR)
    assert Closing.objects.count() == 1
    assert listed() == [(decided.number, "C3", "rectification")]


def test_interrupted_it_goes_on_with_the_same_bytes(late_outage, niamh, orla):
    closing = begun(niamh, orla)
    made = []
    while ClosedMonth.objects.count() == 1:
        turns = iter([True])
        proceed(closing, at=LATER + DAY, is_time=lambda turns=turns: next(turns, False))
        made.append(dict(closing.clients.values_list("client__code", "document")))
    assert [len(each) for each in made] == [1, 2]
    assert made[0].items() <= made[1].items()
    assert differences(ClosedMonth.objects.latest("sequence")) == []


def test_an_amendment_is_amended_again(march, decided, niamh, orla, meadow):
    rectified(decided, niamh, orla)
    first = amended(niamh, orla)
    FactFactory(
        client=meadow, kind="rate_limit", value="yes", since=LONG_AGO, recorded_at=LATER + DAY
    )
    second = amended(niamh, orla, at=LATER + 2 * DAY)
    assert json.loads(second.document)["amends"] == first.head
    assert [each for closed in (march, first, second) for each in differences(closed)] == []


def test_its_event_and_its_letters_go_out(march, decided, niamh, orla, clara, charlie):
    rectified(decided, niamh, orla)
    closed = amended(niamh, orla)
    event = Event.objects.filter(subject_kind=Event.Kind.MONTH).latest("id")
    assert (event.verb, event.actor, event.data["head"]) == ("amend", orla, closed.head)
    told = Letter.objects.filter(subject_kind=Event.Kind.MONTH, subject_id=closed.closing_id)
    assert {clara.email, charlie.email} <= set(told.values_list("to_address", flat=True))


def test_the_search_takes_as_many_statements_however_many_tickets_there_are(
    decided, open_ticket, niamh, orla, aoife, django_assert_max_num_queries
):
    others = [open_ticket(at=OPENED + number * HOUR) for number in range(6)]
    for ticket in others:
        lifecycle.qualify(
            ticket.pk,
            class_test="orders-stopped",
            by=aoife,
            at=ticket.opened_at + HOUR,
            seen=None,
        )
    closed_month(by=niamh)
    for ticket in others:
        rectified(Ticket.objects.get(pk=ticket.pk), niamh, orla)
    last = last_closing(MARCH)
    with django_assert_max_num_queries(16), inputs.asked_once():
        found = waiting_changes(last, at=LATER).found
    assert len(found) == 6
