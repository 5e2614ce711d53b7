"""The manager's months: every figure with its target, its count and its rows."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from istockist_sla.core.lib.months import Month
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.admin.months import listing
from tickets.admin.months.amending import (
    approve_view,
    decline_view,
    has_waiting_changes,
    propose_view,
)
from tickets.admin.months.cells import ledger, outlook_rows
from tickets.admin.months.charts import answers_page, load_page
from tickets.admin.months.closing import closing_view
from tickets.admin.months.downloads import (
    month_csv,
    month_json,
    month_pdf,
    month_schema,
    month_workbook,
)
from tickets.admin.months.export_pages import export_file, export_page
from tickets.admin.months.filters import NO_SUCH_LIST, filters_of
from tickets.admin.months.frame import choice_of_clients, frame
from tickets.admin.months.guard import (
    NoSuchFigures,
    client_named,
    figures_named,
    guarded,
    month_named,
)
from tickets.admin.months.parts import PARTS
from tickets.admin.months.spent import legend, spent_rows
from tickets.admin.months.summary import Summary
from tickets.admin.months.tiles import availability_bar, availability_before, class_tiles
from tickets.admin.months.trends import trends_page
from tickets.admin.months.what_if.pages import what_if_page
from tickets.reports import ticket_lists
from tickets.reports.behind import behind
from tickets.reports.forecast import forecast
from tickets.reports.four_figures import figures_of_months
from tickets.reports.monthly import MonthFigures
from tickets.reports.record import FIRST_MONTH
from tickets.reports.ticket_lists import ResponseFilter
from tickets.reports.verdict_words import verdict_words

# So many late first answers stand on the month's own page.
SHOWN = 10


def month_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    running = inputs.month_of(now)
    text = request.GET.get("last", "")
    last = month_named(text, now) if text else running
    client = client_named(request)
    months = _months_up_to(last)
    figures = figures_of_months(months, client=client, at=now)
    context = {
        **site.each_context(request),
        **choice_of_clients(client),
        "title": f"Months, {client}" if client else "Months",
        "figures": figures,
        "matrix": listing.matrix(figures),
        "cells": listing.legend(),
        "rows": listing.rows(figures),
        "kept": listing.kept_of_judged(figures),
        "running": running,
        "total": _distance(FIRST_MONTH, running) + 1,
        "earlier": months[-1].previous if months[-1] > FIRST_MONTH else None,
        "later": min(last.shifted(listing.LISTED), running) if last < running else None,
    }
    return render(request, "admin/months/index.html", context)


def month_page(request: HttpRequest, month: str) -> HttpResponse:
    figures = figures_named(request, month, timezone.now())
    summary = Summary(figures, behind(figures))
    missed = (
        ticket_lists.missed_page(figures, ResponseFilter(), "", SHOWN) if figures.misses else None
    )
    sentence, others = verdict_words(figures)
    context = {
        **frame(request, figures),
        "changes_wait": has_waiting_changes(figures.month, at=figures.at),
        "sentence": sentence,
        "others": others,
        "urls": {name: summary.url(name) for name in ("missed", "outages", "maintenance")},
        "missed_orders_url": summary.url("missed", orders="1"),
        "tiles": class_tiles(figures, summary),
        "availability_before": availability_before(figures),
        "bar": availability_bar(figures),
        "columns": [ledger(groups) for groups in summary.columns()],
        **(_forecast(figures) if figures.is_running else {}),
        "rows": spent_rows(missed.rows, at=figures.at) if missed else [],
        "legend": legend(),
        "more": bool(missed and missed.after),
    }
    return render(request, "admin/months/month.html", context)


def _forecast(figures: MonthFigures) -> dict[str, Any]:
    found = forecast(figures)
    return {"forecast": found, "outlooks": outlook_rows(found)}


def month_part(request: HttpRequest, month: str, part: str) -> HttpResponse:
    """One of the lists behind the figures; the next page begins after the last row of this."""
    chosen = PARTS.get(part)
    if chosen is None:
        raise NoSuchFigures(NO_SUCH_LIST)
    filters = filters_of(request.GET)
    figures = figures_named(request, month, timezone.now())
    after = request.GET.get("after", "")
    try:
        found = chosen.read(figures, filters, after)
    except (ValueError, OverflowError):
        raise NoSuchFigures("There is no such page of this list.") from None
    narrowed = {key: value for key, value in request.GET.items() if key != "after" and value}
    context = {
        **frame(request, figures),
        "title": f"{chosen.title(figures, filters)}, {figures.month.name}",
        "heading": chosen.title(figures, filters),
        "template": f"admin/months/parts/{chosen.template}.html",
        "rows": found.rows,
        "total": found.total,
        "is_later_page": bool(after),
        "first_url": f"?{urlencode(narrowed)}",
        "next_url": f"?{urlencode({**narrowed, 'after': found.after})}" if found.after else "",
        **found.more,
    }
    return render(request, "admin/months/part.html", context)


def _months_up_to(last: Month) -> list[Month]:
    months = [last.shifted(-n) for n in range(listing.LISTED)]
    return [month for month in months if month >= FIRST_MONTH]


def _distance(first: Month, last: Month) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


app_name = "months"
urlpatterns = [
    path("", guarded(month_list), name="list"),
    path("trends/", guarded(trends_page), name="trends"),
    path("what-if/", guarded(what_if_page), name="what-if"),
    path("schema/", guarded(month_schema), name="schema"),
    path("exports/<id:export_id>/file/", export_file, name="export_file"),
    path("<str:month>/", guarded(month_page), name="month"),
    path("<str:month>/json/", guarded(month_json), name="json"),
    path("<str:month>/pdf/", guarded(month_pdf), name="pdf"),
    path("<str:month>/xlsx/", guarded(month_workbook), name="xlsx"),
    path("<str:month>/csv/", guarded(month_csv), name="csv"),
    path("<str:month>/closing/", closing_view, name="closing"),
    path("<str:month>/amend/", propose_view, name="amend"),
    path("amendments/<id:amendment>/approve/", approve_view, name="approve_amendment"),
    path("amendments/<id:amendment>/decline/", decline_view, name="decline_amendment"),
    path("<str:month>/export/<slug:ending>/", export_page, name="export"),
    path("<str:month>/load/", guarded(load_page), name="load"),
    path("<str:month>/answers/", guarded(answers_page), name="answers"),
    path("<str:month>/<slug:part>/", guarded(month_part), name="part"),
]
