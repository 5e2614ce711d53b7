"""What a supposition would have made of a closed month."""

from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from availability import incidents
from availability.models import Component, Measurement
from availability.ranges import TimeRange
from tests.availability.measurements import history
from tests.conftest import OPENED
from tests.factories import AdministratorFactory, ClientFactory, FactFactory
from tests.tickets.lifecycle.conftest import people as people
from tests.tickets.lifecycle.test_replay import HISTORIES, live
from tests.tickets.reports.bundles.conftest import MARCH, closed
from tests.tickets.reports.closing.conftest import closed_month
from tickets import lifecycle
from tickets.models import ClosedClient
from tickets.reports.what_if import closed_months
from tickets.reports.what_if.closed_months import TooManyTickets, what_if
from tickets.sla.bundle.claims import figures_claim, ticket_claim
from tickets.sla.bundle.month_rows import ClientMonth
from tickets.sla.bundle.reading import read_client, read_document, read_shared
from tickets.sla.week import Holiday, Hours
from tickets.sla.what_if.outcome import supposed_month
from tickets.sla.what_if.supposition import Supposition

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WRITING = ("INSERT", "UPDATE", "DELETE")
CRITICAL_ANSWER = ("critical", "response")


@pytest.fixture
def answered(open_ticket, aoife):
    """A critical ticket, classed so long after its opening."""

    def answer(after, test="orders-stopped", at=OPENED, **opening):
        ticket = open_ticket(at=at, **opening)
        return lifecycle.qualify(ticket.pk, class_test=test, by=aoife, at=at + after, seen=None)

    return answer


@pytest.fixture
def close(niamh):
    return lambda: closed_month(by=niamh)


def flips(supposition, **choice):
    found = what_if([MARCH], supposition, **choice)
    return [
        (each.flip.number, each.flip.clock, each.flip.before["verdict"], each.flip.after["verdict"])
        for each in found.flips
    ]


def resolved(ticket, by, at):
    lifecycle.close(ticket.pk, reason="resolved", text="x", by=by, at=at, seen=None)


def limit(hours, key=CRITICAL_ANSWER):
    return Supposition(limits={key: None if hours is None else int(hours * 3600)})


def test_without_a_change_nothing_flips(answered, close):
    answered(HOUR)
    answered(5 * HOUR)
    close()
    found = what_if([MARCH], Supposition())
    assert (found.tickets, found.flipped, found.clients) == (2, 0, [])


def test_a_stricter_limit_flips_the_ticket_between_both_limits_alone(answered, close):
    answered(HOUR)
    answered(5 * HOUR)
    between = answered(3 * HOUR)
    close()
    assert flips(limit(2)) == [(between.number, "response", "met", "missed")]


def test_a_flip_knows_its_ticket_and_client(answered, close):
    ticket = answered(3 * HOUR)
    close()
    flip = what_if([MARCH], limit(2)).flips[0]
    assert (flip.ticket_id, flip.client, flip.month) == (ticket.pk, ticket.client, MARCH)


def test_a_holiday_on_the_tickets_day_makes_a_miss_met(answered, close):
    ticket = answered(5 * HOUR)
    close()
    days = {OPENED.date(): Holiday("")}
    assert flips(Supposition(days=days)) == [(ticket.number, "response", "missed", "met")]


def test_a_holiday_less_makes_a_met_ticket_missed(answered, close):
    patrick = datetime(2026, 3, 17, 9, tzinfo=UTC)
    ticket = answered(5 * HOUR, at=patrick)
    close()
    days = {patrick.date(): None}
    assert flips(Supposition(days=days)) == [(ticket.number, "response", "met", "missed")]


def test_elapsed_counts_the_night(answered, close):
    ticket = answered(18 * HOUR, at=OPENED + 7 * HOUR)
    close()
    found = flips(Supposition(provisions={"elapsed": True}))
    assert found == [(ticket.number, "response", "met", "missed")]


def test_longer_hours_count_more(answered, close):
    ticket = answered(17 * HOUR, at=OPENED + 7 * HOUR)
    close()
    longer = {day: (Hours(time(6), time(22)),) for day in range(5)}
    assert flips(Supposition(hours=longer)) == [(ticket.number, "response", "met", "missed")]


def test_another_zone_moves_the_hours(answered, close):
    """In Tokyo the day is over where the ticket is opened."""
    ticket = answered(5 * HOUR)
    close()
    found = flips(Supposition(zone=ZoneInfo("Asia/Tokyo")))
    assert found == [(ticket.number, "response", "missed", "met")]


def test_the_scope_of_orders_covers_those_alone(answered, close):
    answered(HOUR)
    other = answered(HOUR, test="inaccessible")
    close()
    found = flips(Supposition(provisions={"orders_only": True}))
    assert found == [(other.number, "response", "met", "not covered")]


def test_an_index_of_95_keeps_what_98_did_not(answered, close):
    answered(5 * HOUR)
    for _ in range(19):
        answered(HOUR)
    close()
    found = what_if([MARCH], Supposition(provisions={"index": Fraction(95)}))
    pair = found.months[0].classes["critical"]
    assert (pair.before.kept, pair.after.kept, found.flipped) == (False, True, 0)
    assert [each.client.code for each in found.clients] == ["meadow"]


