"""Which parameters of its address a page looks at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest import mock
from urllib.parse import urlencode

from django.http import QueryDict

from tests.fuzz.sending import Browsers, Sent

ROUNDS = 3


def parameters_of(browsers: Browsers, sent: Sent) -> set[str]:
    """The names that the page asks for, and "nothing", which none does: first with that one alone,
    then with those that it asked for before, since many a name is read only where others stand."""
    names = {"nothing"}
    for _ in range(ROUNDS):
        query = urlencode(dict.fromkeys(sorted(names), "1"))
        with _watched() as asked:
            browsers.failures([replace(sent, query=query)])
        if asked <= names:
            break
        names |= asked
    return names


@contextmanager
def _watched() -> Iterator[set[str]]:
    asked: set[str] = set()

    class Watched(QueryDict):
        def __getitem__(self, name: str) -> Any:
            asked.add(name)
            return super().__getitem__(name)

        def __contains__(self, name: object) -> bool:
            asked.add(str(name))
            return super().__contains__(name)

        def getlist(self, name: str, default: Any = None) -> Any:
            asked.add(name)
            return super().getlist(name, default)

        def dict(self) -> Any:
            return _WatchedDict(super().dict())

    class _WatchedDict(dict):
        def get(self, name: str, default: Any = None) -> Any:
            asked.add(name)
            return super().get(name, default)

    with mock.patch("django.core.handlers.wsgi.QueryDict", Watched):
        yield asked
