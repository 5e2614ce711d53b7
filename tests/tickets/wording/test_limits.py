"""Limits as people read them."""

import pytest

from tickets.wording.limits import limit_text


@pytest.mark.parametrize(
    ("seconds", "elapsed", "written"),
    [
        (4 * 3600, False, "4 support hours"),
        (3600, False, "1 support hour"),
        (8 * 3600, True, "8 hours"),
        (5400, False, "1 h 30 min of support time"),
        (5400, True, "1 h 30 min"),
    ],
)
def test_a_limit_names_its_kind_of_hours(seconds, elapsed, written):
    assert limit_text(seconds, elapsed=elapsed).replace("\xa0", " ") == written
