"""Hours of a day as people write them."""

from datetime import time

import pytest

from tickets.sla.clock import Hours
from tickets.sla.hours import read_hours, written_hours


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("", ()),
        ("09:00-13:00", (Hours(time(9), time(13)),)),
        (" 14:00 – 16:30, 9:00-13:00 ", (Hours(time(9), time(13)), Hours(time(14), time(16, 30)))),
        ("20:00-24:00", (Hours(time(20), time(0)),)),
    ],
)
def test_hours_are_read_in_their_order(written, hours):
    assert read_hours(written) == hours


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("morning", "Write hours like"),
        ("09:00", "Write hours like"),
        ("25:00-26:00", "no time of day"),
        ("13:00-09:00", "closes at 09:00:00, not after it opens"),
        ("09:00-13:00, 12:00-14:00", "overlap"),
    ],
)
def test_what_are_no_hours_is_refused_in_words(written, sentence):
    with pytest.raises(ValueError, match=sentence):
        read_hours(written)


def test_hours_are_written_as_they_are_read():
    assert written_hours(read_hours("14:00-16:30,9:00-13:00")) == "09:00-13:00, 14:00-16:30"
