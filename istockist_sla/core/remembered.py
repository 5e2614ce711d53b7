"""What each process remembers for some seconds, where every page would ask for it anew."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

# How long an answer is good; each page of a minute would say the same.
SECONDS = 10.0
Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """A function of now, whose answer is good for some seconds."""

    def __init__(self, ask: Callable[[datetime], Value], *, times: int = 1) -> None:
        self._ask, self._times = ask, times
        self._held: tuple[datetime, Value] | None = None

    def __call__(self, at: datetime) -> Value:
        held = self._held
        if held is not None and abs(at - held[0]) < timedelta(seconds=SECONDS * self._times):
            return held[1]
        value = self._ask(at)
        self._held = (at, value)
        return value
