"""A mail server in place of the real one."""

import pytest

from istockist_sla.core.letters import sending
from tests.istockist_sla.core.letters.outgoing import Server


@pytest.fixture
def server(monkeypatch):
    def serve(*answers, **more):
        served = Server(*answers, **more)
        monkeypatch.setattr(sending, "get_connection", lambda: served)
        return served

    return serve
