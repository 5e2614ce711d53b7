"""The algebra of the clock, on generated weeks, zones, holidays and pauses."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.sla.calendars import HOUR, utc
from tickets.sla.clock import (
    MAINTENANCE,
    OUTSIDE_HOURS,
    PAUSED,
    Calendar,
    Holiday,
    Hours,
    Period,
    Window,
)

MINUTE = timedelta(minutes=1)
ZONES = [
    "UTC",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",  # changed at one minute past midnight until 2011
    "America/Sao_Paulo",  # left out midnight itself
    "Australia/Lord_Howe",  # moves by half an hour
    "Asia/Kathmandu",
    "Pacific/Apia",  # left out 30 December 2011
]
CHANGES = [
    ("Europe/Dublin", "2026-03-29T01:00"),
    ("Europe/Dublin", "2026-10-25T01:00"),
    ("America/New_York", "2026-03-08T07:00"),
    ("America/New_York", "2026-11-01T06:00"),
    ("America/St_Johns", "2010-03-14T03:31"),
    ("America/St_Johns", "2010-11-07T02:31"),
    ("America/Sao_Paulo", "2018-11-04T03:00"),
    ("America/Sao_Paulo", "2018-02-18T02:00"),
    ("Australia/Lord_Howe", "2026-10-03T15:30"),
    ("Australia/Lord_Howe", "2026-04-04T15:00"),
    ("Pacific/Apia", "2011-12-30T10:00"),
]


def moments(first, last):
    days = st.dates(date.fromisoformat(first), date.fromisoformat(last))
    return st.builds(datetime.combine, days, st.times().map(_whole), st.just(UTC))


def _whole(moment):
    return moment.replace(microsecond=0)


instants = moments("2009-01-01", "2031-01-01") | moments("2026-03-01", "2026-04-15")
spans = st.tuples(instants, st.integers(0, 60 * 86_400)).map(
    lambda span: (span[0], span[0] + timedelta(seconds=span[1]))
)
amounts = st.integers(1, 200 * HOUR)


@st.composite
def windows(draw):
    """At least one; their edges on whole minutes, as often as not at midnight."""
    edges = st.lists(st.sampled_from(range(1441)), min_size=2, max_size=6, unique=True)
    week = []
    for weekday in draw(st.sets(st.integers(0, 6), min_size=1)):
        bounds = sorted(draw(edges | st.just([0, 1440])))
        for opens, closes in list(pairwise(bounds))[::2]:
            week.append(Window(weekday, _time(opens), _time(closes)))
    return week


def _time(minute):
    return time(minute // 60 % 24, minute % 60)


@st.composite
def own_hours(draw):
    """Those of a holiday: none, or as on any day."""
    bounds = sorted(draw(st.lists(st.sampled_from(range(1441)), max_size=4, unique=True)))
    return tuple(Hours(_time(a), _time(b)) for a, b in list(pairwise(bounds))[::2])


holidays = st.dictionaries(
    st.dates(date(2009, 1, 1), date(2031, 1, 1)),
    st.builds(Holiday, st.sampled_from(["Fair", "Feast"]), st.just(()) | own_hours()),
    max_size=20,
)
zones = st.sampled_from(ZONES).map(ZoneInfo)
calendars = st.builds(Calendar, zones, windows(), holidays)
reasons = st.sampled_from([PAUSED, MAINTENANCE, OUTSIDE_HOURS])
periods = st.lists(
    st.builds(lambda span, reason: Period(*span, reason), spans, reasons),
    max_size=4,
)
clocks = st.builds(lambda calendar, taken: calendar.excluding(taken), calendars, periods)


@given(clocks, instants, amounts)
def test_what_is_added_is_what_is_measured(clock, start, seconds):
    assert clock.between(start, clock.after(start, seconds)) == seconds


@given(clocks, instants, amounts)
def test_no_earlier_second_uses_the_amount_up(clock, start, seconds):
    due = clock.after(start, seconds)
    assert clock.between(start, due - timedelta(seconds=1)) < seconds


@given(clocks, spans, amounts)
def test_a_later_start_never_ends_earlier(clock, span, seconds):
    assert clock.after(span[0], seconds) <= clock.after(span[1], seconds)


@given(clocks, instants, amounts, amounts)
def test_adding_twice_is_adding_the_sum(clock, start, first, second):
    assert clock.after(clock.after(start, first), second) == clock.after(start, first + second)


@given(clocks, st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_two_parts_of_a_span_add_up_to_the_whole(clock, instants):
    start, middle, end = instants
    assert clock.between(start, middle) + clock.between(middle, end) == clock.between(start, end)


@given(calendars, spans, periods)
def test_pauses_and_what_is_left_add_up_to_the_whole(calendar, span, taken):
    start, end = span
    left = calendar.excluding(taken).between(start, end)
    seconds_taken = sum(
        calendar.between(segment.start, segment.end)
        for segment in Calendar.always().excluding(taken).segments(start, end)
        if not segment.counted
    )
    assert left + seconds_taken == calendar.between(start, end)


@given(calendars, instants, periods)
def test_a_second_counts_where_the_calendar_counts_it_and_no_period_holds_it(calendar, at, taken):
    later = at + timedelta(seconds=1)
    held = any(period.start <= at < period.end for period in taken)
    expected = 0 if held else calendar.between(at, later)
    assert calendar.excluding(taken).between(at, later) == expected


@given(calendars, spans, periods)
def test_the_order_and_repetition_of_periods_change_no_figure(calendar, span, taken):
    once = calendar.excluding(taken).between(*span)
    assert calendar.excluding([*reversed(taken), *taken]).between(*span) == once


@given(calendars, instants, amounts, spans)
def test_a_pause_never_brings_the_due_instant_forward(calendar, start, seconds, span):
    pause = Period(*span, PAUSED)
    assert calendar.excluding([pause]).after(start, seconds) >= calendar.after(start, seconds)


@given(clocks, spans)
def test_segments_tile_their_span(clock, span):
    segments = clock.segments(*span)
    edges = [span[0], *(segment.end for segment in segments)]
    assert edges == [*(segment.start for segment in segments), span[1]]


@given(clocks, spans)
def test_neighbouring_segments_differ(clock, span):
    assert all(left[2:] != right[2:] for left, right in pairwise(clock.segments(*span)))


@given(clocks, spans)
def test_the_counted_segments_are_what_counts(clock, span):
    counted = sum(segment.seconds for segment in clock.segments(*span) if segment.counted)
    assert counted == clock.between(*span)


@given(calendars, instants)
def test_from_opening_to_closing_every_second_counts(calendar, at):
    opening, closing = calendar.opening_after(at), calendar.closing_after(at)
    assert calendar.between(opening, closing) == (closing - opening).total_seconds()


@given(calendars, instants)
def test_before_the_opening_nothing_counts(calendar, at):
    opening = calendar.opening_after(at)
    assert (calendar.between(at, opening), calendar.is_open(opening)) == (0, True)


@given(calendars, st.dates(date(2012, 1, 1), date(2030, 1, 1)), st.integers(1, 12))
def test_support_dates_follow_one_another(calendar, day, count):
    first = calendar.closing_on_support_date(day, count)
    assert calendar.closing_on_support_date(day, count + 1) > first


def minutes_that_count(zone, week, own, start, end):
    """Slow and plain: looks at the zone's wall clock in every minute."""
    count = 0
    while start < end:
        wall = start.astimezone(zone)
        if wall.date() in own:
            hours = own[wall.date()].hours
        else:
            hours = [window[1:] for window in week if window.weekday == wall.weekday()]
        count += any(
            opens <= wall.time() and (wall.time() < closes or closes == time(0))
            for opens, closes in hours
        )
        start += MINUTE
    return count


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@settings(max_examples=8)
@given(windows(), own_hours(), st.integers(0, 2880), st.integers(0, 2880))
def test_where_the_clocks_change_it_agrees_with_looking_at_the_wall(
    zone, change, week, hours, before, after
):
    """On the day of the change, which has hours of its own, and around it."""
    zone = ZoneInfo(zone)
    own = {utc(change).astimezone(zone).date(): Holiday("Fair", hours)}
    start, end = utc(change) - before * MINUTE, utc(change) + after * MINUTE
    expected = minutes_that_count(zone, week, own, start, end) * 60
    assert Calendar(zone, week, own).between(start, end) == expected


@settings(max_examples=40)
@given(zones, windows(), holidays, instants, st.integers(0, 2880))
def test_at_any_time_it_agrees_with_looking_at_the_wall(zone, week, own, start, minutes):
    start = start.replace(second=0)
    end = start + minutes * MINUTE
    expected = minutes_that_count(zone, week, own, start, end) * 60
    assert Calendar(zone, week, own).between(start, end) == expected
