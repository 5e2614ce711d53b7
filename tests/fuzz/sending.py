"""Requests of the fuzz: each leaves the world as it was, and is answered by less than 500."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler

from istockist_sla.core.models import User
from istockist_sla.server.content_type import readable
from tickets import inputs

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A request: `about` says in a failure what is odd in it; `query` and `data` hold what goes
    into the address and into the body."""

    path: str
    who: str = "everything"
    about: str = ""
    method: str = "GET"
    query: str = ""
    data: Any = None
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    environ: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        query = f"?{self.query[:120]}" if self.query else ""
        return f"{self.who}: {self.method} {self.path[:120]}{query} {self.about[:160]}"


class Handler(ClientHandler):
    """As behind the server, which looks at what Django reads before it has a request."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        return super().__call__(readable(environ))


class Browsers:
    """One for each role."""

    def __init__(self, people: Mapping[str, User | None]) -> None:
        self._clients = {name: Client() for name in people}
        for name, person in people.items():
            self._clients[name].handler = Handler(enforce_csrf_checks=False)
            if person is not None:
                self._clients[name].force_login(person, BACKEND)

    def __getitem__(self, who: str) -> Client:
        return self._clients[who]

    def send(self, sent: Sent) -> Any:
        """The answer; all that it changed is rolled back, sessions and cookies too."""
        client = self._clients[sent.who]
        cookies = client.cookies.output(header="", sep=";")
        inputs.book()  # Else what the request read of it would be taken back too.
        try:
            with transaction.atomic():
                try:
                    answer = _sent(client, sent)
                    if answer.streaming:
                        answer.getvalue()
                finally:
                    transaction.set_rollback(True)
        finally:
            client.cookies = SimpleCookie(cookies)
        return answer

    def failures(self, requests: Iterable[Sent]) -> list[str]:
        """Those that broke something, each with how."""
        broken = []
        for sent in requests:
            try:
                status = self.send(sent).status_code
            except Exception as error:  # What breaks is what is looked for.
                broken.append(f"{sent}: {type(error).__name__}: {str(error)[:200]}")
            else:
                if status >= 500 and status != 503:
                    broken.append(f"{sent}: {status}")
        return broken


def _sent(client: Client, sent: Sent) -> Any:
    environ = {"QUERY_STRING": sent.query, **sent.environ}
    if isinstance(sent.data, dict):
        return client.post(sent.path, sent.data, headers=dict(sent.headers), **environ)
    body = sent.data or b""
    return client.generic(
        sent.method, sent.path, body, sent.content_type, headers=dict(sent.headers), **environ
    )
