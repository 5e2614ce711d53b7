"""What the page of the queue shows around its list."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.views.main import ORDER_VAR
from django.http import HttpRequest
from django.urls import reverse

from tickets.admin import counters, saved_views
from tickets.admin.tickets import bulk, columns, tabs
from tickets.admin.tickets.filters import Columns

# How often the page asks how the queue is now, in seconds.
REFRESHED_EVERY = 30
# What does not outlive a choice of other columns: Django numbers them in the order of the list.
OF_COLUMNS = (Columns.parameter_name, ORDER_VAR)


class ColumnChoice(NamedTuple):
    code: str
    name: str
    is_shown: bool


def context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Its counters and tabs, all counted in one statement, and what saves or changes a view."""
    views = tabs.saved_by_people(request.user)
    counts = counters.count(request.user, now, tabs.to_count(request, views, now))
    saved, view = tabs.chosen_saved(request, views), saved_views.chosen_view(request)
    return {
        "tabs": list(tabs.tabs(request, views, counts)),
        "counters": counters.counters(request.user, now, counts),
        "view": view,
        "is_of_closed": view in saved_views.OF_CLOSED,
        "saved": saved,
        "owns_saved": saved is not None and saved.owner_id == request.user.pk,
        "save_url": _save_url(request),
        "column_choices": list(_columns(request)),
        "kept": [
            pair for pair in _pairs(request) if pair[0] not in (Columns.parameter_name, ORDER_VAR)
        ],
        "bulk_buttons": bulk.buttons(),
        "query": request.GET.urlencode(),
        "refreshed_every": REFRESHED_EVERY,
        "subtitle": None,
    }


def _columns(request: HttpRequest) -> Iterator[ColumnChoice]:
    shown = columns.chosen(request.GET.getlist(Columns.parameter_name))
    for code, column in columns.CHOICE.items():
        yield ColumnChoice(code, column.short_description, code in shown)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """What the address says, but for the page."""
    return [
        (name, value) for name, values in request.GET.lists() if name != "p" for value in values
    ]


def _save_url(request: HttpRequest) -> str:
    """Where the list as it is now gets a name."""
    words = dict(_pairs(request))
    chosen = request.GET.getlist(Columns.parameter_name)
    if chosen:
        words[Columns.parameter_name] = ",".join(columns.chosen(chosen))
    return reverse("admin:tickets_queueview_add", query=words or None)