def test_a_fix_limit_flips_the_fix(answered, close, aoife):
    ticket = answered(HOUR)
    resolved(ticket, aoife, OPENED + 3 * HOUR)
    close()
    found = flips(limit(2, ("critical", "fix")))
    assert found == [(ticket.number, "fix", "met", "missed")]


def test_a_fix_without_a_limit_has_no_verdict(answered, close, aoife):
    ticket = answered(HOUR)
    resolved(ticket, aoife, OPENED + 3 * HOUR)
    close()
    assert flips(limit(None, ("critical", "fix"))) == [(ticket.number, "fix", "met", "")]


def test_a_contractual_fix_counts_what_it_missed(answered, close, aoife):
    ticket = answered(HOUR)
    resolved(ticket, aoife, OPENED + 5 * HOUR)
    close()
    found = what_if([MARCH], Supposition(provisions={"fix_is_contractual": True}))
    assert found.months[0].fixes == (0, 1)


def test_a_fix_that_counts_from_the_downgrade_flips(answered, close, aoife):
    """Eight hours of a medium fix: nine since the opening, six since the workaround."""
    ticket = answered(HOUR)
    lifecycle.downgrade(ticket.fault_id, text="x", by=aoife, at=OPENED + 3 * HOUR, seen=None)
    resolved(ticket, aoife, OPENED + 25 * HOUR)
    close()
    found = flips(Supposition(provisions={"from_downgrade": True}))
    assert found == [(ticket.number, "fix", "missed", "met")]


def test_one_client_alone_is_judged_where_it_is_chosen(answered, close, charlie):
    answered(3 * HOUR)
    other = answered(3 * HOUR, administrator=charlie)
    close()
    found = flips(limit(2), client=charlie.client)
    assert [number for number, *_ in found] == [other.number]


@pytest.fixture
def three_hours_down(niamh, orla):
    start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    api = Component.objects.contractual()
    down = TimeRange(start + 40 * HOUR, start + 43 * HOUR)
    Measurement.objects.bulk_create(
        history(api, TimeRange(start, end), failing=[down], every=2 * MINUTE)
    )
    outage = incidents.declare(
        title="No answers",
        impacts={api: "down"},
        started_at=down.start,
        ended_at=down.end,
        by=niamh,
        at=end,
    )
    incidents.approve_interruption(outage.interruptions.get(), by=orla, at=end + HOUR)


def test_the_availability_is_held_against_the_supposed_target(answered, close, three_hours_down):
    close()
    found = what_if([MARCH], Supposition(provisions={"availability_index": Fraction(100)}))
    uptime = found.months[0].uptime
    assert (uptime.before["kept"], uptime.after["kept"]) == (True, False)


def test_only_the_standard_agreement_may_be_concerned(answered, close):
    answered(3 * HOUR)
    close()
    found = what_if(
        [MARCH],
        Supposition(limits={CRITICAL_ANSWER: 7200}, concerns=lambda key: key.client_id is not None),
    )
    assert found.flipped == 0


def test_more_tickets_than_a_request_may_judge_are_refused(answered, close, monkeypatch):
    answered(HOUR)
    answered(HOUR)
    close()
    monkeypatch.setattr(closed_months, "MOST_TICKETS", 1)
    with pytest.raises(TooManyTickets):
        what_if([MARCH], Supposition())


def test_flips_beyond_those_named_are_counted(answered, close, monkeypatch):
    answered(3 * HOUR)
    answered(3 * HOUR)
    close()
    monkeypatch.setattr(closed_months, "NAMED", 1)
    found = what_if([MARCH], limit(2))
    assert (len(found.flips), found.flipped) == (1, 2)


def test_nothing_is_written(answered, close, django_assert_num_queries):
    answered(3 * HOUR)
    close()
    before = list(ClosedClient.objects.values_list("document", flat=True))
    with django_assert_num_queries(5) as asked:
        what_if([MARCH], limit(2))
    assert [each["sql"] for each in asked if each["sql"].startswith(WRITING)] == []
    assert list(ClosedClient.objects.values_list("document", flat=True)) == before


def test_more_clients_take_no_more_statements(answered, close, django_assert_max_num_queries):
    for _ in range(5):
        administrator = AdministratorFactory(client=ClientFactory())
        FactFactory(client=administrator.client)
        answered(HOUR, administrator=administrator)
    close()
    with django_assert_max_num_queries(5):
        what_if([MARCH], limit(2))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
def test_the_versions_as_they_are_give_what_the_file_claims(open_ticket, people, history):
    with transaction.atomic():
        ticket = open_ticket()
        made = closed(MARCH, live(ticket, people, history) + timedelta(seconds=1))
        shared = read_shared(read_document("shared", made.shared))
        document = read_document("client", made.clients["meadow"].data)
        month = supposed_month(
            ClientMonth(shared, read_client(document)), Supposition(), ticket.client_id
        )
        judged = list(month.judged())
        claims = [ticket_claim(each, month.bounds) for each in judged]
        assert claims == [each["claim"] for each in document.value["tickets"]]
        assert figures_claim(month, judged) == document.value["figures"]
        transaction.set_rollback(True)
