"""No bytes make the reader raise, hang, or let through what must not be stored."""

import gc
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from istockist_sla.core.lib.tokens import TOKEN
from tests.tickets.mailroom.mails import NAMES, OUR_SERVER, WORLD_NAMES, raw
from tickets.mailroom.parsing import Incoming, parse
from tickets.mailroom.parsing.contents import MAX_TEXT_CHARS
from tickets.mailroom.parsing.decoding import UNSAFE
from tickets.mailroom.parsing.message import (
    MAX_ADDRESSES,
    MAX_BYTES,
    MAX_SUBJECT_CHARS,
    OurServer,
    read,
)
from tickets.mailroom.parsing.structure import MAX_PARTS

OURS = OurServer(OUR_SERVER, OUR_SERVER)
HEAD = b"From: a@b.example\nMessage-ID: <x@y.example>\nDate: Tue, 24 Nov 2026 10:00:00 +0000\n"
HTML = HEAD + b"Content-Type: text/html\n\n"
MANY = settings(
    deadline=None, max_examples=150, database=None, suppress_health_check=list(HealthCheck)
)


def examine(data: bytes) -> Incoming:
    """Read without the net, and look at what every reader of the result relies on."""
    found = read(data, OURS, TOKEN, MAX_BYTES)
    lines = [found.subject, found.from_name, found.from_address, found.message_id]
    lines += [*found.to, *found.cc, *found.in_reply_to, *found.references, *found.tokens]
    lines += [text for file in found.attachments for text in (file.name, file.content_id)]
    assert not any("\n" in line or "\t" in line for line in lines)
    for text in (*lines, found.text, found.quoted, found.html, *found.problems, found.automatic):
        assert not UNSAFE.search(text)
        text.encode()
    assert all(file.name and "/" not in file.name for file in found.attachments)
    assert len(found.subject) <= MAX_SUBJECT_CHARS
    assert "<script" not in found.html
    assert found.authentication in ("pass", "fail", "none", "unverified", "temperror")
    return found


@MANY
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(data):
    examine(data)


@MANY
@given(st.text(max_size=500), st.text(max_size=500))
def test_any_characters_in_head_and_body_are_read(field, body):
    for name in ("From", "To", "Subject", "Date", "Received", "References", "Content-Type"):
        examine(f"{name}: {field}\n\n{body}".encode("utf-8", "surrogatepass"))
    examine(HTML + body.encode("utf-8", "surrogatepass"))


PIECES = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [
            *(b"\n", b"\r\n", b"\r", b"\n\n", b"\0", b"--b1\n", b"=?utf-8?B?", b"?=", b"<", b">"),
            *(b'"', b"; filename*0*=''%ff", b"boundary=b1", b"multipart/mixed", b"message/rfc822"),
            *(b"base64", b"charset=utf-16", b"charset=utf-7", b"\xff\xfe", b"\xe2\x80\xae"),
            *(b"&#xd800;", b"From: ", b"quoted-printable", b"<p>", b"<table>", b"> ", b"wrote:\n"),
            *(b"format=flowed; delsp=yes", b"\x1b$B", b"gb18030", b"\x82\xa0\x82", b"\xc1\xc2"),
            *(b"multipart/*", b"-- \nPS: ", b"Automatic reply: ", b"METHOD:", b"dmarc=fail ("),
            b"Content-Type: multipart/digest; boundary=b1\n",
        ]
    ),
)
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 60), PIECES), min_size=1, max_size=8)


@MANY
@given(st.sampled_from([*NAMES, *WORLD_NAMES]), EDITS)
def test_damaged_mails_are_read(name, edits):
    data, start = raw(name), time.process_time()
    for where, length, piece in edits:
        at = int(where * len(data))
        data = data[:at] + piece + data[at + length :]
    examine(data)
    assert time.process_time() - start < 1


@MANY
@given(st.sampled_from([*NAMES, *WORLD_NAMES]), st.floats(0, 1))
def test_mails_cut_off_anywhere_are_read(name, where):
    data = raw(name)
    examine(data[: int(where * len(data))])


def nested_parts(depth: int) -> bytes:
    parts = [
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
        for level in range(depth)
    ]
    return HEAD + b"".join(parts) + b"\nend"


