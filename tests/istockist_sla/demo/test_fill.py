"""The fill of the demo: what there is, and that it is the same twice."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import transaction
from django_q.models import OrmQ

from availability.coverage import epoch
from availability.models import (
    Component,
    Interruption,
    LateWork,
    Maintenance,
    Measurement,
    Outage,
)
from availability.ranges import TimeRange
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import Event, Letter, RoleProposal, User
from istockist_sla.demo import fill
from istockist_sla.demo.cast import CLIENTS, STAFF
from tickets.lifecycle import consistency
from tickets.mailroom import intake
from tickets.models import (
    Article,
    Client,
    ClockResult,
    ClosedMonth,
    InboundMail,
    Rating,
    SentWarning,
    Ticket,
)
from tickets.reports.closing.chain import documents_of
from tickets.reports.closing.checklist import blocking
from tickets.reports.monthly import month_figures
from tickets.sla.bundle.verifying import verify

NOW = datetime(2026, 11, 24, 11, 40, tzinfo=UTC)
TOUR = Path(__file__).parents[2] / "mail" / "tour.eml"


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """A small demo that all tests of this module read; it is rolled back at their end."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill.fill(now=NOW, seed=1, tickets=48)
        yield
        transaction.set_rollback(True)


def facts_of(events):
    return [
        (e.subject_kind, e.verb, e.at, e.side, e.actor.email if e.actor else "")
        for e in events.select_related("actor").order_by("id")
    ]


def test_events_and_facts_give_the_stored_columns(filled):
    rows = consistency.lock(list(Ticket.objects.values_list("pk", flat=True)))
    compared = consistency.compare(rows, at=NOW)
    assert [each for each in compared if each.differences] == []


def test_there_are_as_many_tickets_as_were_asked_for(filled):
    assert Ticket.objects.count() == 48


@pytest.mark.parametrize("state", ["open", "qualified", "downgraded", "closed"])
def test_there_are_tickets_in_every_state(filled, state):
    assert Ticket.objects.filter(state=state).exists()


@pytest.mark.parametrize("verdict", ["met", "missed", "excluded", "not covered", "running"])
def test_there_is_every_verdict(filled, verdict):
    assert ClockResult.objects.responses().filter(verdict=verdict).exists()


@pytest.mark.parametrize("channel", ["mail", "portal", "desk"])
def test_tickets_come_by_every_way(filled, channel):
    assert Ticket.objects.filter(channel=channel).exists()


def test_no_event_lies_in_the_future(filled):
    assert not Event.objects.filter(recorded_at__gt=NOW).exists()


def test_tickets_acts_are_recorded_in_the_order_of_their_instants(filled):
    instants = list(
        Event.objects.filter(subject_kind="ticket").order_by("id").values_list("recorded_at")
    )
    assert instants == sorted(instants)


def test_people_were_warned_and_told_of_misses_before_now(filled):
    thresholds = set(SentWarning.objects.values_list("threshold", flat=True))
    assert {"warning", "miss"} <= thresholds


def test_every_letter_of_the_past_is_sent_at_its_instant(filled):
    letters = Letter.objects.all()
    assert letters.exists()
    assert all((letter.state, letter.sent_at) == ("sent", letter.created_at) for letter in letters)


def test_no_letter_of_the_past_is_delivered(filled):
    assert mail.outbox == []


def test_the_queue_is_not_flooded(filled):
    assert OrmQ.objects.count() <= 1


def test_everybody_of_support_was_named_by_an_event(filled):
    named = Event.objects.filter(subject_kind="user", verb="engage").values_list("subject_id")
    assert User.objects.filter(is_staff=True).count() == named.count() == len(STAFF)


def test_a_change_of_roles_waits_for_the_other_administrator(filled):
    (waiting,) = RoleProposal.objects.undecided()
    assert (waiting.person.name, waiting.proposer.name) == ("Saoirse Nolan", "Sinéad Walsh")


def test_a_fault_is_shared_by_several_clients(filled):
    shared = Ticket.objects.exclude(fault=None).values_list("fault", "client")
    clients = [{client for fault, client in shared if fault == one} for one, _ in shared]
    assert max(map(len, clients)) >= 3


def test_mail_of_strangers_is_held(filled):
    assert InboundMail.objects.filter(state="held").count() == 3


def test_there_are_outages_with_a_cause_and_one_that_goes_on(filled):
    assert Outage.objects.filter(cause="release").exists()
    assert Outage.objects.filter(ended_at=None).count() == 1


def test_an_incident_has_several_interruptions(filled):
    incident = Outage.objects.get(title="API interrupted several times")
    assert [each.interruptions.count() for each in incident.incident] == [1, 1, 1]


def test_a_declared_outage_waits_for_its_approval_where_the_probe_had_answers(filled):
    declared = Interruption.objects.to_decide().get()
    span = TimeRange(declared.started_at, declared.ended_at)
    measured = Measurement.objects.measured([declared.component], *span)
    assert measured[declared.component_id].answered(span) == [span]


def test_work_that_was_recorded_late_waits_for_its_approval(filled):
    assert [each.bound for each in LateWork.objects.to_decide()] == ["begin", "end"]


def test_a_window_passed_without_work(filled):
    passed = Maintenance.objects.filter(windows__ends_at__lt=NOW, cancelled_at=None)
    assert passed.filter(work_started_at=None, late_work=None).count() == 1


