"""One mail that comes twice is one mail; another mail under the same Message-ID is another."""

import base64
from datetime import datetime, timedelta

import pytest

from tests.conftest import OPENED
from tickets.mailroom import copies, intake
from tickets.mailroom.parsing import parse
from tickets.models import InboundMail, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ID = "Message-ID: <one@meadow.example>\r\n"
DATED = "Date: Tue, 10 Mar 2026 09:00:00 +0000\r\n"
PLAIN = "Content-Type: text/plain; charset=utf-8\r\n"
WORDS = "Since this morning nothing arrives."


def eml(
    *,
    head=ID + DATED,
    subject="Orders do not come in",
    body=PLAIN + f"\r\n{WORDS}\r\n",
    hop="a",
    received: datetime = OPENED,
    sender="clara@meadow.example",
) -> bytes:
    received_at = f"{received:%a, %d %b %Y %H:%M:%S} +0000"
    trace = f"Received: from {hop}.example by mx.istockist.example; {received_at}\r\n"
    return (
        f"{trace}Delivered-To: {hop}@istockist.example\r\nFrom: {sender}\r\n"
        f"To: support@istockist.example\r\nSubject: {subject}\r\n{head}{body}"
    ).encode()


def receive(raw: bytes, at=OPENED + HOUR) -> InboundMail:
    return intake.receive(raw, at=at)


def base64_body(text: str) -> str:
    coded = base64.encodebytes(text.encode()).decode()
    return f"{PLAIN}Content-Transfer-Encoding: base64\r\n\r\n{coded}"


class TestWithAMessageId:
    def test_another_trace_makes_a_copy(self, clara):
        first, second = receive(eml()), receive(eml(hop="b", received=OPENED + 2 * HOUR))
        assert (second.state, second.copy_of, Ticket.objects.count()) == ("copy", first, 1)

    def test_another_text_is_another_mail(self, clara):
        receive(eml())
        other = receive(eml(body="\r\nThe printer is on fire.\r\n"))
        assert (other.state, Ticket.objects.count()) == ("accepted", 2)

    @pytest.mark.parametrize(
        "changed",
        [
            {"subject": "Orders come in twice"},
            {"head": ID + DATED.replace("09:00", "09:01")},
            {"sender": "liam@meadow.example"},
        ],
    )
    def test_another_subject_date_or_sender_is_another_mail(self, clara, changed):
        receive(eml())
        assert receive(eml(**changed)).state != "copy"

    def test_an_encoding_that_a_server_changed_makes_a_copy(self, clara):
        receive(eml())
        assert receive(eml(body=base64_body(WORDS))).state == "copy"

    def test_a_subject_and_a_date_written_otherwise_make_a_copy(self, clara):
        receive(eml())
        words = base64.b64encode(b"Orders do not come in").decode()
        head = ID + "Date: 10 Mar 2026 10:00:00 +0100\r\n"
        assert receive(eml(subject=f"=?utf-8?B?{words}?=", head=head)).state == "copy"

    def test_it_is_a_copy_however_late_it_comes(self, clara):
        receive(eml())
        late = OPENED + timedelta(days=40)
        assert receive(eml(hop="b", received=late), at=late + HOUR).state == "copy"

    def test_a_copy_of_held_mail_is_not_held_again(self, clara):
        receive(eml(sender="eve@meadow.example"))
        assert receive(eml(sender="eve@meadow.example", hop="b")).state == "copy"

    def test_a_third_one_is_a_copy_of_the_first(self, clara):
        first, *others = [receive(eml(hop=hop)) for hop in "abc"]
        assert [each.copy_of for each in others] == [first, first]

    def test_a_copy_of_either_of_two_mails_finds_its_own(self, clara):
        first, second = receive(eml()), receive(eml(subject="Another"))
        assert receive(eml(hop="b")).copy_of == first
        assert receive(eml(hop="b", subject="Another")).copy_of == second


class TestWithoutAMessageId:
    @pytest.mark.parametrize(
        ("hours", "state"), [(0, "copy"), (24, "copy"), (25, "accepted"), (-24, "copy")]
    )
    def test_it_is_a_copy_for_a_day(self, clara, hours, state):
        middle = OPENED + timedelta(days=3)
        receive(eml(head="", received=middle), at=middle + HOUR)
        received = middle + timedelta(hours=hours)
        again = receive(eml(head="", hop="b", received=received), at=middle + 30 * HOUR)
        assert again.state == state

    def test_the_same_report_of_each_day_is_a_ticket_each_day(self, clara):
        for days in range(3):
            day = OPENED + timedelta(days=days, minutes=days)
            receive(eml(head="", received=day), at=day + HOUR)
        assert Ticket.objects.count() == 3

    def test_a_copy_finds_the_one_of_its_own_day(self, clara):
        mails = []
        for days in range(3):
            day = OPENED + timedelta(days=days, minutes=days)
            mails.append(receive(eml(head="", received=day), at=day + HOUR))
        later = OPENED + timedelta(days=4)
        copy = receive(eml(head="", hop="b", received=OPENED + timedelta(minutes=1)), at=later)
        assert copy.copy_of == mails[0]


class TestTheKey:
    """The digest of what a mail says."""

    def key(self, raw: bytes, **limits) -> str:
        return copies.key_of(parse(raw, **limits))

    def test_a_mail_beyond_the_limit_is_compared_to_its_end(self):
        long = WORDS * 1000
        one = eml(body=f"\r\n{long}1\r\n")
        assert self.key(one, max_bytes=5000) == self.key(
            one.replace(b"from a.", b"from another."), max_bytes=5000
        )
        assert self.key(one, max_bytes=5000) != self.key(
            eml(body=f"\r\n{long}2\r\n"), max_bytes=5000
        )

    def test_a_part_beyond_those_that_are_read_makes_another_mail(self):
        def many(last: str) -> bytes:
            parts = "".join(f"--x\r\n\r\npart {n}\r\n" for n in range(150))
            head = "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
            return eml(body=f"{head}{parts}--x\r\n\r\n{last}\r\n--x--\r\n")

        assert self.key(many("one")) == self.key(many("one"))
        assert self.key(many("one")) != self.key(many("two"))

    def test_the_same_words_in_two_parts_are_not_one_part(self):
        head = "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        one = eml(body=f"{head}--x\r\n\r\nab\r\n--x--\r\n")
        two = eml(body=f"{head}--x\r\n\r\na\r\n--x\r\n\r\nb\r\n--x--\r\n")
        assert self.key(one) != self.key(two)


def test_the_database_refuses_a_second_first_mail(clara):
    first = receive(eml())
    second = intake.store(eml(hop="b"), at=OPENED)
    second.content_key = first.content_key
    assert copies.claim(second, parse(eml(hop="b"))) == first
    assert second.occurrence is None
