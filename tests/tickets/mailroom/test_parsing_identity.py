"""Two deliveries of one mail have one key; two mails have two."""

import base64
import quopri
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.mailroom.mails import NAMES, WORLD_NAMES, raw
from tickets.mailroom.parsing import parse

HEAD = (
    b"From: Ann <ann@client.example>\n"
    b"Message-ID: <one@client.example>\n"
    b"Date: Fri, 13 Nov 2026 10:00:00 +0000\n"
    b"Subject: The prices\n"
)
MAIL = HEAD + b"Content-Type: text/plain; charset=utf-8\n\nCaf\xc3\xa9 prices are old.\n"
FILE = b"--b\nContent-Type: application/pdf; name=a.pdf\n\n%%PDF %d\n"
PARTS = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n"


def key(data: bytes, **options) -> str:
    return parse(data, **options).content_key


TRACE = b"Received: from a by b; Fri, 13 Nov 2026 10:00:01 +0000\nDelivered-To: b@c.example\n"
WITH_A_HEAD = [
    name
    for name in [*NAMES, *WORLD_NAMES]
    if b"\n" in raw(name) and re.match(rb"[\w-]+: ", raw(name))
]


@pytest.mark.parametrize("name", WITH_A_HEAD)
def test_trace_fields_change_no_key(name):
    assert key(TRACE + raw(name)) == key(raw(name))


def test_the_other_line_ends_change_no_key():
    assert key(MAIL.replace(b"\n", b"\r\n")) == key(MAIL)


def test_line_ends_at_the_end_change_no_key():
    assert key(MAIL + b"\n\n") == key(MAIL)


@pytest.mark.parametrize(
    ("name", "encode"),
    [(b"quoted-printable", quopri.encodestring), (b"base64", base64.encodebytes)],
)
def test_another_encoding_of_the_way_changes_no_key(name, encode):
    head, _, body = MAIL.partition(b"\n\n")
    again = head + b"\nContent-Transfer-Encoding: " + name + b"\n\n" + encode(body)
    assert key(again) == key(MAIL)


def test_another_writing_of_the_subject_changes_no_key():
    assert key(MAIL.replace(b"The prices", b"=?utf-8?q?The_prices?=")) == key(MAIL)


def test_the_same_instant_in_another_zone_changes_no_key():
    assert key(MAIL.replace(b"10:00:00 +0000", b"11:00:00 +0100")) == key(MAIL)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"The prices", b"The price"), (b"10:00:00", b"10:00:01"), (b"old", b"new")],
)
def test_subject_date_and_text_change_the_key(old, new):
    assert key(MAIL.replace(old, new)) != key(MAIL)


def test_a_file_changes_the_key():
    assert key(PARTS + FILE % 1) != key(PARTS + FILE % 2)


def test_the_name_of_a_file_changes_the_key():
    assert key(PARTS + FILE % 1) != key(PARTS + (FILE % 1).replace(b"a.pdf", b"b.pdf"))


def test_a_file_beyond_the_limit_of_parts_changes_the_key():
    many = PARTS + FILE % 1 * 150
    assert key(many + FILE % 2) != key(many + FILE % 3)


def test_the_end_beyond_the_limit_of_size_changes_the_key():
    assert key(MAIL + b"one", max_bytes=len(MAIL)) != key(MAIL + b"two", max_bytes=len(MAIL))


def test_a_mail_beyond_the_limit_of_size_has_one_key_by_two_ways():
    ways = [b"Received: by a\n" + MAIL, b"Received: by another\n" + MAIL]
    assert len({key(way, max_bytes=220) for way in ways}) == 1


def test_the_limits_of_two_parts_are_part_of_the_key():
    two = (
        PARTS + b"--b\nContent-Type: text/plain\n\n%s\n--b\nContent-Type: text/plain\n\n%s\n--b--\n"
    )
    assert key(two % (b"ab", b"c")) != key(two % (b"a", b"bc"))


@settings(deadline=None, max_examples=60, database=None)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_other_bodies_have_other_keys(one, two):
    as_file = HEAD + b"Content-Type: image/png\nContent-Transfer-Encoding: base64\n\n"
    keys = [key(as_file + base64.encodebytes(body)) for body in (one, two)]
    assert (keys[0] == keys[1]) == (one == two)