def test_measurements_fail_while_a_component_was_down_and_only_then(filled):
    outage = Outage.objects.get(title="Short interruption of ordering")
    first, last = epoch(outage.started_at), epoch(outage.ended_at)
    api = Measurement.objects.filter(component__code="api")
    assert not api.filter(second__gte=first, second__lt=last, ok=True).exists()
    assert api.filter(second__gte=first - 300, second__lt=first, ok=False).count() == 0


def test_every_component_is_measured_until_now_without_a_gap_of_today(filled):
    found = Measurement.objects.measured(Component.objects.all(), NOW.replace(hour=0), NOW)
    assert [each.gaps for each in found.values()] == [(), (), (), ()]


def test_some_time_has_no_measurement(filled):
    start = NOW.replace(day=1) - timedelta(days=120)
    api = Component.objects.get(code="api")
    assert Measurement.objects.measured([api], start, NOW)[api.pk].gaps


def test_there_are_help_articles_for_clients(filled):
    assert Article.objects.published().count() >= 10


def test_every_client_of_the_table_is_there(filled):
    assert Client.objects.count() == len(CLIENTS) == 12


def test_the_mail_of_the_tour_opens_a_ticket(filled):
    with transaction.atomic():
        received = intake.receive(TOUR.read_bytes(), at=NOW)
        assert (received.state, received.ticket.client.code) == ("accepted", "meadow")
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_story():
    stories = []
    for _ in range(2):
        with transaction.atomic():
            fill.fill(now=NOW, seed=7, tickets=14, with_measurements=False)
            stories.append(facts_of(Event.objects.all()))
            transaction.set_rollback(True)
    assert stories[0] == stories[1]


@pytest.mark.django_db
def test_another_seed_gives_another_story():
    stories = []
    for seed in (7, 8):
        with transaction.atomic():
            fill.fill(now=NOW, seed=seed, tickets=10, with_measurements=False)
            stories.append(facts_of(Event.objects.all()))
            transaction.set_rollback(True)
    assert stories[0] != stories[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 12, 27, 3, 0, tzinfo=UTC),
        datetime(2027, 3, 29, 8, 59, 59, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    ],
    ids=["night-of-a-sunday", "holiday", "year-without-a-list"],
)
def test_it_can_be_filled_at_any_time(now):
    fill.fill(now=now, seed=3, tickets=4, with_measurements=False)
    assert Ticket.objects.count() == 4


@pytest.mark.django_db
def test_a_fill_that_breaks_leaves_nothing_behind():
    def stop(at):
        if Ticket.objects.count() > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill.fill(now=NOW, seed=1, tickets=12, with_measurements=False, on_step=stop)
    assert fill.is_empty()


def test_clients_rate_some_of_what_was_closed(filled):
    assert 2 <= Rating.objects.count() < Ticket.objects.filter(state="closed").count()


def test_every_month_is_closed_but_the_last_that_may_be(filled):
    links = ClosedMonth.objects.in_order().filter(closing__number=1)
    closed = list(links.values_list("closing__month", flat=True))
    assert (len(closed), closed[0], closed[-1]) == (13, "2025-09", "2026-09")
    assert [check.code for check in blocking(Month(2026, 10), at=NOW)] == []


def test_one_of_them_was_amended(filled):
    amended = ClosedMonth.objects.get(closing__number=2)
    assert amended == ClosedMonth.objects.in_order().last()


def closed_months(chosen):
    """Each as it was amended, where it was."""
    links = ClosedMonth.objects.in_order().select_related("closing")
    last = {each.closing.month: each for each in links}
    for each in chosen(last.values(), 3):
        month, at = each.closing.of, each.closed_at
        for kept in each.closing.all_clients.select_related("client"):
            figures = month_figures(month, client=kept.client, at=at)
            yield each, kept, json.loads(kept.document), figures


def test_documents_of_closed_months_claim_what_the_pages_show(filled, chosen):
    for closed, kept, document, figures in closed_months(chosen):
        assert verify(documents_of(closed, kept), head=closed.head) == []
        assert shares_of(document["figures"]) == {
            each.fault_class: (each.index.met, each.index.guaranteed) for each in figures.classes
        }
        assert document["figures"]["opened"] == figures.opened
        assert seconds_of(document["availability"]) == seconds_of(vars_of(figures.uptime))
        assert claimed(document, "response") == stored(figures.responses)
        assert claimed(document, "fixes") == stored(figures.fixes)


BUCKETS = ("up", "down", "unknown", "excluded", "systems_down")


def vars_of(uptime):
    return {name: getattr(uptime, name) for name in BUCKETS}


def seconds_of(availability):
    return [availability[name] for name in BUCKETS]


def shares_of(figures):
    return {code: (each["met"], each["guaranteed"]) for code, each in figures["classes"].items()}


def claimed(document, name):
    found = [(each["number"], each["claim"][name]) for each in document["tickets"]]
    clocks = [
        (number, clock)
        for number, clocks in found
        for clock in (clocks if isinstance(clocks, list) else [clocks])
        if clock is not None
    ]
    return sorted(
        (number, clock["class"], clock["verdict"], clock["limit"] or 0) for number, clock in clocks
    )


def stored(results):
    return sorted(
        (each.ticket.number, each.fault_class, each.verdict, each.limit or 0)
        for each in results.with_ticket()
    )
