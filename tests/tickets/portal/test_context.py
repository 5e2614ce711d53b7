"""What stands around every page."""

from datetime import UTC, datetime, time, timedelta

import pytest

from availability.models import Component, Impact, Interruption, Maintenance, Measurement, Outage
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.portal.conftest import NOW
from tickets.portal import context
from tickets.portal.service import service_now
from tickets.sla.clock import Calendar, Window


@pytest.fixture
def ordering(db):
    return Component.objects.get(code="ordering")


def calendar(*hours):
    return Calendar(UTC, [Window(day, *pair) for day in range(5) for pair in hours])


def outage(component, impact, **columns):
    found = Outage.objects.create(
        title="Ordering is disturbed", started_at=OPENED, detected_at=OPENED, **columns
    )
    Interruption.objects.create(
        outage=found,
        component=component,
        impact=impact,
        by_probe=False,
        started_at=OPENED,
        detected_at=OPENED,
    )
    return found


def test_without_a_measurement_it_is_unknown_as_on_the_status_page(db):
    service = service_now(NOW)
    assert (service.state, service.sentence) == ("unknown", "Nothing is measured now.")


def test_all_is_well(ordering):
    for component in Component.objects.all():
        Measurement.objects.create(component=component, second=int(NOW.timestamp()) - 30, ok=True)
    service = service_now(NOW)
    assert (service.state, service.is_disturbed) == ("up", False)


def test_an_outage_that_is_not_published_yet_shows_its_state(ordering):
    outage(ordering, Impact.DOWN)
    service = service_now(NOW)
    assert (service.state, service.incidents) == ("down", ())


def test_a_published_outage_brings_its_newest_words(ordering):
    found = outage(ordering, Impact.DEGRADED, published_at=OPENED)
    found.updates.create(stage="identified", text="Old.", at=OPENED)
    found.updates.create(stage="monitoring", text="New.", at=NOW)
    service = service_now(NOW)
    (known,) = service.incidents
    assert (service.state, known.text, known.told_at) == ("degraded", "New.", NOW)


def test_a_sentence_and_the_words_of_another_outage_are_told_apart(ordering):
    """What is interrupted but not published yet has nothing said of it."""
    found = outage(ordering, Impact.DEGRADED, published_at=OPENED)
    found.updates.create(stage="identified", text="A second server is started.", at=NOW)
    outage(Component.objects.get(code="api"), Impact.DOWN)
    service = service_now(NOW)
    assert service.sentence == "The API is interrupted."
    assert service.detail.startswith("Ordering is degraded")
    assert service.detail.endswith("Details follow shortly.")
    assert (service.lead, [each.title for each in service.incidents]) == (None, [found.title])


def test_an_incident_goes_on_while_a_part_of_it_does(ordering):
    first = outage(ordering, Impact.DOWN, published_at=OPENED)
    later = outage(Component.objects.get(code="api"), Impact.DOWN, published_at=OPENED)
    Outage.objects.filter(pk=first.pk).update(ended_at=NOW)
    Outage.objects.filter(pk=later.pk).update(part_of=first)
    assert [each.id for each in service_now(NOW).incidents] == [first.pk]


def test_work_in_its_window_is_maintenance(ordering):
    work = Maintenance.objects.create(kind="technical", title="Disks", work_started_at=OPENED)
    work.components.add(ordering)
    work.windows.create(
        published_at=OPENED - timedelta(days=1),
        starts_at=OPENED,
        ends_at=OPENED + timedelta(hours=3),
    )
    assert service_now(NOW).state == "maintenance"


def test_the_day_is_counted_up_to_now():
    rule = context.day_rule(calendar((time(9), time(17))), NOW)
    assert [(part.kind, part.weight) for part in rule.parts] == [
        ("counted", 3600),
        ("empty", 7 * 3600),
    ]
    assert (rule.cells, rule.tick) == (8, 0.125)


def test_a_break_at_noon_is_closed_time():
    rule = context.day_rule(calendar((time(9), time(12)), (time(13), time(17))), NOW)
    assert [part.kind for part in rule.parts] == ["counted", "empty", "closed", "counted", "empty"]


def test_after_the_last_hour_the_next_day_is_drawn_without_now():
    rule = context.day_rule(calendar((time(9), time(17))), datetime(2026, 3, 13, 18, tzinfo=UTC))
    assert rule.tick is None
    assert rule.sentence.replace("\u00a0", " ") == (
        "Support hours on Mon 16 March: 09:00 to 17:00 GMT"
    )


def test_on_a_phone_the_day_of_a_next_opening_leaves_no_room_for_the_middle():
    hours = calendar((time(9), time(17)))
    closed, open_now = (
        context.day_rule(hours, at) for at in (datetime(2026, 3, 13, 18, tzinfo=UTC), NOW)
    )
    assert [label.minor for label in closed.labels] == [False, True, False]
    assert not any(label.minor for label in open_now.labels)


def test_hours_that_are_no_whole_number_have_no_cells():
    assert context.day_rule(calendar((time(9), time(16, 30))), NOW).cells == 0


def test_the_promise_of_a_covered_client(meadow):
    promise = context.promise_to(meadow, NOW)
    assert (promise.is_covered, promise.hours) == (True, "4, 8 or 10")


def test_a_free_client_is_not_covered(meadow):
    FactFactory(client=meadow, kind="plan", value="free", since=OPENED)
    assert not context.promise_to(meadow, NOW).is_covered
