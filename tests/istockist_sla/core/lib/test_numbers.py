"""Numbers of rows as people write them."""

import pytest

from istockist_sla.core.lib.numbers import LARGEST_ID, row_id


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("0041", 41), (str(LARGEST_ID), LARGEST_ID)]
)
def test_digits_are_a_number(text, number):
    assert row_id(text) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "1.0", "1e9", "٣", "²", "a", str(LARGEST_ID + 1), "9" * 5000]
)
def test_what_no_row_can_have_is_none(text):
    assert row_id(text) is None
