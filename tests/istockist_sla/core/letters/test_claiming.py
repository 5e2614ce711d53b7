"""Which letter is next, whose it is then, and how many leave in a minute."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from istockist_sla.core import letters
from istockist_sla.core.letters import Address, claiming
from istockist_sla.core.letters.claiming import LEASE, Turns
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.istockist_sla.core.letters.outgoing import (
    BEN,
    MINUTE,
    fresh,
    render,
    secret,
    send,
    write,
    write_many,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_of_two_who_claim_one_wins():
    write()
    first, second = letters.claim(at=OPENED), letters.claim(at=OPENED)
    assert first is not None
    assert second is None


def test_a_claim_lost_in_between_takes_the_next_letter():
    first, second, third = write_many(3)
    turns = Turns(Letter.objects.all())
    assert turns.next(OPENED) == first
    assert letters.claim(at=OPENED) == second
    assert turns.next(OPENED) == third


def test_a_letter_is_not_claimed_before_its_time():
    write(at=OPENED + MINUTE)
    assert letters.claim(at=OPENED) is None


def test_a_claim_holds_for_its_lease():
    write()
    letters.claim(at=OPENED)
    assert letters.claim(at=OPENED + LEASE - SECOND) is None


def test_what_a_dead_sender_had_is_not_sent_again_until_a_person_decides():
    letter = write()
    letters.claim(at=OPENED)
    assert letters.claim(at=OPENED + LEASE) is None
    letter = fresh(letter)
    assert (letter.state, letter.unknown_attempts) == (Letter.State.UNCLEAR, 1)
    assert "ended before" in letter.last_error


def test_the_lease_outlives_every_sender_of_the_cluster(settings):
    assert LEASE.total_seconds() > settings.Q_CLUSTER["timeout"]


# Whose turn it is


def order(at=OPENED):
    turns = Turns(Letter.objects.all())
    return list(iter(lambda: turns.next(at), None))


def test_each_recipients_first_letter_goes_before_anybodys_second():
    first, second, third = write_many(3)
    other = write(key="event:9:open", to=BEN, at=OPENED)
    assert order() == [first, other, second, third]


def test_the_case_of_an_address_makes_nobody_a_second_recipient():
    first, second = write_many(2, at=OPENED - MINUTE)
    Letter.objects.filter(pk=second.pk).update(to_address="CLARA@meadow.example")
    other = write(key="event:9:open", to=BEN)
    assert order() == [first, other, second]


def test_required_letters_go_first_whoever_they_are_for():
    optional = write(key="event:8:assign", is_required=False, at=OPENED - MINUTE)
    first, second = write_many(2, to=BEN)
    assert order() == [first, second, optional]


def test_a_secret_goes_before_letters_that_have_waited_longer():
    write(at=OPENED - MINUTE)
    letter = secret()
    assert letters.claim(at=OPENED) == letter


def test_a_flood_to_one_keeps_nobody_waiting(django_assert_max_num_queries):
    write_many(60)
    other = write(key="event:99:open", to=BEN)
    turns = Turns(Letter.objects.all())
    with django_assert_max_num_queries(5):
        assert other in (turns.next(OPENED), turns.next(OPENED))


# Letters a minute


def test_no_more_letters_leave_than_the_setting_allows(settings):
    settings.LETTERS_PER_MINUTE = 3
    write_many(5)
    assert send() == 3
    assert send(at=OPENED + MINUTE - SECOND, pause=lambda _: None) == 0
    assert send(at=OPENED + MINUTE) == 2


def test_a_sign_in_code_does_not_wait_and_is_counted(settings):
    settings.LETTERS_PER_MINUTE = 1
    write_many(2)
    secret()
    assert send() == 1
    secret(key="sign-in:2")
    assert send() == 1
    assert set(Letter.objects.filter(state="sent").values_list("key", flat=True)) == {
        f"sign-in:{number}:clara@meadow.example" for number in (1, 2)
    }
    assert send(at=OPENED + MINUTE) == 1


def test_a_sender_waits_where_its_next_letter_may_go_soon(settings):
    settings.LETTERS_PER_MINUTE = 1
    write_many(2)
    clock = [OPENED]

    def pause(seconds):
        clock[0] += timedelta(seconds=seconds)

    def at():
        return clock[0]

    assert letters.send_due(at=at, render=render) == 1
    clock[0] = OPENED + 57 * SECOND
    assert letters.send_due(at=at, render=render, pause=pause) == 1
    assert clock[0] == OPENED + MINUTE


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 5), st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_no_minute_has_more_letters_than_the_setting(most, steps):
    """Whenever senders come, an attempt is allowed if and only if the last minute has room."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(claiming.settings, "LETTERS_PER_MINUTE", most, raising=False)
        Letter.objects.all().delete()
        rows = write_many(len(steps), at=OPENED)
        at, tried = OPENED, []
        for step in steps:
            at += timedelta(seconds=step)
            letter = letters.claim(at=at)
            assert (letter is not None) == (sum(t > at - MINUTE for t in tried) < most)
            tried += [at] if letter else []
        assert all(b >= a for a, b in pairwise(tried))
        assert Letter.objects.exclude(tried_at=None).count() == len(tried) <= len(rows)


def test_recipients_share_the_minute(settings):
    settings.LETTERS_PER_MINUTE = 2
    write_many(10)
    others = [write(key="x", to=Address(f"p{n}@x.example", ""), at=OPENED + SECOND) for n in (1, 2)]
    send(at=OPENED + SECOND)
    send(at=OPENED + SECOND + MINUTE)
    assert {fresh(letter).state for letter in others} == {"sent"}
