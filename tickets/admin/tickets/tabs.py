"""Tabs of the queue: the fixed views, and those that people have saved, each with its count."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.views.main import ORDER_VAR
from django.http import HttpRequest
from django.urls import reverse

from istockist_sla.core.capped_counts import Capped
from istockist_sla.core.lib.numbers import row_id
from tickets.admin.counters import CAP, Counts, of_view, shown, up_to_cap
from tickets.admin.saved_views import (
    CLOSED,
    OF_CLOSED,
    VIEWS,
    WAITING,
    SavedView,
    chosen_view,
    view_of,
)
from tickets.admin.tickets import columns
from tickets.admin.tickets.filters import Columns, Saved, base_of, rows_of
from tickets.models import QueueView

# Of so many tickets a saved view counts those that pass its filters.
REACH = 5_000
MOST_VIEWS = 20


class Tab(NamedTuple):
    """`mark`: the icon of whom a saved view is for, and its words."""

    name: str
    url: str
    shown: str
    current: bool
    mark: str = ""
    mark_words: str = ""


def saved_by_people(user: Any) -> list[QueueView]:
    return list(QueueView.objects.shown_to(user).select_related("owner")[:MOST_VIEWS])


def chosen_saved(request: HttpRequest, views: Sequence[QueueView]) -> QueueView | None:
    """The saved view that the address names, of those that the person sees."""
    number = row_id(request.GET.get(Saved.parameter_name, ""))
    return next((view for view in views if view.pk == number), None)


def to_count(
    request: HttpRequest, views: Sequence[QueueView], now: datetime
) -> Mapping[str, Capped]:
    """What the tabs show, by its name among all counts."""
    user = request.user
    kinds = {
        of_view(each): up_to_cap(each.tickets(user, now))
        for each in _shown(request)
        if each is not CLOSED
    }
    for view in views:
        if view_of(view.filters.get("view", "")) in OF_CLOSED:
            continue
        kinds[f"saved {view.pk}"] = up_to_cap(rows_of(view, user, now, most=REACH))
        base = f"reach {view.filters.get('view', '')}"
        kinds[base] = Capped(base_of(view, user, now), REACH + 1)
    return kinds


def tabs(request: HttpRequest, views: Sequence[QueueView], counts: Counts) -> Iterator[Tab]:
    """The closed ones are not counted; those of people stand before what hardly anybody needs."""
    saved = chosen_saved(request, views)
    current = None if saved else chosen_view(request)
    for each in _shown(request):
        number = "" if each is CLOSED else shown(counts[of_view(each)])
        url = f"?view={each.code}" if each.code else "?"
        yield Tab(each.name, url, number, each is current)
        if each is WAITING:
            for own in views:
                url = f"?{words_of(own, request.user)}"
                yield _of_person(own, url, _number(own, counts), is_current=own is saved)


def _of_person(view: QueueView, url: str, number: str, *, is_current: bool) -> Tab:
    mark = ("users", "for all agents") if view.is_shared else ("lock", "yours alone")
    return Tab(view.name, url, number, is_current, *mark)


def _shown(request: HttpRequest) -> list[SavedView]:
    current = chosen_view(request)
    return [view for view in VIEWS if view.has_tab or view is current]


def _number(view: QueueView, counts: Counts) -> str:
    """`12+` where only the first of the tickets were looked at."""
    number = counts.get(f"saved {view.pk}")
    if number is None:
        return ""
    is_part = counts[f"reach {view.filters.get('view', '')}"] > REACH
    return f"{number}+" if is_part and number <= CAP else shown(number)


def words_of(view: QueueView, user: Any) -> str:
    """The query of the address that shows the person the list as the view keeps it."""
    query = {**view.filters, Saved.parameter_name: str(view.pk)}
    of_closed = view_of(view.filters.get("view", "")) in OF_CLOSED
    display = columns.displayed(view.columns, user, of_closed=of_closed)
    if order := columns.order_in_numbers(view.order, display):
        query[ORDER_VAR] = order
    if view.columns:
        query[Columns.parameter_name] = ",".join(view.columns)
    return reverse("admin:tickets_ticket_changelist", query=query).partition("?")[2]
