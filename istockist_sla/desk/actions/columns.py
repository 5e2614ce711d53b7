"""Columns that lists of the desk share."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin

from istockist_sla.core.lib.text import NONE, stamp


def instant_column(name: str, description: str) -> Callable[[Any], str]:
    """A list's column of instants, sorted by the field `name`."""

    @admin.display(description=description, ordering=name)
    def column(row: Any) -> str:
        at = getattr(row, name)
        return stamp(at) if at else NONE

    column.__name__ = name
    return column
