"""How stretches of time are written in a zone: nobody takes one for another."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib import spans, text

IRELAND, NEW_YORK = ZoneInfo("Europe/Dublin"), ZoneInfo("America/New_York")
MINUTE = timedelta(minutes=1)


def written(start, end, zone, now=None):
    bounds = (datetime.fromisoformat(f"{at}+00:00") for at in (start, end))
    return spans.window(*bounds, zone, now).replace(text.NBSP, " ")


@pytest.mark.parametrize(
    ("start", "end", "zone", "expected"),
    [
        (
            "2026-06-14T05:00",
            "2026-06-14T07:00",
            UTC,
            "Sunday 14 June, 05:00–07:00 GMT",
        ),
        (
            "2026-06-14T05:00",
            "2026-06-14T07:00",
            IRELAND,
            "Sunday 14 June, 06:00–08:00 Irish time",
        ),
        (
            "2026-06-13T22:30",
            "2026-06-13T23:30",
            IRELAND,
            "Saturday 13 June, 23:30, to Sunday 14 June, 00:30 Irish time",
        ),
        (
            "2027-10-31T00:30",
            "2027-10-31T01:30",
            IRELAND,
            "Sunday 31 October, 01:30 IST (UTC+1) – 01:30 GMT (UTC+0)",
        ),
        (
            "2027-10-30T22:30",
            "2027-10-31T02:00",
            IRELAND,
            "Saturday 30 October, 23:30 IST (UTC+1), to Sunday 31 October, 02:00 GMT (UTC+0)",
        ),
        (
            "2027-11-07T05:10",
            "2027-11-07T05:40",
            NEW_YORK,
            "Sunday 7 November, 01:10 EDT (UTC-4) – 01:40 EDT (UTC-4)",
        ),
    ],
)
def test_a_window_says_its_offsets_where_the_clock_alone_would_not_tell(start, end, zone, expected):
    assert written(start, end, zone) == expected


def test_a_window_of_another_year_says_so():
    now = datetime(2026, 11, 29, tzinfo=UTC)
    assert written("2027-06-14T05:00", "2027-06-14T07:00", UTC, now).startswith(
        "Monday 14 June 2027,"
    )


def test_a_zone_without_names_shows_its_offsets_alone():
    shown = written("2018-11-04T02:30", "2018-11-04T03:30", ZoneInfo("America/Sao_Paulo"))
    assert shown == "Saturday 3 November, 23:30 (UTC-3), to Sunday 4 November, 01:30 (UTC-2)"


ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
STARTS = st.integers(0, 3 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
)


@given(ZONES, STARTS, st.integers(1, 600), st.sampled_from([30, 60, 120]))
def test_two_windows_that_differ_never_read_alike(zone, start, length, shift):
    """Above all those that a change of the clocks puts in one another's place."""
    now, end = start, start + length * MINUTE
    shown = spans.window(start, end, zone, now)
    for one, other in ((shift, shift), (0, shift), (shift, 0)):
        moved = spans.window(start + one * MINUTE, end + other * MINUTE, zone, now)
        assert moved != shown


@given(STARTS, st.integers(1, 600))
def test_in_gmt_no_offset_is_needed(start, length):
    assert "UTC" not in spans.window(start, start + length * MINUTE, ZoneInfo("UTC"))
