"""How soon the public was told of each interruption of a month (A7)."""

from datetime import timedelta

import pytest

from availability import incidents
from availability.models import Component, Interruption, Outage
from tests.conftest import OPENED
from tickets.reports.behind import month_given
from tickets.reports.one_statement import ask
from tickets.reports.publication import (
    interruptions_of,
    publication_counts,
    publication_parts,
    publication_rows,
)

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
START, UNTIL = OPENED - 24 * HOUR, OPENED + 24 * HOUR


@pytest.fixture
def ordering():
    return Component.objects.get(code="ordering")


@pytest.fixture
def api():
    return Component.objects.get(code="api")


def found(component, start=OPENED):
    """By the probe, a minute after it began; over after three."""
    outage = incidents.confirm(component, started_at=start, at=start + MINUTE)
    incidents.recover(component, ended_at=start + 3 * MINUTE, at=start + 4 * MINUTE)
    return outage


def counts():
    given = month_given(START, UNTIL, UNTIL, None)
    return publication_counts(ask([publication_parts], given), START, UNTIL)


def rows():
    found = interruptions_of(START, UNTIL).select_related("outage", "component").order_by("pk")
    return publication_rows(list(found), UNTIL)


@pytest.fixture
def of_one_incident(api, aoife):
    """The second began 40 minutes after the first and was told of 5 minutes after its own
    detection."""
    first, second = found(api), found(api, OPENED + 40 * MINUTE)
    at = OPENED + 46 * MINUTE
    incidents.publish(first, text="x", stage="resolved", by=aoife, at=at)
    return first, second


def test_each_interruption_of_an_incident_has_its_own_delay(of_one_incident):
    assert [row.delay for row in rows()] == [45 * MINUTE, 5 * MINUTE]


def test_interruptions_and_not_incidents_are_counted(of_one_incident):
    assert (counts().interruptions, counts().late) == (2, 1)


def test_the_longest_delay_is_one_of_an_interruption(of_one_incident):
    assert counts().longest_delay == 45 * MINUTE


def test_what_joins_a_published_outage_has_no_delay(api, ordering, aoife):
    incidents.confirm(api, started_at=OPENED, at=OPENED + MINUTE)
    incidents.publish(Outage.objects.get(), text="x", by=aoife, at=OPENED + 10 * MINUTE)
    found(ordering, OPENED + 20 * MINUTE)
    assert [row.delay for row in rows()] == [9 * MINUTE, timedelta()]


def test_what_nobody_published_is_counted_apart(api):
    found(api)
    assert (counts().unpublished, counts().expected, counts().longest_delay) == (1, 0, None)


def test_what_planned_work_explains_need_not_be_published(plan_work, ordering, ruairi):
    work = plan_work()
    incidents.begin_work(work, by=ruairi, at=OPENED - 12 * HOUR)
    found(ordering, OPENED - 11 * HOUR - 30 * MINUTE)
    assert (counts().unpublished, counts().expected) == (0, 1)


def test_what_reaches_past_the_window_has_to_be_published(plan_work, ordering, ruairi):
    work = plan_work()
    incidents.begin_work(work, by=ruairi, at=OPENED - 12 * HOUR)
    found(ordering, OPENED - 11 * HOUR - MINUTE)
    assert (counts().unpublished, counts().expected) == (1, 0)


def test_a_release_makes_nothing_expected(plan_work, ordering, ruairi):
    work = plan_work(kind="release")
    incidents.begin_work(work, by=ruairi, at=OPENED - 12 * HOUR)
    found(ordering, OPENED - 11 * HOUR - 30 * MINUTE)
    assert [row.is_expected for row in rows()] == [False]


def test_a_month_without_an_interruption_has_nothing_to_publish():
    assert counts() == (0, 0, None, 0, 0)


def test_many_take_the_same_statements_as_one(
    plan_work, ordering, ruairi, django_assert_num_queries
):
    work = plan_work()
    incidents.begin_work(work, by=ruairi, at=OPENED - 12 * HOUR)
    for n in range(5):
        found(ordering, OPENED - 11 * HOUR - (10 + 10 * n) * MINUTE)
    shown = list(Interruption.objects.select_related("outage", "component"))
    with django_assert_num_queries(3):
        publication_rows(shown, UNTIL)


def test_what_was_withdrawn_had_not_to_be_published(api, aoife, niamh):
    outage = found(api)
    incidents.publish_overdue(at=OPENED + HOUR)
    [interruption] = outage.interruptions.all()
    proposed = incidents.propose_withdrawal(
        interruption, reason="x", by=aoife, at=OPENED + 2 * HOUR
    )
    assert counts().interruptions == 1
    incidents.approve_correction(proposed, by=niamh, at=OPENED + 3 * HOUR)
    assert counts() == (0, 0, None, 0, 0)
