"""Every instant that leaves the house as JSON has one form."""

import json
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.exported import Encoder
from istockist_sla.core.lib.time import zulu

AT = datetime(2026, 10, 3, 9, 0, 0, 999_999, UTC)
MINUTES = st.integers(-14 * 60, 14 * 60)  # ahead of UTC
MICROSECONDS = st.integers(0, 4_000_000_000_000_000)  # from 1970 to 2096


def test_an_instant_is_cut_to_the_second():
    assert json.dumps({"at": AT}, cls=Encoder) == '{"at": "2026-10-03T09:00:00Z"}'


def test_an_instant_of_another_zone_is_written_in_utc():
    dublin = AT.astimezone(timezone(timedelta(hours=1)))
    assert json.dumps(dublin, cls=Encoder) == '"2026-10-03T09:00:00Z"'


def test_a_day_stays_a_day():
    assert json.dumps(date(2026, 10, 3), cls=Encoder) == '"2026-10-03"'


@given(MICROSECONDS, MINUTES)
def test_what_is_written_reads_back_as_the_same_second(microseconds, minutes):
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    at = at.astimezone(timezone(timedelta(minutes=minutes)))
    assert datetime.fromisoformat(zulu(at)) == at.replace(microsecond=0)
