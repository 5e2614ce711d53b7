"""A database of its own for a benchmark, gone when it ends: on the same server, or a file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def database_of_its_own(subject: str) -> Iterator[None]:
    name, own = connection.settings_dict["NAME"], f"bench_{subject}_{os.getpid()}"
    if connection.vendor == "sqlite":
        own = os.path.join(tempfile.gettempdir(), f"{own}.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = own
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
