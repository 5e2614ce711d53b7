"""Filters that the lists of the desk share; those with `as_tabs` stand above the others."""

from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

ANY = "Any"


class Choice(NamedTuple):
    display: str
    query_string: str
    selected: bool


class Menu(NamedTuple):
    """A filter as the line of a list shows it; the first choice asks for nothing."""

    title: str
    choices: list[Choice]

    @property
    def chosen(self) -> Choice | None:
        return next((each for each in self.choices[1:] if each.selected), None)

    @property
    def value(self) -> str:
        return self.chosen.display if self.chosen else ""

    @property
    def without(self) -> str:
        """The address that asks for all."""
        return self.choices[0].query_string


def menu_of(spec: Any, changelist: Any) -> Menu:
    choices = [
        Choice(str(each["display"]), str(each["query_string"]), bool(each["selected"]))
        for each in spec.choices(changelist)
    ]
    first, *rest = choices
    if not is_tabs(spec):
        first = first._replace(display=ANY)
    return Menu(str(spec.title), [first, *rest])


def is_tabs(spec: Any) -> bool:
    return getattr(spec, "as_tabs", False)


class ByDecision(admin.SimpleListFilter):
    """What waits for somebody stands first; the rest is a click away."""

    title = "decision"
    parameter_name = "decision"
    as_tabs = True
    waits_for = "a decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("decided", "Decided"), ("all", "All")]

    def choices(self, changelist: Any) -> Any:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "To decide",
        }
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        rows: Any = queryset
        if self.value() == "all":
            return queryset
        return rows.decided() if self.value() == "decided" else rows.undecided()


class ByApproval(admin.SimpleListFilter):
    """What waits for somebody, and what was decided and how."""

    title = "decision"
    parameter_name = "approved"
    as_tabs = True
    values = {"waits": None, "yes": True, "no": False}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", "To decide"), ("yes", "Approved"), ("no", "Refused")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        return queryset.filter(approved=self.values[value]) if value in self.values else queryset


class _ByTwo(admin.SimpleListFilter):
    """Those of which something is true, and the others."""

    yes: str
    no: str
    condition: dict[str, Any]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "yes":
            return queryset.filter(**self.condition)
        return queryset.exclude(**self.condition) if self.value() == "no" else queryset


def by_presence(name: str, title: str, *, there: str, absent: str) -> type[_ByTwo]:
    """By whether a column holds anything."""
    condition = {f"{name}__isnull": False}
    return _by_two(name, title, {"yes": there, "no": absent, "condition": condition})


def by_flag(name: str, title: str, *, yes: str, no: str) -> type[_ByTwo]:
    """By a column of yes or no."""
    return _by_two(name, title, {"yes": yes, "no": no, "condition": {name: True}})


def _by_two(name: str, title: str, words: dict[str, Any]) -> type[_ByTwo]:
    return type(f"By{name}", (_ByTwo,), {"title": title, "parameter_name": name, **words})
