"""The fixed cast and the ground that every test stands on."""

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from istockist_sla import guards, roles
from tickets.seed import seed

_flush = TransactionTestCase._fixture_teardown


def _flush_past_the_guards(self: TransactionTestCase) -> None:
    """Append-only tables refuse the flush: take the guards away, flush, put all back."""
    guards.remove(connection)
    _flush(self)
    guards.install(connection)
    seed(apps.get_model)
    roles.sync()


TransactionTestCase._fixture_teardown = _flush_past_the_guards


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        roles.sync()
