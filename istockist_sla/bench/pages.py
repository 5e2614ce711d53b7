"""One page asked of the project itself: how long it took, and what it asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any, NamedTuple

from django.db import connection
from django.test import Client

# No file is served, and no second factor is asked for.
SETTINGS: dict[str, Any] = {
    "SECOND_FACTOR_REQUIRED": False,
    "ALLOWED_HOSTS": ["*"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


class Asked(NamedTuple):
    statement: str
    given: Any
    milliseconds: float


class Answer(NamedTuple):
    """`processor` are the milliseconds of this process alone, which other ones disturb less."""

    milliseconds: float
    processor: float
    size: int
    asked: list[Asked]


def answer(browser: Client, address: str) -> Answer:
    asked: list[Asked] = []
    with _listening(asked):
        begun, worked = perf_counter(), process_time()
        response = browser.get(address, secure=True)
        processor = 1000 * (process_time() - worked)
        taken = 1000 * (perf_counter() - begun)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return Answer(taken, processor, len(response.content), asked)


@contextmanager
def _listening(asked: list[Asked]) -> Iterator[None]:
    def ask(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = perf_counter()
        result = execute(sql, params, many, context)
        asked.append(Asked(sql, params, 1000 * (perf_counter() - begun)))
        return result

    with connection.execute_wrapper(ask):
        yield
