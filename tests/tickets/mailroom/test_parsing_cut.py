"""A mail beyond the limit: what is whole is offered, the file in which it was cut is not."""

import base64

import pytest

from tickets.mailroom.parsing import parse

TEXT = b"Content-Type: text/plain\r\n\r\nThe list is attached.\r\n"


def file(name: bytes, content: bytes) -> bytes:
    head = b"Content-Type: text/csv; name=%s\r\nContent-Transfer-Encoding: base64\r\n\r\n" % name
    return head + base64.encodebytes(content)


def mail(*parts: bytes) -> bytes:
    head = b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"


def names(raw: bytes, limit: int) -> list[str]:
    return [each.name for each in parse(raw, max_bytes=limit).attachments]


SMALL, LARGE = file(b"small.csv", b"1" * 100), file(b"large.csv", b"2" * 5000)


def test_a_file_without_its_end_is_not_offered():
    assert names(mail(TEXT, SMALL, LARGE), 3000) == ["small.csv"]


def test_the_ticket_says_which_file_it_is():
    said = " ".join(parse(mail(TEXT, LARGE), max_bytes=3000).cuts)
    assert "The file large.csv lacks its end, so it is not offered" in said


def test_the_text_before_it_is_whole():
    assert parse(mail(TEXT, LARGE), max_bytes=3000).text == "The list is attached."


def test_where_the_text_is_cut_every_file_before_it_is_offered():
    assert names(mail(SMALL, TEXT + b"x" * 9000), 3000) == ["small.csv"]


def test_a_mail_that_is_all_one_file_offers_none():
    raw = b"From: a@b.example\r\n" + file(b"large.csv", b"2" * 5000)
    assert names(raw, 3000) == []


@pytest.mark.parametrize("more", [0, 1])
def test_up_to_the_limit_all_is_offered(more):
    raw = mail(TEXT, SMALL, LARGE)
    assert names(raw, len(raw) + more) == ["small.csv", "large.csv"]
