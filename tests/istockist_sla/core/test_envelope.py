"""Addresses and headers that carry in nothing of their own."""

import pytest

from istockist_sla.core.letters import envelope
from istockist_sla.core.letters.envelope import Rendered
from istockist_sla.core.models import Letter

RENDERED = Rendered("Subject", "Text", "<p>Text</p>", {})


def sealed(rendered=RENDERED, **columns):
    given = {"to_address": "clara@meadow.example", "message_id": "<1@istockist.com>", **columns}
    return envelope.seal(Letter(**given), rendered, None)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Clara", "Clara <clara@meadow.example>"),
        ("", "clara@meadow.example"),
        ("Whitcombe, Clara", '"Whitcombe, Clara" <clara@meadow.example>'),
        ('The "C"', '"The \\"C\\"" <clara@meadow.example>'),
        ("A <b@c.example>", '"A <b@c.example>" <clara@meadow.example>'),
        ("Zoë", "=?utf-8?q?Zo=C3=AB?= <clara@meadow.example>"),
        ("Clara\r\nBcc: x@y.example", '"Clara Bcc: x@y.example" <clara@meadow.example>'),
        ("Cla\u202era\x00", "Cla ra <clara@meadow.example>"),
    ],
)
def test_a_name_is_only_ever_a_name(name, written):
    message = sealed(to_name=name)
    assert message.message()["To"] == written
    assert message.message()["Bcc"] is None
    assert len(message.recipients()) == 1


def test_a_domain_outside_ascii_is_written_as_the_mail_servers_know_it():
    assert envelope.mailbox("", "info@bücher.example") == "info@xn--bcher-kva.example"


def test_an_address_with_a_line_end_is_refused():
    with pytest.raises(ValueError, match="newlines"):
        sealed(to_address="a@b.example\nBcc: x@y.example")


def test_a_header_with_a_line_end_is_refused():
    with pytest.raises(ValueError, match="newlines"):
        sealed(RENDERED._replace(headers={"References": "<a>\r\nBcc: x@y.example"}))


def test_a_subject_is_one_line():
    assert envelope.one_line("Orders\r\nBcc: x@y.example\u2028 stand \u202estill") == (
        "Orders Bcc: x@y.example stand still"
    )


def test_the_sender_is_support():
    message = sealed().message()
    assert message["From"] == "iStockist Support <support@istockist.com>"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
