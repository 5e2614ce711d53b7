"""Codes that people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.account.sign_in import codes


def test_a_code_has_eight_signs_of_the_alphabet():
    code = codes.make()
    assert len(code) == 8
    assert set(code) <= set(codes.ALPHABET)


def test_no_two_signs_look_alike():
    assert not set("0O1I") & set(codes.ALPHABET)


def test_no_code_comes_twice():
    assert len({codes.make() for _ in range(1000)}) == 1000


def test_it_stands_in_the_letter_in_two_groups():
    assert codes.grouped("ABCDEFGH") == "ABCD-EFGH"


@pytest.mark.parametrize(
    "typed",
    ["ABCD-EFGH", "abcdefgh", " abcd efgh ", "AbCd\u2011eFgH", "abcd\u2013efgh\n", "abcd_efgh"],
)
def test_it_may_be_typed_in_any_case_with_or_without_the_hyphen(typed):
    assert codes.is_code(7, codes.digest(7, "ABCDEFGH"), typed)


@given(st.text(max_size=40))
def test_nothing_else_is_the_code(typed):
    is_same = codes.normalised(typed) == "ABCDEFGH"
    assert codes.is_code(7, codes.digest(7, "ABCDEFGH"), typed) == is_same


def test_the_code_of_one_request_is_none_of_another():
    assert not codes.is_code(8, codes.digest(7, "ABCDEFGH"), "ABCDEFGH")


def test_before_there_is_a_code_nothing_is_right():
    assert not codes.is_code(7, "", "")


def test_the_digest_does_not_hold_the_code():
    assert "ABCDEFGH" not in codes.digest(7, "ABCDEFGH")
