"""Lists by fifty: each page begins after the last row of the one before it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

PAGE = 50
BETWEEN = "~"


class Key(NamedTuple):
    """A column of the order; those of one list make it total."""

    name: str
    parse: Callable[[str], Any] = int
    descending: bool = False

    @property
    def order(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    @property
    def beyond(self) -> str:
        return f"{self.name}__lt" if self.descending else f"{self.name}__gt"


class Page(NamedTuple):
    """`after` asks for the next page; it is empty where there is none."""

    rows: list[Any]
    after: str = ""


def by_instant(name: str, then: str) -> tuple[Key, Key]:
    """The earliest first; of one instant by `then`."""
    return Key(name, _instant), Key(then)


def page_of(rows: QuerySet, keys: Sequence[Key], after: str = "", *, size: int = PAGE) -> Page:
    """Raises ValueError for an `after` that no page of this list has given."""
    ordered = rows.order_by(*(key.order for key in keys))
    if after:
        ordered = ordered.filter(_beyond(keys, _values(keys, after)))
    # First the places alone: what belongs to a row is joined for those that are shown.
    bare = ordered.select_related(None).prefetch_related(None)
    places = list(bare.values_list("pk", *(key.name for key in keys))[: size + 1])
    shown = {pk: n for n, (pk, *_) in enumerate(places[:size])}
    found = sorted(rows.filter(pk__in=shown).order_by(), key=lambda row: shown[row.pk])
    more = len(places) > size
    return Page(found, BETWEEN.join(map(_written, places[size - 1][1:])) if more else "")


def _beyond(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    """The first column may not go back, so that an index finds the place by it alone."""
    first = keys[0]
    condition = Q(**{f"{first.beyond}e": values[0]})
    steps = Q(pk__in=[])
    for place, key in enumerate(keys):
        before = {earlier.name: values[n] for n, earlier in enumerate(keys[:place])}
        steps |= Q(**before, **{key.beyond: values[place]})
    return condition & steps


def _values(keys: Sequence[Key], after: str) -> list[Any]:
    parts = after.split(BETWEEN)
    if len(parts) != len(keys):
        raise ValueError("There is no such page of this list.")
    return [key.parse(part) for key, part in zip(keys, parts, strict=True)]


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("There is no such page of this list.")
    return found
