"""Who is signed in."""

from datetime import timedelta

import pytest
import time_machine

from tests.conftest import OPENED

NOW = OPENED + timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_ten():
    """Tuesday 10 March 2026, 10:00 GMT, an hour after the ticket was opened."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clara_in(client, clara):
    client.force_login(clara.user, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def charlie_in(client, charlie):
    client.force_login(charlie.user, "django.contrib.auth.backends.ModelBackend")
    return client
