"""Asking for codes: by anybody, for any address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from istockist_sla.account.sign_in import asking, guessing
from istockist_sla.account.sign_in.asking import AskedTooOften
from istockist_sla.core.models import KnownNetwork, Letter, SignInRequest, SignInThrottle
from tests.istockist_sla.account.sign_in.conftest import NOW

pytestmark = pytest.mark.django_db
HOME, ELSEWHERE = "198.51.100.0/24", "203.0.113.0/24"
MINUTE = timedelta(minutes=1)


def ask(address="clara@meadow.example", network=HOME, at=NOW):
    return asking.ask(address, network=network, at=at)


def test_a_request_is_noted_and_nothing_is_sent_yet(clara):
    ask()
    assert SignInRequest.objects.get().code_hash == ""
    assert not Letter.objects.exists()


def test_noting_takes_the_same_statements_for_a_known_and_an_unknown_address(
    clara, django_assert_num_queries
):
    with django_assert_num_queries(9):
        ask(clara.email)
    with django_assert_num_queries(9):
        ask("nobody@meadow.example")


def test_its_letter_is_queued_once(clara):
    ask()
    assert asking.queue_letters(at=NOW) == 1
    assert asking.queue_letters(at=NOW) == 0
    assert Letter.objects.count() == 1


def test_nobody_gets_a_letter_for_an_unknown_address(db):
    ask("nobody@meadow.example")
    assert asking.queue_letters(at=NOW) == 0


def test_who_may_no_longer_sign_in_gets_no_letter(clara):
    clara.user.is_active = False
    clara.user.save()
    ask()
    assert asking.queue_letters(at=NOW) == 0


def test_a_request_that_waited_too_long_is_not_answered_any_more(clara):
    ask()
    assert asking.queue_letters(at=NOW + 10 * MINUTE) == 0


def test_the_sixth_asking_from_one_network_waits(clara):
    for minute in range(5):
        ask(at=NOW + minute * MINUTE)
    with pytest.raises(AskedTooOften) as refusal:
        ask(at=NOW + 5 * MINUTE)
    assert refusal.value.wait == 5 * MINUTE
    ask(at=NOW + 10 * MINUTE + timedelta(seconds=1))


def test_strangers_who_ask_from_elsewhere_take_nothing_from_the_owner(clara):
    for number in range(60):
        ask(network=f"203.0.{number}.0/24")
    asking.queue_letters(at=NOW)
    Letter.objects.all().delete()
    ask(network=HOME)
    assert asking.queue_letters(at=NOW) == 1


def test_a_network_that_asks_for_many_addresses_gets_no_more_letters(clara):
    for number in range(20):
        ask(f"person{number}@meadow.example")
    ask()
    assert asking.queue_letters(at=NOW) == 0


def test_there_a_person_who_has_signed_in_from_it_still_gets_one(clara):
    KnownNetwork.objects.create(user=clara.user, network=HOME, last_at=NOW - timedelta(days=89))
    for number in range(20):
        ask(f"person{number}@meadow.example")
    ask()
    assert asking.queue_letters(at=NOW) == 1


def test_a_network_is_forgotten_after_ninety_days(clara):
    KnownNetwork.objects.create(user=clara.user, network=HOME, last_at=NOW - timedelta(days=91))
    for number in range(20):
        ask(f"person{number}@meadow.example")
    ask()
    assert asking.queue_letters(at=NOW) == 0


def test_a_flood_from_one_network_is_dropped_and_answered_alike(clara, monkeypatch):
    monkeypatch.setattr(asking, "MOST_NOTED", 3)
    for number in range(3):
        ask(f"person{number}@meadow.example")
    assert ask("another@meadow.example") is None
    assert SignInRequest.objects.count() == 3


def test_in_a_flood_the_person_who_is_known_there_is_heard(clara, monkeypatch):
    monkeypatch.setattr(asking, "MOST_NOTED", 3)
    KnownNetwork.objects.create(user=clara.user, network=HOME, last_at=NOW)
    for number in range(3):
        ask(f"person{number}@meadow.example")
    assert ask() is not None


def test_many_requests_for_one_address_are_told_to_the_operators(clara, caplog):
    for number in range(20):
        ask(network=f"203.0.{number}.0/24")
    asking.queue_letters(at=NOW)
    assert "20 sign-in codes within an hour were asked for clara@meadow.example" in caplog.text


def test_a_queue_that_cannot_be_woken_does_not_stop_the_asking(
    clara, monkeypatch, django_capture_on_commit_callbacks
):
    def unreachable(*args):
        raise ConnectionError("no broker")

    monkeypatch.setattr(asking, "async_task", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        ask()
    assert SignInRequest.objects.count() == 1


def test_what_no_limit_needs_any_more_is_deleted(clara):
    ask(at=NOW - timedelta(days=2))
    SignInThrottle.objects.create(
        address="a@b.example", network=HOME, failures=2, failed_at=NOW - timedelta(days=2)
    )
    KnownNetwork.objects.create(user=clara.user, network=HOME, last_at=NOW - timedelta(days=91))
    kept = ask()
    asking.forget_old(at=NOW)
    assert list(SignInRequest.objects.all()) == [kept]
    assert not SignInThrottle.objects.exists()
    assert not KnownNetwork.objects.exists()


def test_a_letter_that_could_not_be_sent_in_time_is_not_sent_later(clara, deliver, at_ten):
    ask()
    asking.queue_letters(at=NOW)
    at_ten.shift(10 * MINUTE)
    assert deliver() == 0
    assert Letter.objects.get().state == Letter.State.FAILED
    assert mail.outbox == []


def test_the_count_of_somebody_who_types_no_wrong_code_is_not_kept(clara):
    ask()
    guess = {"address": clara.email, "network": HOME}
    assert SignInThrottle.objects.filter(**guess).exists()
    asking.forget_old(at=NOW)
    assert not SignInThrottle.objects.exists()


def test_wrong_guesses_of_today_stay(clara):
    guessing.judge([], "ZZZZ-ZZZZ", address=clara.email, network=HOME, at=NOW)
    asking.forget_old(at=NOW + timedelta(hours=23))
    assert SignInThrottle.objects.get().failures == 1


@pytest.mark.django_db(transaction=True)
def test_of_ten_askings_at_once_five_are_heard(clara):
    def heard(_):
        try:
            return bool(ask())
        except AskedTooOften:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(heard, range(10))) == 5
