"""A well-behaved server, and leave to ask this machine."""

import pytest

from tests.availability.probes.servers import serving


@pytest.fixture(autouse=True)
def this_machine(settings):
    settings.PROBE_PRIVATE_ADDRESSES = True


@pytest.fixture
def server():
    with serving() as port:
        yield f"http://127.0.0.1:{port}"
