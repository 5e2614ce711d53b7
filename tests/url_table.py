"""The project's URL table: each address that the resolver knows, to be filled in with arguments."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

ARGUMENT = re.compile(r"<(?:\w+:)?(?P<name>\w+)>")
# A regular expression's named group, written as an argument of a path.
GROUP = re.compile(r"\(\?P(<\w+>)[^)]*\)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """`converters`: the class name of each argument's converter; "regex" where there is none."""

    name: str
    route: str
    converters: Mapping[str, str]
    view: Callable[..., Any]

    def path(self, **arguments: object) -> str:
        """The address with its arguments, each of which may be any text."""
        filled = ARGUMENT.sub(lambda found: quote(str(arguments[found["name"]])), self.route)
        return f"/{filled}"


def url_table() -> list[Address]:
    """Every address of the project, in the resolver's order."""
    return list(_walk(get_resolver(), route="", namespaces=[], converters={}))


def _walk(
    resolver: URLResolver, *, route: str, namespaces: list[str], converters: dict[str, str]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here, taken = route + _route(entry), converters | _converters(entry)
        if isinstance(entry, URLResolver):
            inner = [*namespaces, *([entry.namespace] if entry.namespace else [])]
            yield from _walk(entry, route=here, namespaces=inner, converters=taken)
        else:
            name = ":".join([*namespaces, entry.name or ""])
            yield Address(name=name, route=here, converters=taken, view=entry.callback)


def _route(entry: URLPattern | URLResolver) -> str:
    text = str(entry.pattern)
    if isinstance(entry.pattern, RegexPattern):
        return GROUP.sub(r"\1", text).strip("^$")
    return text


def _converters(entry: URLPattern | URLResolver) -> dict[str, str]:
    if isinstance(entry.pattern, RegexPattern):
        return dict.fromkeys(entry.pattern.regex.groupindex, "regex")
    return {name: type(each).__name__ for name, each in entry.pattern.converters.items()}
