"""A document is written in one way, and read in that way alone."""

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.sla.bundle.canonical import MOST, NotCanonical, canonical, digest, is_digest, parsed

TEXTS = st.text(st.characters(codec="ascii", exclude_characters='"\\', exclude_categories=["Cc"]))
KEYS = st.from_regex(r"[a-z0-9_-]{1,8}", fullmatch=True)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST, MOST) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_again(value):
    assert parsed(canonical(value)) == value


@given(VALUES)
def test_the_order_of_keys_is_no_matter(value):
    turned = json.loads(json.dumps(value), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert canonical(turned) == canonical(value)


@given(st.binary(max_size=40) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_read_was_written_so(data):
    try:
        value = parsed(data)
    except NotCanonical:
        return
    assert canonical(value) == data


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": [1, None], "a": True}, b'{"a":true,"b":[1,null]}'),
        ({"a-b": 1, "a_b": 2, "a1": 3}, b'{"a-b":1,"a1":3,"a_b":2}'),
        ([], b"[]"),
        ("Ann's 4 h <~>", b'"Ann\'s 4 h <~>"'),
        (-MOST, b"-9007199254740991"),
    ],
)
def test_it_is_plain(value, written):
    assert canonical(value) == written


@pytest.mark.parametrize(
    "value",
    [
        *(1.5, 1.0, float("nan"), MOST + 1, "é", 'a"b', "a\\b", "a\nb", "\x7f"),
        *({"A": 1}, {"": 1}, {1: 1}, {"a b": 1}, b"a", {1}, object()),
    ],
)
def test_what_has_no_such_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical({"deep": [value]})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":1}\n',
        b"-0",
        b"1.0",
        b"1e3",
        b"01",
        b"NaN",
        b"Infinity",
        b'"\\u0041"',
        b'"\xc3\xa9"',
        b"\xef\xbb\xbf1",
        b"9007199254740992",
        b"[" * 100_000,
        b"[" * 5_000 + b"]" * 5_000,
        b"9" * 10_000,
    ],
)
def test_every_other_way_of_writing_is_refused(data):
    with pytest.raises(NotCanonical):
        parsed(data)


def test_a_digest_is_that_of_the_bytes():
    assert digest(b"{}") == sha256(b"{}").hexdigest()


@pytest.mark.parametrize(
    "value", ["0" * 63, "0" * 65, "A" * 64, " " + "0" * 63, None, 0, b"0" * 64]
)
def test_only_64_lower_case_digits_are_a_digest(value):
    assert not is_digest(value)
    assert is_digest("0123456789abcdef" * 4)
