"""An altered order volume: suggested, put forward, decided by another, judged (G5, G10, P4)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tickets import lifecycle, records
from tickets.models import FactProposal, OrderCount, Ticket
from tickets.records import ActionRefused

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TUESDAY = OPENED.date()
AT = OPENED + 2 * DAY


@pytest.fixture
def counts(meadow):
    """A hundred orders on each of seventy days, and 260 on the day of the ticket."""
    OrderCount.objects.bulk_create(
        OrderCount(client=meadow, day=TUESDAY - n * DAY, orders=260 if n == 0 else 100)
        for n in range(70)
    )


@pytest.fixture
def propose(meadow, aoife):
    def proposed(by=aoife, **given):
        return records.propose_fact(
            **{
                "client_id": meadow.pk,
                "value": "yes",
                "since": OPENED.replace(hour=0),
                "evidence": "A sale of theirs",
                "by": by,
                "at": AT,
                **given,
            }
        )

    return proposed


def verdict(ticket) -> tuple[str, str]:
    row = Ticket.objects.get(pk=ticket.pk)
    return row.response.verdict, row.response.reason


@pytest.fixture
def answered(ticket, aoife):
    at = OPENED + timedelta(hours=1)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    return ticket


def test_days_that_stand_out_are_suggested(counts, meadow):
    (found,) = records.suggestions(meadow, since=TUESDAY - 30 * DAY, until=TUESDAY)
    assert (found.day, found.orders, found.median) == (TUESDAY, 260, 100)


def test_days_before_the_period_are_not_suggested(counts, meadow):
    assert records.suggestions(meadow, since=TUESDAY + DAY, until=TUESDAY + 30 * DAY) == []


def test_another_clients_counts_do_not_matter(counts, charlie):
    assert records.suggestions(charlie.client, since=TUESDAY, until=TUESDAY) == []


def test_a_proposal_applies_to_nothing(propose, answered, meadow):
    propose()
    assert not meadow.facts.filter(kind="order_volume").exists()
    assert verdict(answered) == ("met", "")


def test_the_figures_go_with_it_as_they_were(counts, propose):
    proposal = propose()
    OrderCount.objects.update(orders=1)
    (figure,) = records.figures(proposal)
    assert (figure.day, figure.orders, figure.earlier) == (TUESDAY, 260, (100,) * 8)


def test_approved_it_excludes_the_tickets_of_its_time(counts, propose, answered, niamh):
    records.approve_fact(propose().pk, by=niamh, at=AT)
    assert verdict(answered) == ("excluded", "order-volume")


def test_the_fact_cites_its_figures_and_who_put_it_forward(counts, propose, niamh):
    fact = records.approve_fact(propose().pk, by=niamh, at=AT).fact
    assert fact.evidence == (
        "A sale of theirs (put forward by Aoife Brennan) · 10 Mar 2026: 260 orders, median 100"
    )
    assert fact.author == niamh


def test_an_end_adds_the_contrary(propose, niamh, meadow):
    records.approve_fact(propose(until=OPENED + DAY).pk, by=niamh, at=AT)
    facts = meadow.facts.filter(kind="order_volume").order_by("since")
    assert [(fact.value, fact.since) for fact in facts] == [
        ("yes", OPENED.replace(hour=0)), ("no", OPENED + DAY),
    ]  # fmt: skip


def test_after_its_end_tickets_are_guaranteed(propose, niamh, open_ticket, aoife):
    later = open_ticket(at=OPENED + DAY)
    at = OPENED + DAY + timedelta(hours=1)
    lifecycle.qualify(later.pk, class_test="other", by=aoife, at=at, seen=None)
    records.approve_fact(propose(until=OPENED + timedelta(hours=5)).pk, by=niamh, at=AT)
    assert verdict(later) == ("met", "")


def test_a_later_fact_of_the_end_is_put_forward_too(propose, niamh, answered):
    records.approve_fact(propose().pk, by=niamh, at=AT)
    records.approve_fact(propose(value="no").pk, by=niamh, at=AT)
    assert verdict(answered) == ("met", "")


def test_declined_it_applies_to_nothing(propose, niamh, answered):
    proposal = records.decline_fact(propose().pk, by=niamh, at=AT)
    assert (proposal.state, proposal.decider) == ("declined", niamh)
    assert verdict(answered) == ("met", "")


@pytest.mark.parametrize("decide", [records.approve_fact, records.decline_fact])
def test_the_proposer_never_decides(propose, niamh, decide):
    with pytest.raises(ActionRefused, match="Another manager"):
        decide(propose(by=niamh).pk, by=niamh, at=AT)


@pytest.mark.parametrize("decide", [records.approve_fact, records.decline_fact])
def test_it_is_decided_once(propose, niamh, orla, decide):
    proposal = records.decline_fact(propose().pk, by=niamh, at=AT)
    with pytest.raises(ActionRefused, match="decided already"):
        decide(proposal.pk, by=orla, at=AT)


def test_the_database_refuses_a_decision_by_the_proposer(propose, niamh):
    proposal = propose(by=niamh)
    with pytest.raises(IntegrityError), transaction.atomic():
        FactProposal.objects.filter(pk=proposal.pk).update(
            state="declined", decider=niamh, decided_at=AT
        )


def test_one_waits_at_a_time(propose):
    propose()
    with pytest.raises(ActionRefused, match="put forward already"):
        propose()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"value": "perhaps"}, "yes or no"),
        ({"evidence": "  "}, "rests on"),
        ({"until": OPENED - DAY}, "ends after it begins"),
    ],
)
def test_what_makes_no_sense_is_refused(propose, given, words):
    with pytest.raises(ActionRefused, match=words):
        propose(**given)


def test_nobody_records_it_alone(meadow, niamh):
    with pytest.raises(ActionRefused, match="another manager decides"):
        records.record_fact(
            client_id=meadow.pk, kind="order_volume", value="yes", since=OPENED,
            evidence="x", by=niamh, at=AT,
        )  # fmt: skip


def test_each_step_leaves_an_event(propose, niamh, meadow):
    proposal = records.approve_fact(propose().pk, by=niamh, at=AT)
    verbs = Event.objects.about("client", meadow.pk).values_list("verb", flat=True)
    assert list(verbs) == ["propose_fact", "record_fact", "approve_fact"]
    assert Event.objects.get(verb="approve_fact").data == {"proposal": proposal.pk}


def test_figures_of_a_long_time_are_cut(meadow, propose):
    OrderCount.objects.bulk_create(
        OrderCount(client=meadow, day=date(2025, 6, 1) + n * DAY, orders=100) for n in range(250)
    )
    assert len(propose(since=OPENED - 150 * DAY).figures) == 56


class TestCorrectedFacts:
    """A fact that is recorded or corrected later judges tickets anew (P4)."""

    def record(self, meadow, by, value="yes", since=OPENED - DAY):
        return records.record_fact(
            client_id=meadow.pk, kind="rate_limit", value=value, since=since,
            evidence="Notice", by=by, at=AT,
        )  # fmt: skip

    def test_a_fact_corrected_later_changes_the_verdict(self, meadow, answered, niamh):
        self.record(meadow, niamh)
        assert verdict(answered) == ("excluded", "rate-limit")
        self.record(meadow, niamh, "no")
        assert verdict(answered) == ("met", "")

    def test_a_fact_that_a_later_one_ends_leaves_the_rest(self, meadow, answered, niamh):
        self.record(meadow, niamh, "no", since=OPENED - timedelta(hours=1))
        self.record(meadow, niamh, "yes", since=OPENED - DAY)
        assert verdict(answered) == ("met", "")

    def test_only_tickets_that_it_concerns_are_read(self, meadow, answered, open_ticket, niamh):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.record(meadow, niamh)
            return len(captured)

        self.record(meadow, niamh, "no", since=OPENED + timedelta(minutes=1))
        queries()  # what differs is stored once
        before = queries()
        for _ in range(3):
            open_ticket(at=OPENED + timedelta(hours=1))
        assert queries() == before

    def test_many_tickets_are_judged_in_chunks(self, meadow, open_ticket, niamh, monkeypatch):
        monkeypatch.setattr(lifecycle.timers, "CHUNK", 2)
        tickets = [open_ticket() for _ in range(5)]
        self.record(meadow, niamh)
        assert {verdict(ticket) for ticket in tickets} == {("excluded", "rate-limit")}

    def test_a_ticket_more_costs_one_query_at_most(self, meadow, open_ticket, niamh):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.record(meadow, niamh)
            return len(captured)

        open_ticket()
        queries()
        before = queries()
        open_ticket()
        queries()
        together = connection.vendor == "postgresql"
        assert queries() == before + (0 if together else 1)
