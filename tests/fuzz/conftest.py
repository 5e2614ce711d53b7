"""A world that all tests of a module read and none changes, and people who send anything to it."""

import logging

import pytest
import time_machine
from django.db import transaction

from tests.fuzz import world as small_world
from tests.fuzz.sending import Browsers


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Thousands of answers that say 404 or 403 are nothing to read."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Made once for the module, and rolled back at its end."""
    at = time_machine.travel(small_world.NOW, tick=False)
    with at, django_db_blocker.unblock(), transaction.atomic():
        yield small_world.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def browsers(world):
    return Browsers(world.people)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    """It is 10:00 GMT, when the world was made."""
    time_machine.move_to(small_world.NOW, tick=False)
