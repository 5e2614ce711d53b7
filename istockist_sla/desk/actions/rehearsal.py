"""Acts that are tried: whatever the doors do is looked at, and rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rehearsed() -> Iterator[None]:
    """Nothing of what is done within stays recorded, and nobody is woken for it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
