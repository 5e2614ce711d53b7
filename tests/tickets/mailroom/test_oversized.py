"""Mail beyond the limits is kept, and what is missing of it is said (P1)."""

from datetime import timedelta

import pytest

from istockist_sla.core import letters
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.imap_server import imap_server
from tests.tickets.mailroom.test_intake import eml
from tickets.mailroom import intake, mailbox
from tickets.models import InboundMail, Message

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(hours=1)
READ, KEPT = 20_000, 50_000


@pytest.fixture(autouse=True)
def limits(settings):
    settings.MAIL_MAX_BYTES, settings.MAIL_KEEP_BYTES = READ, KEPT


def mail_of(size: int) -> bytes:
    """A mail of so many bytes, whose end can be told from its middle."""
    start = eml(text="")
    return start + b"x" * (size - len(start) - 3) + b"END"


def piped(raw: bytes) -> InboundMail:
    return intake.receive(raw, at=LATER)


def fetched(raw: bytes) -> InboundMail:
    with imap_server() as server:
        server.add(raw)
        mailbox.fetch(server.url, at=lambda: LATER)
    return InboundMail.objects.get()


ways = pytest.mark.parametrize("come", [piped, fetched])


def ticket_text() -> str:
    return Message.objects.get().text


def acknowledgement() -> str:
    return letters.render(Letter.objects.get(template="open")).text


@ways
@pytest.mark.parametrize("size", [READ - 1, READ])
def test_up_to_the_limit_nothing_is_cut(clara, come, size):
    mail = come(mail_of(size))
    assert (len(mail.raw), mail.full_size) == (size, None)
    assert ticket_text().endswith("END")
    assert "larger than we can read" not in acknowledgement()


@ways
@pytest.mark.parametrize("size", [READ + 1, KEPT])
def test_beyond_the_limit_it_is_kept_whole_and_said_to_be_cut(clara, come, size):
    raw = mail_of(size)
    mail = come(raw)
    assert (bytes(mail.raw), mail.full_size) == (raw, None)
    assert "[It is too large; its end is only in the original.]" in ticket_text()
    assert "larger than we can read" in acknowledgement()


@ways
@pytest.mark.parametrize("size", [KEPT + 1, 70_000])
def test_beyond_the_second_limit_the_beginning_is_kept_and_said_to_be_one(clara, come, size):
    raw = mail_of(size)
    mail = come(raw)
    assert (bytes(mail.raw), mail.full_size) == (raw[:KEPT], size)
    assert "and its end is missing." in ticket_text()
    assert "only in the original" not in ticket_text()
    assert "larger than we can read" in acknowledgement()


def test_where_all_that_is_read_is_kept_the_missing_end_is_said(clara, settings):
    settings.MAIL_KEEP_BYTES = READ
    piped(mail_of(READ + 1))
    assert "and its end is missing." in ticket_text()


def test_the_sender_is_told_the_sizes_and_a_way(clara, settings):
    settings.MAIL_MAX_BYTES, settings.MAIL_KEEP_BYTES = 20 * 1024, 100 * 1024
    piped(mail_of(70 * 1024))
    text = " ".join(acknowledgement().split())
    assert "of its 70.0 KB only the first 20.0 KB stand in the ticket" in text
    assert "through the portal, up to 10.0 MB each" in text


def test_a_letter_does_not_read_the_bytes(clara, django_assert_max_num_queries):
    piped(mail_of(70_000))
    letter = Letter.objects.get(template="open")
    with django_assert_max_num_queries(30) as asked:
        letters.render(letter)
    assert not any('."raw",' in query["sql"] for query in asked.captured_queries)


class TestAnswer:
    """A mail with an end that is missing, in a ticket that is there already."""

    @pytest.fixture
    def answer(self, ticket):
        named = f"In-Reply-To: {Letter.objects.get(template='open').message_id}".encode()

        def answer(size: int, *fields: bytes) -> InboundMail:
            raw = b"\r\n".join([named, *fields, mail_of(size)])
            assert piped(raw).ticket == ticket
            return Letter.objects.filter(template="cut")

        return answer

    def test_who_wrote_it_is_told(self, answer, clara):
        (letter,) = answer(30_000)
        assert letter.to_address == clara.email
        rendered = letters.render(letter)
        assert "its 29.4 KB only the first 19.5 KB stand" in " ".join(rendered.text.split())

    def test_one_that_is_whole_is_not_answered(self, answer):
        assert not answer(READ - 1_000).exists()

    def test_nor_is_what_a_machine_may_have_sent(self, answer):
        assert not answer(30_000, b"Precedence: bulk").exists()
