"""Guesses at codes are judged, counted and slowed down."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.account.sign_in import codes, guessing
from istockist_sla.account.sign_in.guessing import MOST_GUESSES, Outcome, wait_after
from istockist_sla.core.models import Event, SignInRequest
from tests.istockist_sla.account.sign_in.conftest import NOW

HOME, ELSEWHERE = "198.51.100.0/24", "203.0.113.0/24"
CODE, WRONG = "ABCD-EFGH", "ZZZZ-ZZZZ"
SECOND = timedelta(seconds=1)


def sent(administrator, network=HOME, code=CODE):
    """A request whose code was sent at ten."""
    request = SignInRequest.objects.create(
        address=administrator.email, network=network, asked_at=NOW, user=administrator.user
    )
    request.code_hash = codes.digest(request.pk, codes.normalised(code))
    request.made_at = NOW
    request.save()
    return request


def judge(request, typed=CODE, network=HOME, at=NOW):
    return guessing.judge([request.pk], typed, address=request.address, network=network, at=at)


@pytest.mark.django_db
class TestOneGuess:
    def test_the_right_code_is_the_persons(self, clara):
        assert judge(sent(clara)) == Outcome(user=clara.user)

    def test_a_code_works_once(self, clara):
        request = sent(clara)
        judge(request)
        assert judge(request) == Outcome()

    def test_a_code_works_for_ten_minutes_from_when_it_was_sent(self, clara):
        assert judge(sent(clara), at=NOW + 599 * SECOND).user == clara.user
        assert judge(sent(clara), at=NOW + 600 * SECOND) == Outcome()

    def test_after_five_wrong_guesses_the_right_one_is_worth_nothing(self, clara):
        request = sent(clara)
        for number in range(MOST_GUESSES):
            judge(request, WRONG, at=NOW + number * 60 * SECOND)
        assert judge(request, at=NOW + 400 * SECOND) == Outcome()

    def test_the_code_of_somebody_who_was_dismissed_meanwhile_is_worth_nothing(self, clara):
        request = sent(clara)
        clara.user.is_active = False
        clara.user.save()
        assert judge(request) == Outcome()

    def test_a_code_does_not_work_for_another_address(self, clara, charlie):
        request = sent(clara)
        outcome = guessing.judge([request.pk], CODE, address=charlie.email, network=HOME, at=NOW)
        assert outcome == Outcome()

    def test_a_wrong_guess_is_an_event_without_the_code(self, clara):
        judge(sent(clara), WRONG)
        event = Event.objects.get(verb="fail_sign_in")
        assert (event.subject_id, event.actor, event.data) == (clara.user.pk, None, {})

    def test_a_wrong_guess_is_a_line_of_the_log_without_the_code(self, clara, caplog):
        judge(sent(clara), WRONG)
        assert "A wrong sign-in code for clara@meadow.example from 198.51.100.0/24" in caplog.text
        assert "ZZZZ" not in caplog.text

    def test_guesses_at_a_known_and_an_unknown_address_take_the_same_statements(self, clara):
        unknown = SignInRequest.objects.create(
            address="nobody@meadow.example", network=HOME, asked_at=NOW
        )
        counts = []
        for request in (sent(clara), unknown):
            with CaptureQueriesContext(connection) as queries:
                judge(request, WRONG)
            counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestWaits:
    def test_the_third_wrong_guess_costs_two_seconds(self, clara):
        request = sent(clara)
        for _ in range(3):
            judge(request, WRONG)
        assert judge(request, at=NOW + SECOND).wait == SECOND
        assert judge(request, at=NOW + 2 * SECOND).user == clara.user

    def test_a_guess_within_a_wait_is_not_counted(self, clara):
        request = sent(clara)
        for _ in range(10):
            judge(request, WRONG)
        request.refresh_from_db()
        assert request.guesses == 3

    def test_a_new_code_does_not_end_the_wait(self, clara):
        for _ in range(3):
            judge(sent(clara), WRONG)
        assert judge(sent(clara)).wait == 2 * SECOND

    def test_wrong_guesses_from_elsewhere_do_not_make_the_owner_wait(self, clara):
        request, strangers = sent(clara), sent(clara, ELSEWHERE)
        for number in range(30):
            judge(strangers, WRONG, network=f"203.0.{number}.0/24")
        assert judge(request).user == clara.user

    def test_the_right_code_ends_the_count(self, clara):
        judge(sent(clara), WRONG)
        judge(sent(clara), WRONG)
        judge(sent(clara))
        judge(sent(clara), WRONG)
        assert judge(sent(clara)).user == clara.user

    def test_after_a_day_the_count_begins_anew(self, clara):
        for number in range(8):
            judge(sent(clara), WRONG, at=NOW + number * 200 * SECOND)
        later = NOW + timedelta(days=2)
        judge(sent(clara), WRONG, at=later)
        assert judge(sent(clara), WRONG, at=later).wait is None

    def test_many_wrong_guesses_from_many_networks_are_told_to_the_operators(self, clara, caplog):
        for number in range(20):
            judge(sent(clara), WRONG, network=f"203.0.{number}.0/24")
        assert "20 wrong sign-in codes within a day for clara@meadow.example" in caplog.text


@given(st.integers(min_value=1, max_value=10_000))
def test_waits_grow_and_end_at_a_quarter_of_an_hour(failures):
    assert wait_after(failures) <= wait_after(failures + 1) <= timedelta(minutes=15)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_guesses_at_once_five_at_most_are_judged(clara):
    request = sent(clara)

    def guess(number):
        try:
            return judge(request, WRONG, network=f"203.0.{number}.0/24")
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(guess, range(20)))
    request.refresh_from_db()
    assert [outcome.user for outcome in outcomes] == [None] * 20
    assert request.guesses == MOST_GUESSES


@pytest.mark.django_db(transaction=True)
def test_of_two_right_codes_at_once_one_signs_in(clara):
    request = sent(clara)

    def guess(_):
        try:
            return judge(request).user
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sum(user is not None for user in threads.map(guess, range(2))) == 1
