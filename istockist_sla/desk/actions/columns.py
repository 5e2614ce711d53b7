"""Columns that lists of the desk share."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.utils import timezone

from istockist_sla.core.lib.text import NONE, moment


def instant_column(name: str, description: str) -> Callable[[Any], str]:
    """A list's column of instants, whose head names their clock, sorted by the field `name`."""

    @admin.display(description=f"{description}, GMT", ordering=name)
    def column(row: Any) -> str:
        return instant_cell(getattr(row, name))

    column.__name__ = name
    return column


def instant_cell(at: Any) -> str:
    """An instant in a column whose head names its clock."""
    return moment(at, timezone.now()) if at else NONE


def flag_column(name: str, description: str, yes: str, no: str = NONE) -> Callable[[Any], str]:
    """A list's column of yes or no, in words."""

    @admin.display(description=description, ordering=name)
    def column(row: Any) -> str:
        return yes if getattr(row, name) else no

    column.__name__ = name
    return column
