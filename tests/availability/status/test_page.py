"""The first page over HTTP: what is true now, then what happens next."""

from datetime import UTC, datetime, timedelta

import pytest

from availability import incidents
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(declare, aoife):
    return incidents.publish(declare(), text="We are looking.", by=aoife, at=gmt("13:10"))


def test_a_stranger_reads_it_without_signing_in(read, measured):
    assert "<h1>Everything works</h1>" in read()


def test_it_names_the_instant_in_both_clocks(read, measured):
    assert "As of 14:46 GMT · 15:46 Irish time." in read()


def test_before_anything_is_measured_it_says_so(read):
    text = read()
    assert "Nothing is measured now" in text
    assert "Monitoring since" not in text


def test_an_unpublished_outage_shows_in_the_state_at_once(read, measured, declare):
    declare()
    text = read()
    assert "<h1>Ordering is interrupted</h1>" in text
    assert "Details follow shortly." in text
    assert "Orders do not arrive" not in text


def test_a_published_outage_shows_with_its_words(read, measured, published):
    text = read()
    assert "Orders do not arrive" in text
    assert "We are looking." in text
    assert "Published 0 h 05 min after we noticed. Affects Ordering." in text


def test_an_outage_that_ended_stays_for_thirty_days(read, measured, published, aoife, afternoon):
    incidents.end(published, ended_at=gmt("13:30"), text="Back.", by=aoife, at=gmt("13:31"))
    assert "No incident in the last 30 days." not in read()
    afternoon.move_to(gmt("13:30") + timedelta(days=30))
    assert "No incident in the last 30 days." in read()


def test_of_an_outage_that_goes_on_the_newest_update_shows(read, measured, published, aoife):
    incidents.update(published, stage="identified", text="A disk.", by=aoife, at=gmt("13:20"))
    text = read()
    assert "A disk." in text
    assert "We are looking." not in text
    assert "1 earlier update" in text


def test_what_is_not_measured_any_more_says_since_when(read, measured, afternoon):
    afternoon.move_to(gmt("14:48"))
    assert "Not measured since 14:45 GMT" in read()


def test_a_day_of_another_year_bears_its_year(read, days_measured, api, afternoon):
    incidents.confirm(api, started_at=gmt("13:00", day=8), at=gmt("13:01", day=8))
    incidents.recover(api, ended_at=gmt("13:40", day=8), at=gmt("13:41", day=8))
    afternoon.move_to(datetime(2027, 1, 5, tzinfo=UTC))
    assert "Thu 31 December 2026: not measured" in read()


def test_maintenance_to_come_is_announced_with_both_clocks(read, measured, announce):
    announce()
    text = read()
    assert "Tuesday 9 June, 22:00–23:00 GMT" in text
    assert "Tuesday 9 June, 23:00, to Wednesday 10 June, 00:00 Irish time" in text


def test_a_late_announcement_says_that_it_is_not_planned(read, measured, announce):
    announce(starts_at=gmt("14:00"), at=gmt("14:40"))
    assert "too late to count as planned" in read()


def test_cancelled_maintenance_is_called_off_until_its_window_is_over(
    read, measured, announce, ruairi, afternoon
):
    incidents.cancel(announce(), by=ruairi, at=gmt("10:00"))
    assert "Cancelled 9 June: it does not take place." in read()
    afternoon.move_to(gmt("23:00"))
    assert "None is announced." in read()


def test_work_that_goes_on_past_its_window_says_so(read, measured, announce, ruairi, afternoon):
    work = announce(starts_at=gmt("10:00"), ends_at=gmt("11:00"))
    incidents.begin_work(work, by=ruairi, at=gmt("10:05"))
    assert "The work goes on past its window." in read()


def test_a_window_over_a_change_of_the_clocks_says_both_offsets(read, measured, announce):
    announce(
        starts_at=datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        ends_at=datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    )
    text = read()
    assert "Sunday 31 October 2027, 00:30–01:30 GMT" in text
    assert "01:30 IST (UTC+1) – 01:30 GMT (UTC+0)" in text


def test_a_window_that_passed_without_work_is_gone(read, measured, announce, afternoon):
    announce()
    afternoon.move_to(gmt("23:00"))
    assert "None is announced." in read()


def test_planned_work_is_the_state_while_it_lasts(read, measured, announce, ruairi, afternoon):
    work = announce(starts_at=gmt("14:40"))
    assert "<h1>Everything works</h1>" in read()
    incidents.begin_work(work, by=ruairi, at=gmt("14:42"))
    assert "<h1>Planned maintenance of the API</h1>" in read()


def test_what_nobody_measures_any_more_is_no_longer_called_up(read, measured, afternoon):
    afternoon.move_to(gmt("14:48"))
    assert "Nothing is measured now" in read()


def test_each_event_shows_at_once_although_the_page_is_kept(read, measured, declare):
    assert "Everything works" in read()
    declare()
    assert "Ordering is interrupted" in read()


def test_it_takes_a_fixed_number_of_queries(
    read, measured, published, announce, django_assert_max_num_queries, declare
):
    announce()
    for hour in ("09", "10", "11"):
        announce(starts_at=gmt(f"{hour}:30", day=12), ends_at=gmt(f"{hour}:40", day=12))
        declare(started_at=gmt(f"{hour}:00"))
    # About twenty, six for the terms of each of three months, and those of the stamp.
    with django_assert_max_num_queries(50):
        read()


@pytest.mark.parametrize("path", ["", "status.json", "months/2026-06/"])
@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, measured, path, verb):
    assert getattr(client, verb)(f"/status/{path}").status_code == 405


def test_it_holds_no_inline_script_or_style(read, measured, published):
    text = read()
    assert "<script>" not in text
    assert "style=" not in text


def test_hostile_words_are_shown_as_words(read, measured, declare, aoife):
    outage = declare(title="<script>alert(1)</script>")
    incidents.publish(outage, text='"><img src=x onerror=alert(1)>', by=aoife, at=gmt("13:10"))
    text = read()
    assert "<script>" not in text
    assert "<img src=x" not in text


def test_bars_have_their_days_as_text(read, days_measured, api):
    incidents.confirm(api, started_at=gmt("13:00", day=8), at=gmt("13:01", day=8))
    incidents.recover(api, ended_at=gmt("13:40", day=8), at=gmt("13:41", day=8))
    assert "Mon 8 June: down for 0 h 40 min" in read()


def test_it_has_one_first_heading(read, measured, published):
    assert read().count("<h1") == 1
