"""Bodies whose encoding or type is not quite as it should be."""

import pytest

from istockist_sla.core.lib.tokens import TOKEN
from tickets.mailroom.parsing.decoding import decode_base64
from tickets.mailroom.parsing.message import MAX_BYTES, OurServer, read


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"QUI=", (b"AB", True)),
        (b"QUI", (b"AB", False)),
        (b"QUJDR", (b"ABC", False)),
    ],
    ids=["whole", "without its padding", "with six bits too many"],
)
def test_of_base64_everything_is_read_that_is_there(data, found):
    assert decode_base64(data) == found


def test_a_type_that_says_only_text_is_plain_text():
    mail = b"From: a@b.example\nContent-Type: Text\n\nOrders do not come in.\n"
    assert read(mail, OurServer(), TOKEN, MAX_BYTES).text == "Orders do not come in."
