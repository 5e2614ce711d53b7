"""What results in a row mean, also where the clock that has stamped them was wrong."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from availability import catalogue, figures, incidents, probes
from availability.models import Impact, Interruption, Measurement, Outage
from availability.probes import Result
from istockist_sla.core.models import Event
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def fifty_failures(probe):
    return lambda start="13:01": probe("-" * 50, start=gmt(start))


def bounds():
    return list(Interruption.objects.order_by("started_at").values_list("started_at", "ended_at"))


def test_a_check_stamped_an_hour_ahead_hides_no_later_ones(probe, fifty_failures):
    probe("+", start=gmt("14:00"))
    fifty_failures()
    assert Measurement.objects.filter(ok=False).count() == 50
    assert bounds() == [(gmt("13:01"), None)]


def test_failures_stamped_an_hour_ahead_hide_no_later_outage(probe, fifty_failures):
    probe("--", start=gmt("14:00"))
    fifty_failures()
    assert (gmt("13:01"), None) in bounds()


def test_an_outage_stamped_ahead_is_over_once_the_clock_is_right_and_all_is_well(probe):
    probe("--", start=gmt("14:00"))
    probe("++", start=gmt("13:01"))
    assert bounds() == [(gmt("14:00"), gmt("14:00:01"))]


def test_an_answer_stamped_ahead_in_an_outage_ends_it_at_no_time_to_come(probe):
    probe("--", start=gmt("13:00"))
    probe("+", start=gmt("14:00"))
    probe("++", start=gmt("13:03"))
    assert bounds() == [(gmt("13:00"), gmt("13:03"))]


def test_an_answer_stamped_before_the_outage_does_not_end_it_there(probe):
    probe("--", start=gmt("13:00"))
    probe("+", start=gmt("12:00"))
    probe("+", start=gmt("13:04"))
    assert bounds() == [(gmt("13:00"), gmt("13:04"))]


def test_when_the_time_that_was_stamped_ahead_comes_it_is_measured_all_the_same(probe):
    probe("+", start=gmt("13:10"))
    probe("-" * 20, start=gmt("13:00"))
    assert Measurement.objects.get(second=int(gmt("13:10").timestamp())).ok is False
    assert bounds() == [(gmt("13:00"), None)]


@pytest.mark.parametrize("jump", [-HOUR, HOUR, timedelta(days=400), -timedelta(days=400)])
@pytest.mark.parametrize("before", ["+", "--", "--+"])
@pytest.mark.parametrize("wrong", ["+", "--"])
def test_whatever_was_stamped_wrong_an_outage_is_found(probe, before, wrong, jump):
    probe(before, start=gmt("12:40"))
    probe(wrong, start=gmt("12:50") + jump)
    probe("-" * 8, start=gmt("13:01"))
    down = Interruption.objects.filter(ended_at=None, started_at__lte=gmt("13:02"))
    assert down.count() == 1
    probe("++", start=gmt("13:55"))
    assert not Interruption.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize("jump", [-HOUR, HOUR])
def test_the_events_tell_the_same_as_the_rows(probe, fifty_failures, jump):
    probe("--", start=gmt("12:50") + jump)
    fifty_failures()
    probe("++", start=gmt("13:55"))
    told, stored = figures.told(), figures.stored()
    assert told.interruptions == stored.interruptions
    assert told.outages == stored.outages


@pytest.fixture
def slow_from_500(api, sys):
    catalogue.set_probe(
        api, kind="http", address="https://api.example.com/", slow_ms=500, by=sys, at=gmt("12:00")
    )


@pytest.fixture
def answer(api):
    """Minute by minute: `+` at once, `s` slowly, `-` not at all."""

    def feed(results):
        for minute, each in enumerate(results):
            result = Result(None, "timeout") if each == "-" else Result(700 if each == "s" else 40)
            probes.record(api, result, at=gmt("13:00") + timedelta(minutes=minute))

    return feed


def impacts():
    rows = Interruption.objects.order_by("started_at")
    return list(rows.values_list("impact", "started_at", "ended_at"))


def test_one_slow_answer_is_not_degraded(slow_from_500, answer):
    answer("+s+s+")
    assert impacts() == []


def test_two_slow_answers_are_degraded_from_the_first(slow_from_500, answer):
    answer("+ss")
    assert impacts() == [(Impact.DEGRADED, gmt("13:01"), None)]
    assert Outage.objects.get().title == "Slow answers of the API"


def test_two_quick_answers_end_it_with_the_first(slow_from_500, answer):
    answer("ss+s++")
    assert impacts() == [(Impact.DEGRADED, gmt("13:00"), gmt("13:04"))]


def test_from_slow_to_down_to_slow_to_well_is_one_outage(slow_from_500, answer):
    answer("ss--ss++")
    assert impacts() == [
        (Impact.DEGRADED, gmt("13:00"), gmt("13:02")),
        (Impact.DOWN, gmt("13:02"), gmt("13:04")),
        (Impact.DEGRADED, gmt("13:04"), gmt("13:06")),
    ]
    assert Outage.objects.get().ended_at == gmt("13:06")


def test_an_answer_of_each_speed_ends_what_was_down(slow_from_500, answer):
    answer("--s+")
    assert impacts() == [(Impact.DOWN, gmt("13:00"), gmt("13:02"))]


def test_degraded_is_up(slow_from_500, answer, api):
    answer("ssss")
    figure = figures.month_figure(api, gmt("13:00"), gmt("14:00"), at=gmt("13:04"))
    assert (figure.up, figure.down) == (240, 0)


def test_slow_answers_publish_themselves_as_what_they_are(slow_from_500, answer):
    answer("ss")
    incidents.publish_overdue(at=gmt("13:16"))
    assert Outage.objects.get().updates.get().text.startswith("Slow from 13:00")


def test_the_events_tell_of_speeds_what_the_rows_say(slow_from_500, answer):
    answer("ss--ss++")
    assert figures.told().interruptions == figures.stored().interruptions


def test_without_a_limit_no_answer_is_slow(answer):
    answer("ssss")
    assert impacts() == []


def test_the_end_of_a_certificate_is_kept(api):
    probes.record(api, Result(40, certificate_ends_at=gmt("13:00", day=20)), at=gmt("13:00"))
    probes.record(api, Result(None, "timeout"), at=gmt("13:01"))
    api.refresh_from_db()
    assert api.certificate_ends_at == gmt("13:00", day=20)


def test_a_measurement_appends_no_event_of_its_own(probe):
    probe("+++")
    assert [each.verb for each in Event.objects.all()] == ["start_monitoring"]


def test_what_comes_in_time_is_marked_as_it_comes(probe):
    probe("++  +", start=gmt("13:00"))
    assert list(Measurement.objects.order_by("second").values_list("follows", flat=True)) == [
        False,
        True,
        False,
    ]


def test_what_is_stamped_before_the_one_recorded_last_is_not_marked(probe):
    probe("+", start=gmt("13:02"))
    probe("+", start=gmt("13:00"))
    assert not Measurement.objects.filter(follows=True).exists()


def test_a_round_writes_no_measurement_but_its_own(probe):
    probe("+", start=gmt("13:00"))
    with CaptureQueriesContext(connection) as statements:
        probe("+", start=gmt("13:01"))
    written = [each["sql"] for each in statements if 'availability_measurement"' in each["sql"]]
    assert not [sql for sql in written if sql.startswith("UPDATE")]
