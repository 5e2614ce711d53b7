"""What is tried again, for how long, and whose trouble it is."""

import smtplib
from datetime import timedelta
from itertools import pairwise

import pytest

from istockist_sla.core.letters import NotHandedOver, sending
from istockist_sla.core.models import Letter, Relay
from tests.conftest import OPENED
from tests.istockist_sla.core.letters.outgoing import (
    BEN,
    BUSY,
    GONE,
    HOUR,
    MINUTE,
    NO_RELAY,
    fresh,
    refused,
    secret,
    send,
    write,
    write_many,
)

pytestmark = pytest.mark.django_db
CLOSING = smtplib.SMTPSenderRefused(421, b"4.3.2 Closing", "support@istockist.com")


def run_until(letter, hours, step=MINUTE * 5):
    """The cluster's run every few minutes; the instants of the attempts that it made."""
    at, tried = OPENED, []
    while at <= OPENED + hours * HOUR and fresh(letter).state == Letter.State.QUEUED:
        attempts = fresh(letter).attempts
        send(at=at)
        tried += [at] if fresh(letter).attempts > attempts else []
        at += step
    return tried


def test_what_a_recipient_refuses_for_forty_hours_is_delivered_afterwards_once(server):
    served = server()
    letter, at = write(), OPENED
    while at < OPENED + 48 * HOUR:
        served.answers = [BUSY] if at < OPENED + 40 * HOUR else []
        send(at=at)
        at += 5 * MINUTE
    letter = fresh(letter)
    assert letter.state == Letter.State.SENT
    assert OPENED + 40 * HOUR <= letter.sent_at <= OPENED + 44 * HOUR
    assert len(served.taken) == 1


def test_refusals_for_now_are_tried_for_three_days_ever_more_rarely(server):
    server(*[BUSY] * 1000)
    letter = write()
    tried = run_until(letter, 100)
    letter = fresh(letter)
    assert letter.state == Letter.State.FAILED
    assert letter.next_try_at >= OPENED + sending.PATIENCE
    assert tried[-1] - OPENED >= timedelta(hours=48)
    gaps = [later - earlier for earlier, later in pairwise(tried)]
    assert gaps == sorted(gaps)
    assert "Try again later" in letter.last_error


@pytest.mark.parametrize(
    "never",
    [GONE, refused(552, "5.2.2 Mailbox full for good"), refused(553, "Bad name")],
)
def test_what_the_recipients_own_server_refuses_for_good_fails_at_once(server, never):
    server(never)
    letter = write()
    send()
    letter = fresh(letter)
    assert (letter.state, letter.next_try_at) == (Letter.State.FAILED, OPENED)


@pytest.mark.parametrize(
    "too_big",
    [
        smtplib.SMTPSenderRefused(552, b"5.3.4 Message too big", ""),
        smtplib.SMTPSenderRefused(523, b"5.3.4 Message too big", ""),
        smtplib.SMTPDataError(552, b"Too much"),
        refused(550, "5.3.4 Too big for this system"),
    ],
)
def test_a_letter_that_is_too_big_waits_for_a_person_and_stops_no_other(server, too_big):
    server(too_big)
    letter, other = write_many(2)
    assert send() == 1
    assert fresh(letter).state == Letter.State.FAILED
    assert fresh(other).state == Letter.State.SENT


@pytest.mark.parametrize(
    "refusal",
    [NO_RELAY, smtplib.SMTPDataError(554, b"No"), refused(550, "5.3.2 System not accepting mail")],
)
def test_what_may_be_mended_is_tried_again(server, refusal):
    server(refusal)
    letter = write()
    send()
    assert (fresh(letter).state, fresh(letter).attempts) == (Letter.State.QUEUED, 1)


def test_once_sent_the_refusals_before_are_forgotten(server):
    server(BUSY)
    letter = write()
    send()
    assert fresh(letter).refused_since == OPENED
    send(at=OPENED + MINUTE)
    assert fresh(letter).refused_since is None


# The server's own trouble

OF_THE_SERVER = [
    CLOSING,
    smtplib.SMTPSenderRefused(530, b"5.7.0 Authenticate first", ""),
    smtplib.SMTPSenderRefused(550, b"5.7.1 Not from here", ""),
    smtplib.SMTPSenderRefused(451, b"Local error", ""),
    smtplib.SMTPHeloError(501, b"Who?"),
    smtplib.SMTPDataError(421, b"Closing"),
    smtplib.SMTPDataError(452, b"4.3.1 Disk full"),
    refused(421, "Closing"),
    refused(452, "4.3.1 Insufficient system storage"),
    NotHandedOver("Hung up"),
]


@pytest.mark.parametrize("error", OF_THE_SERVER, ids=str)
def test_a_servers_own_trouble_costs_a_letter_no_attempt(server, error):
    server(error)
    letter = write()
    assert send() == 0
    letter = fresh(letter)
    assert (letter.state, letter.attempts, letter.refused_since) == ("queued", 0, None)
    assert letter.last_error


@pytest.mark.parametrize("error", OF_THE_SERVER[:3], ids=str)
def test_a_server_that_takes_nothing_for_four_days_fails_no_letter(server, error):
    served = server()
    letter, at = write(), OPENED
    while at < OPENED + 96 * HOUR:
        served.answers = [error]
        send(at=at)
        at += 5 * MINUTE
    served.answers = []
    assert fresh(letter).state == Letter.State.QUEUED
    assert send(at=at + HOUR) == 1


@pytest.mark.parametrize(
    "opens", [ConnectionRefusedError("refused"), smtplib.SMTPConnectError(554, b"No service")]
)
def test_a_server_in_trouble_is_asked_ever_more_rarely(server, opens):
    served = server(opens=opens)
    write()
    asked = []
    for minute in range(120):
        before = served.asked
        send(at=OPENED + minute * MINUTE)
        asked += [minute] if served.asked > before else []
    gaps = [later - earlier for earlier, later in pairwise(asked)]
    assert gaps == sorted(gaps)
    assert (gaps[0], gaps[-1]) == (1, 15)


def test_a_server_that_works_again_is_not_left_alone(server):
    served = server(opens=ConnectionRefusedError("refused"))
    write()
    send()
    assert Relay.objects.get().failing_since == OPENED
    served.opens = None
    assert send(at=OPENED + MINUTE) == 1
    relay = Relay.objects.get()
    assert (relay.failures, relay.failing_since, relay.next_try_at) == (0, None, None)


def test_a_code_is_tried_each_time_and_its_success_lets_all_others_go(server):
    served = server(opens=ConnectionRefusedError("refused"))
    write()
    for minute in range(5):
        send(at=OPENED + minute * MINUTE)
    served.opens = None
    at = OPENED + 5 * MINUTE
    assert send(at=at) == 0
    code = secret()
    assert send(at=at) == 1
    assert fresh(code).state == Letter.State.SENT
    assert send(at=at) == 1


def test_a_letter_over_which_the_server_breaks_does_not_stand_before_the_others(server):
    """A server that hangs up over one letter: the others go on, in the same run and the next."""
    server(NotHandedOver("Hung up"))
    broken, *others = write_many(4)
    assert send() == 3
    assert {fresh(letter).state for letter in others} == {"sent"}
    assert fresh(broken).next_try_at == OPENED + MINUTE


def test_after_three_letters_the_server_is_left_alone(server):
    served = server(*[CLOSING] * 10)
    write_many(5)
    write(key="event:9:open", to=BEN)
    assert send() == 0
    assert len(served.answers) == 7
    assert Relay.objects.get().next_try_at == OPENED + MINUTE
