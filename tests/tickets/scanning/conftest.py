"""A ticket with files, and a daemon at its socket."""

import tempfile
from pathlib import Path

import pytest

from tests.tickets.scanning.daemon import listening


@pytest.fixture
def scanner(settings):
    """The address of a daemon that is not there yet."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        settings.CLAMD_SOCKET = str(Path(folder) / "clamd.ctl")
        yield settings.CLAMD_SOCKET


@pytest.fixture
def daemon(scanner):
    with listening(scanner) as judged:
        yield judged
