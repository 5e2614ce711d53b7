"""The shipped web server on a port of the test's own, and connections to it without a client."""

import socket
from contextlib import suppress
from threading import Thread

import pytest
from django.db import connections
from waitress import wasyncore

from istockist_sla.server import workers


class Answer:
    """What came of one request, and not a byte of the next."""

    def __init__(self, head, body):
        first, *lines = head.decode().split("\r\n")
        self.version, status, _ = first.split(" ", 2)
        self.status = int(status)
        self.headers = dict(line.split(": ", 1) for line in lines)
        self.body = body


class Connection:
    """One connection that is kept alive."""

    def __init__(self, port):
        self.port = port
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._rest = b""

    def request(self, method, path, **headers):
        lines = {"Host": f"127.0.0.1:{self.port}", **headers}
        head = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in lines.items())]
        self.send("\r\n".join([*head, "", ""]).encode())
        return self.answer(method)

    def send(self, data):
        self.socket.sendall(data)

    def answer(self, method="GET"):
        while b"\r\n\r\n" not in self._rest:
            self._receive()
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        answer = Answer(head, b"")
        length = 0 if method == "HEAD" else int(answer.headers.get("Content-Length", 0))
        while len(self._rest) < length:
            self._receive()
        answer.body, self._rest = self._rest[:length], self._rest[length:]
        return answer

    def _receive(self):
        data = self.socket.recv(65536)
        assert data, f"the server hung up after {self._rest!r}"
        self._rest += data

    def is_ended(self):
        """Whether the server has hung up."""
        try:
            return self.socket.recv(65536) == b""
        except ConnectionResetError:
            return True


@pytest.fixture
def web(django_db_setup, django_db_blocker, settings, monkeypatch):
    """The web server, as `manage.py process web` makes it, on the database as it is committed.

    Who writes rows for it asks for a transactional database too.
    """
    settings.WHITENOISE_USE_FINDERS = True
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    listener = socket.create_server(("127.0.0.1", 0))
    with django_db_blocker.unblock():
        server = workers.web_server(listener)
        thread = Thread(target=server.run)
        thread.start()
        yield server
        with suppress(OSError):  # a thread that pulls it too may have closed it with this already
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(10)
        server.task_dispatcher.shutdown()


@pytest.fixture
def connect(web):
    opened = []

    def connected():
        opened.append(Connection(int(web.effective_port)))
        return opened[-1]

    yield connected
    for each in opened:
        each.socket.close()
