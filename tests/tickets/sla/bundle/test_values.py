"""Each value has one form, and a reader takes no other."""

from datetime import UTC, datetime, time, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.sla.bundle.values import Malformed, Part, hundredths, seconds_of_day, written

BEGINNING = datetime(2, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=3_650_000)).map(
    lambda passed: BEGINNING + passed
)


@given(instants)
def test_an_instant_is_20_characters_and_read_to_the_second(at):
    assert len(written(at)) == 20
    assert Part(written(at), "it").at() == at.replace(microsecond=0)


def test_an_instant_is_written_in_utc():
    at = datetime(2026, 10, 3, 23, 37, 39, tzinfo=timezone(timedelta(hours=1)))
    assert written(at) == "2026-10-03T22:37:39Z"


@given(st.times().map(lambda moment: moment.replace(microsecond=0)))
def test_a_time_of_day_is_seconds_since_midnight(moment):
    assert Part(seconds_of_day(moment), "it").time_of_day() == moment


def test_the_end_of_the_day_is_86400():
    assert [seconds_of_day(end, ends=True) for end in (time(0), time.max)] == [86_400, 86_400]
    assert Part(86_400, "it").time_of_day() == time(0)


def test_a_percentage_is_whole_hundredths():
    assert (hundredths(Fraction("97.25")), Part(9725, "it").percent()) == (9725, Fraction("97.25"))
    with pytest.raises(ValueError, match="two decimals"):
        hundredths(Fraction(1, 3))


@pytest.mark.parametrize(
    ("take", "value"),
    [
        (Part.at, "2026-10-03T22:37:39+00:00"),
        (Part.at, "2026-10-03T22:37:39.5Z"),
        (Part.at, "2026-02-30T22:37:39Z"),
        (Part.at, None),
        (Part.day, "20261003"),
        (Part.day, 20261003),
        (Part.code, ""),
        (Part.code, "A person"),
        (Part.whole, True),
        (Part.count, -1),
        (Part.flag, 1),
        (Part.digest, "AB" * 32),
        (Part.time_of_day, 86_401),
        (Part.parts, {}),
        (Part.zone_name, "Europe/Dublin\n"),
    ],
)
def test_another_form_is_refused_by_its_place(take, value):
    with pytest.raises(Malformed, match=r"^ticket 1227\.events\.0: not "):
        take(Part(value, "ticket 1227.events.0"))
