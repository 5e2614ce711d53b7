"""What the desk's first page says of guesses at codes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from istockist_sla.core.models import SignInThrottle

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOLD = "20 wrong sign-in codes for clara@meadow.example since yesterday."


@pytest.fixture
def guess(db):
    """Twenty wrong codes for Clara's address, from two networks, so long ago."""

    def guessed(ago):
        for network in ("198.51.100.0/24", "203.0.113.0/24"):
            SignInThrottle.objects.create(
                address="clara@meadow.example",
                network=network,
                failures=10,
                failed_at=timezone.now() - ago,
            )

    return guessed


def first_page(client, person):
    client.force_login(person, BACKEND)
    return client.get("/desk/").content.decode()


def test_a_system_administrator_is_told(client, guess, sys):
    guess(timedelta(hours=3))
    assert TOLD in first_page(client, sys)


def test_nobody_else_is(client, guess, niamh):
    guess(timedelta(hours=3))
    assert TOLD not in first_page(client, niamh)


def test_it_is_told_for_a_day(client, guess, sys):
    guess(timedelta(days=1, minutes=1))
    assert TOLD not in first_page(client, sys)
