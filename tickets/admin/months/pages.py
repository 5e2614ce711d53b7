"""The manager's months: every figure with its target, its count and its rows."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone

from istockist_sla.core.lib.months import Month
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.admin.months.drawings import distribution_drawings, load_drawing, trend_drawing
from tickets.admin.months.guard import guarded
from tickets.admin.months.trends import trends_page
from tickets.models import Client, ClockResult
from tickets.reports import exports
from tickets.reports.distribution import distributions
from tickets.reports.forecast import forecast
from tickets.reports.load import load
from tickets.reports.monthly import MonthFigures, month_figures
from tickets.reports.trend import FIRST, trend
from tickets.sla.conditions import CONDITION_NAMES as CONDITION_WORDS
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, REASON_WORDS, RUNNING

LISTED = 15


def month_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    month = inputs.month_of(now)
    months: list[Month] = []
    while month >= FIRST and len(months) < LISTED:
        months.append(month)
        month = month.previous
    latest = [month_figures(month, at=now) for month in months[:3]]
    return render(
        request,
        "admin/months/index.html",
        {**site.each_context(request), "title": "Months", "latest": latest, "months": months[3:]},
    )


def month_page(request: HttpRequest, month: str) -> HttpResponse:
    figures = _figures(request, month)
    context = {
        **site.each_context(request),
        "title": f"{figures.month.name}, {figures.client or 'all clients'}",
        "figures": figures,
        "forecast": forecast(figures) if figures.is_running else None,
        "now": figures.at,
        "clients": Client.objects.all(),
        "groups": (groups := _outside(figures)),
        "outside": sum(len(group.rows) for group in groups),
        "fix_missed": figures.fixes.filter(verdict=MISSED),
        "guaranteed": zip(figures.classes, figures.guaranteed.values(), strict=True),
        "trend": trend_drawing(trend(figures.month, client=figures.client), figures.client),
        "load": load_drawing(load(figures)),
        "distributions": distribution_drawings(distributions(figures)),
        "later": figures.month.next if figures.month < inputs.month_of(figures.at) else None,
        "earlier": figures.month.previous if figures.month > FIRST else None,
    }
    return render(request, "admin/months/month.html", context)


def month_json(request: HttpRequest, month: str) -> HttpResponse:
    return JsonResponse(exports.as_data(_figures(request, month)))


def _figures(request: HttpRequest, text: str) -> MonthFigures:
    now = timezone.now()
    try:
        month = Month.parse(text)
    except ValueError:
        raise Http404("There is no such month.") from None
    if not FIRST <= month <= inputs.month_of(now):
        raise Http404("There are no figures for that month.")
    code = request.GET.get("client", "")
    client = get_object_or_404(Client, code=code) if code else None
    return month_figures(month, client=client, at=now)


class VerdictGroup(NamedTuple):
    """Tickets outside the index for one reason."""

    verdict: str
    words: str
    rows: list[ClockResult]


def _outside(figures: MonthFigures) -> list[VerdictGroup]:
    """Excluded by condition, not covered by reason, then what is still undecided (G9)."""
    excluded = [
        VerdictGroup(EXCLUDED, CONDITION_WORDS.get(code, code), rows)
        for code, rows in figures.excluded.items()
    ]
    not_covered = [
        VerdictGroup(NOT_COVERED, REASON_WORDS.get(code, code), rows)
        for code, rows in figures.not_covered.items()
    ]
    running = [VerdictGroup(RUNNING, "Undecided", figures.running)] if figures.running else []
    return excluded + not_covered + running


app_name = "months"
urlpatterns = [
    path("", guarded(month_list), name="list"),
    path("trends/", guarded(trends_page), name="trends"),
    path("<str:month>/", guarded(month_page), name="month"),
    path("<str:month>/json/", guarded(month_json), name="json"),
]