def nested_tables(depth: int) -> bytes:
    return HTML + b"<table><tr><td>" * depth + b"end"


def header(name: str, piece: bytes) -> Callable[[int], bytes]:
    return lambda size: HEAD + name.encode() + b": " + piece * (size // len(piece)) + b"\n\nx"


def body(start: bytes, piece: bytes) -> Callable[[int], bytes]:
    return lambda size: start + piece * (size // len(piece))


DAEMON = b"From: MAILER-DAEMON <>\nReturn-Path: <>\n\n"
PARTS = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
CRAFTED: dict[str, Callable[[int], bytes]] = {
    "one line": body(HEAD + b"\n", b"a"),
    "one line of signs": body(HEAD + b"\n", b"> "),
    "one line of spaces": body(HEAD + b"\n", b" "),
    "one line that starts a quote": body(HEAD + b"\n", b"On 3 May Joe "),
    "one line of rules": body(HEAD + b"\n", b"-"),
    "short lines": body(HEAD + b"\n", b"a:\n"),
    "alternating quotes": body(HEAD + b"\n", b"> x\ny\n"),
    "announced quotes": body(HEAD + b"\n", b"On 3 May Joe wrote:\n"),
    "signatures": body(HEAD + b"\n", b"-- \n> a\nb\n"),
    "open divisions": body(HTML, b"<div>"),
    "open letters": body(HTML, b"<b><i>"),
    "open lists": body(HTML, b"<ul><li>"),
    "open tables": body(HTML, b"<table><tr><td>"),
    "text in tables": body(HTML, b"<table>x</table>"),
    "crossed elements": body(HTML, b"<b>x</p>"),
    "open tags": body(HTML, b"<a href='"),
    "open comments": body(HTML, b"<!--"),
    "open declarations": body(HTML, b"<!["),
    "open scripts": body(HTML, b"<script>"),
    "ampersands": body(HTML, b"&"),
    "open quotes": body(HTML, b'<a b="'),
    "delimiters in one line": body(PARTS + b"--b\n", b"--b "),
    "parts": body(PARTS, b"--b\n\nx\n"),
    "fields": body(b"", b"a: b\n"),
    "addresses": header("To", b"a@b.example,"),
    "open comments in addresses": header("To", b"("),
    "quotes in addresses": header("From", b'\\"'),
    "open encoded words": header("Subject", b"=?a?q?"),
    "encoded words": header("Subject", b"=?utf-8?b?YQ==?= "),
    "parameters": header("Content-Type", b"; a*0*=''%41"),
    "semicolons": header("Content-Disposition", b";"),
    "results": header("Authentication-Results", b"mx.istockist.example; dkim=pass ("),
    "raw Cyrillic": header("Subject", "Заказы ".encode("koi8-r")),
    "raw Chinese": body(HEAD + b"\n", "订单".encode("gb18030")),
    "words of no charset": header("Subject", b"=?x?q?=C1?= a "),
    "flowed lines": body(HEAD + b"Content-Type: text/plain; format=flowed\n\n", b"a \n"),
    "flowed quotes": body(HEAD + b"Content-Type: text/plain; format=flowed\n\n", b">>>> a \n> b\n"),
    "stray lines": body(b"", b"stray\nX-A: b\n"),
    "escapes": body(HEAD + b"\n", b"\x1b$B"),
    "calendars": body(HEAD + b"Content-Type: text/calendar\n\n", b"SUMMARY:a\n "),
    "desk lines": body(HEAD + b"In-Reply-To: <a@b>\n\n", b"## reply above \n"),
    "verdicts": header("Authentication-Results", b"mx.istockist.example; dmarc=x ; "),
    "folded lines": header("Subject", b"\n x"),
    "addresses in attributions": body(
        HEAD + b"In-Reply-To: <a@b>\n\n", b"1.1.26 1:11 " * 7 + b"<" + b"a@" * 140 + b":\n"
    ),
    "years in attributions": body(HEAD + b"In-Reply-To: <a@b>\n\n", b"2026 1:11 " * 39 + b":\n"),
    "raw Latin": body(HEAD + b"\n", "płatność ".encode("cp1250")),
    "renamed Cyrillic": body(
        HEAD + b"Content-Type: text/plain; charset=koi8-r\n\n", "Заказы ".encode("cp1251")
    ),
    "blank lines in base64": body(HEAD + b"Content-Transfer-Encoding: base64\n\nYQ==", b" \n"),
    "digits of base64": body(HEAD + b"Content-Transfer-Encoding: base64\n\n", b"YWFh\n"),
    "lines of uuencode": body(
        HEAD + b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n", b"!80\n"
    ),
    "bounces in words": body(DAEMON + b"fatal error\n", b"message-id: \n"),
    "a bounce of spaces": body(DAEMON + b"fatal error\nmessage-id:", b" "),
    "heads of messages": body(HEAD + b"Subject: Re: x\n\n", b"From: a\nSent: b\nTo: c\n"),
    "dates of messages": body(HEAD + b"Subject: Re: x\n\n", b"Date: a\n"),
    "enclosed messages": body(PARTS, b"--b\nContent-Type: message/rfc822\n\nFrom: a\n\nx\n"),
    "nested messages": body(HEAD, b"Content-Type: message/rfc822\n\nFrom: a@b.example\n"),
    "signatures of PGP": body(PARTS, b"--b\nContent-Type: application/pgp-signature\n\nx\n"),
    "objects of TNEF": body(
        HEAD + b'Content-Type: application/ms-tnef\n\nx\x9f>"\0\0',
        b"\1\3\x90\0\0\4\0\0\0\0\0\0\0\0\0",
    ),
    "files of TNEF": body(
        HEAD + b'Content-Type: application/ms-tnef\n\nx\x9f>"\0\0',
        b"\2\2\x90\0\0\0\0\0\0\0\0\2\x0f\x80\0\0\1\0\0\0a\0\0",
    ),
    "file names in pieces": header("Content-Disposition", b"; filename*0=a"),
}


def cost(data: bytes) -> float:
    """Seconds of the processor, the best of three."""
    best = float("inf")
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            start = time.process_time()
            read(data, OURS, TOKEN, MAX_BYTES)
            best = min(best, time.process_time() - start)
    finally:
        gc.enable()
    return best


def assert_linear(make: Callable[[int], bytes], size: int) -> None:
    """Twice the size takes at most three times as long, so four times at most nine.

    A quadratic reader takes sixteen times as long. What takes under two milliseconds is noise.
    """
    small, large = cost(make(size)), cost(make(4 * size))
    assert large < max(9 * small, 0.002), f"{small:.4f} s became {large:.4f} s"


@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_mail_takes_linear_time(name):
    assert_linear(CRAFTED[name], 60_000)


@pytest.mark.parametrize("make", [nested_parts, nested_tables])
def test_ten_thousand_levels_take_linear_time(make):
    assert_linear(make, 10_000)


def test_ten_thousand_nested_parts_are_reported():
    found = examine(nested_parts(10_000))
    assert "depth" in found.truncated
    assert found.attachments[0].content.endswith(b"end")


def test_more_parts_than_the_limit_are_reported():
    found = examine(PARTS + b"--b\nContent-Type: image/png\n\nx\n" * 150)
    assert len(found.attachments) == MAX_PARTS - 1
    assert found.truncated == ("parts",)
    assert "It has more than 100 parts; the others are only in the original." in found.problems


def test_more_recipients_than_the_limit_are_reported():
    to = ", ".join(f"p{number}@client.example" for number in range(150)).encode()
    found = examine(HEAD + b"To: " + to + b"\n\nx")
    assert len(found.to) == MAX_ADDRESSES
    assert found.truncated == ("addresses",)


def test_a_text_longer_than_the_limit_is_reported():
    found = examine(HEAD + b"\n" + b"word " * 50_000)
    assert len(found.text) <= MAX_TEXT_CHARS
    assert found.truncated == ("text",)


def test_html_longer_than_the_limit_is_reported():
    found = examine(HTML + b"<p>word</p>" * 60_000)
    assert len(found.html) <= 500_010
    assert "html" in found.truncated


def test_a_mail_larger_than_the_limit_is_reported():
    found = parse(HEAD + b"\n" + b"x" * 500, max_bytes=200)
    assert found.truncated == ("message",)
    assert "It is too large; its end is only in the original." in found.problems
    assert found.from_address == "a@b.example"
