"""Limits that no other test has used."""

from uuid import uuid4

import pytest


@pytest.fixture
def no_limits_used(settings):
    """A cache of this test's own, in which nobody has guessed yet."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": uuid4().hex}}
