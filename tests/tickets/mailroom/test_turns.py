"""Much mail of one sender keeps nobody else's waiting."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tests.tickets.mailroom.writing import eml
from tickets.mailroom import intake, turns
from tickets.models import InboundMail

pytestmark = pytest.mark.django_db
CLARA, CHARLIE = "clara@meadow.example", "charlie@north.example"
SECOND = timedelta(seconds=1)


def stored(text, sender, at=OPENED):
    return intake.store(eml(text, sender=sender), at=at)


def test_the_sender_is_known_as_soon_as_a_mail_is_stored():
    assert stored("Hello", "Clara <Clara@Meadow.example>").from_address == CLARA


@pytest.mark.parametrize(
    "raw",
    [b"", b"\0", b"From:\r\n\r\n", b"From: <>\r\n\r\n", b"\xff" * 9999, b"From: " + b"<" * 9999],
)
def test_a_mail_without_a_readable_sender_is_nobodys(raw):
    assert turns.sender_of(raw) == ""


def test_each_senders_first_goes_before_anybodys_second():
    first, second, third = (stored(f"No {n}", CLARA) for n in range(3))
    other = stored("Other", CHARLIE, OPENED + SECOND)
    order = list(turns.in_turn(OPENED + SECOND, most=10))
    assert order == [first.pk, other.pk, second.pk, third.pk]


def test_five_thousand_mails_of_one_keep_another_waiting_for_no_more_than_a_few():
    raw = eml("No", sender=CLARA)
    InboundMail.objects.bulk_create(
        InboundMail(
            raw=raw, sha256=f"{n:064}", received_at=OPENED, stored_at=OPENED, from_address=CLARA
        )
        for n in range(5000)
    )
    going = turns.in_turn(OPENED, most=5000)
    before = [next(going) for _ in range(60)]
    other = stored("Other", CHARLIE, OPENED)
    after = [next(going) for _ in range(turns.LOOKED_UP)]
    assert other.pk in after
    assert not set(before) & set(after)


def test_what_stays_as_it_is_is_given_once_in_a_run():
    mails = [stored(f"No {n}", CLARA) for n in range(120)]
    assert sorted(turns.in_turn(OPENED, most=500)) == [mail.pk for mail in mails]


def test_mail_that_waits_takes_its_turn_once_its_time_has_come():
    mail = stored("No", CLARA)
    InboundMail.objects.update(state="waiting", wait_until=OPENED + SECOND)
    assert list(turns.in_turn(OPENED, most=9)) == []
    assert list(turns.in_turn(OPENED + SECOND, most=9)) == [mail.pk]


def test_of_one_sender_the_first_of_a_round_are_processed_as_they_come():
    arrivals = turns.Arrivals()
    mails = [stored(f"No {n}", CLARA) for n in range(turns.AS_THEY_COME + 2)]
    first = [arrivals.may_go_first(mail) for mail in mails]
    assert first == [True] * turns.AS_THEY_COME + [False] * 2
    assert arrivals.may_go_first(stored("Other", CHARLIE))
