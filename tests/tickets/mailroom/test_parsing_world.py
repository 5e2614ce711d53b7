"""Messages as the mailers of the world write them, each named after its defect.

Beside each `.eml` in `tests/mail/world` stands what is to be read from it.
"""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.mailroom.mails import OUR_SERVER, WORLD
from tickets.mailroom.parsing import Incoming, parse

NAMES = sorted(path.stem for path in WORLD.glob("*.eml"))


def found(read: Incoming, what: str):
    value = [file.name for file in read.attachments] if what == "files" else getattr(read, what)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("name", NAMES)
def test_a_defect_of_the_world_is_read(name):
    expected = json.loads((WORLD / f"{name}.json").read_text(encoding="utf-8"))
    read = parse((WORLD / f"{name}.eml").read_bytes(), authserv_id=OUR_SERVER)
    assert {what: found(read, what) for what in expected} == expected


def test_each_message_has_its_expectation():
    assert sorted(path.stem for path in WORLD.glob("*.json")) == NAMES


def test_a_last_field_of_a_megabyte_takes_nothing_of_the_body_along():
    raw = b"From: a@b.example\nX-Long: " + b"a" * 1_100_000 + b"\n\nThe first.\n\nThe second.\n"
    assert parse(raw).text == "The first.\n\nThe second."


def test_a_line_of_the_text_that_looks_like_a_field_stays_in_the_text():
    read = parse(b"From: a@b.example\nHello Support\nProblem: no orders\n\nAnn")
    assert read.text == "Hello Support\nProblem: no orders\n\nAnn"


LINES = st.lists(
    st.sampled_from(
        [
            *("My words", "> console", "-----Original Message-----", "From: Joe", "Sent: Friday"),
            *("To: Ann", "Subject: x", "On 3 May 2026, Joe wrote:", "-- ", "PS: one more", ""),
            *("Ann <a@b.example>", "wrote:", "##- Reply above this line -##", "Заказы не приходят"),
            *("注文が届きません", "Sent from my iPhone", "От: Анна", "Дата: сегодня", "Кому: Анна"),
        ]
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=200, database=None)
@given(LINES, st.sampled_from(["Orders", "Re: Orders", "Fwd: Orders", "AW: Orders"]))
def test_no_line_is_dropped(lines, subject):
    body = "\n".join(lines).encode()
    read = parse(b"From: a@b.example\nSubject: " + subject.encode() + b"\n\n" + body)
    kept = [line for line in f"{read.text}\n{read.quoted}".split("\n") if line.strip()]
    assert sorted(kept) == sorted(line.rstrip() for line in lines if line.strip())


@settings(deadline=None, max_examples=100, database=None)
@given(LINES)
def test_of_a_first_mail_only_a_signature_is_folded(lines):
    others = ("-- ", "Sent from my iPhone", "On 3 May 2026, Joe wrote:", "wrote:")
    body = "\n".join(line for line in lines if line not in others)
    assert parse(b"From: a@b.example\nSubject: Orders\n\n" + body.encode()).quoted == ""


@settings(deadline=None, max_examples=50, database=None)
@given(st.integers(0, 130))
def test_no_file_is_dropped_unsaid(count):
    files = b"".join(b"--b\nContent-Type: image/png; name=%d.png\n\nx\n" % n for n in range(count))
    head = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee.\n"
    read = parse(head + files + b"--b--\n")
    taken = len(read.attachments)
    assert taken == count or f"Of its {count} files only the first {taken} " in read.cuts[0]


def test_a_container_that_is_encrypted_stays_a_file():
    enveloped = bytes.fromhex("300f06092a864886f70d010703a0023000")
    raw = (
        b"From: a@b.example\nContent-Type: application/pkcs7-mime; name=smime.p7m\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(enveloped)
    )
    read = parse(raw)
    assert [file.name for file in read.attachments] == ["smime.p7m"]
    assert "It is encrypted or sealed, so its content could not be read." in read.problems
