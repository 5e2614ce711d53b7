"""The counts by the day are what counting all rows gives, whatever becomes of a row."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import ClockResult, Tally
from tickets.models.clock_results import ResultRow
from tickets.models.tallies import whole_days
from tickets.tasks import fold_tallies

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
RESULT = st.builds(
    dict,
    clock=st.sampled_from(["response", "fix"]),
    closing=st.integers(0, 2),
    opened_at=st.sampled_from([OPENED, OPENED + DAY]),
    stopped_at=st.sampled_from([None, OPENED, OPENED + 20 * HOUR]),
    fault_class=st.sampled_from(["", "critical"]),
    verdict=st.sampled_from(["met", "excluded"]),
    reason=st.sampled_from(["", "spam"]),
    about_orders=st.booleans(),
    limit=st.sampled_from([None, 14400]),
    elapsed=st.integers(0, 2),
    due_at=st.none(),
)


def sums():
    return Tally.objects.sums("of", "day", "fault_class", "verdict", "came_back")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(RESULT, max_size=6), st.lists(RESULT, max_size=4), st.booleans())
def test_rows_written_changed_and_deleted_leave_the_counts_right(ticket, first, second, deleted):
    ClockResult.objects.all().delete()
    for found in (first, second):
        rows = {(each["clock"], each["closing"]): each for each in found}
        kept = [ResultRow(ticket.pk, client_id=ticket.client_id, **row) for row in rows.values()]
        ClockResult.objects.upsert(kept)
        assert Tally.objects.differing() == 0
    if deleted:
        ClockResult.objects.filter(clock="fix").delete()
    assert Tally.objects.differing() == 0


def test_a_ticket_counts_by_the_days_of_its_life(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="inaccessible", by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + DAY, seen=None)
    first, second = OPENED.date(), (OPENED + DAY).date()
    assert sums() == {
        ("opened", first, "", "", False): 1,
        ("closed", second, "", "", False): 1,
        ("response", first, "critical", "met", False): 1,
        ("fix", second, "critical", "missed", False): 1,
    }


def test_a_ticket_that_comes_back_is_closed_on_no_day(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="inaccessible", by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + DAY, seen=None)
    lifecycle.reopen(ticket.pk, by=aoife, at=OPENED + 2 * DAY, seen=None)
    assert Tally.objects.of(Tally.Of.CLOSED).sums("day") == {}
    assert Tally.objects.of(Tally.Of.FIX).sums("came_back") == {(True,): 1}


def test_many_rows_that_change_alike_add_little(open_ticket):
    for _ in range(5):
        open_ticket()
    before = Tally.objects.count()
    ClockResult.objects.responses().update(verdict="met", fault_class="low")
    assert Tally.objects.count() - before <= 10
    assert Tally.objects.of(Tally.Of.RESPONSE).sums("verdict") == {("met",): 5}


def test_what_decides_nothing_adds_nothing(ticket):
    before = Tally.objects.count()
    ClockResult.objects.responses().update(elapsed=77)
    assert Tally.objects.count() == before


def test_folding_changes_no_sum_and_leaves_one_row_of_each_kind(open_ticket, aoife):
    for _ in range(3):
        ticket = open_ticket()
    lifecycle.qualify(ticket.pk, class_test="inaccessible", by=aoife, at=OPENED + HOUR, seen=None)
    before = sums()
    assert fold_tallies() > 0
    assert sums() == before
    assert Tally.objects.count() == len(before)


def test_folding_what_is_folded_changes_nothing(open_ticket):
    open_ticket()
    fold_tallies()
    assert fold_tallies() == 0


def test_what_is_missing_is_added_once(ticket):
    Tally.objects.of(Tally.Of.RESPONSE).delete()
    assert Tally.objects.differing() == 1
    assert (Tally.objects.mend(), Tally.objects.mend()) == (1, 0)
    assert Tally.objects.differing() == 0


INSTANTS = st.integers(0, 20 * 24).map(lambda n: datetime(2026, 3, 1, tzinfo=UTC) + n * HOUR / 4)


@given(INSTANTS, INSTANTS, INSTANTS)
def test_days_and_edges_hold_each_instant_between_once(start, end, at):
    first, beyond, edges = whole_days(start, end)
    held = (first <= at.date() < beyond) + sum(since <= at < until for since, until in edges)
    assert held == (start <= at < end)


def test_days_of_another_zone_have_an_hour_at_each_edge():
    start = datetime.fromisoformat("2026-07-01T00:00+01:00")
    end = datetime.fromisoformat("2026-08-01T00:00+01:00")
    edges = whole_days(start, end).edges
    assert [until - since for since, until in edges] == [HOUR, 23 * HOUR]
