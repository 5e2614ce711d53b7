"""The manager's months: every figure with its target, its count and its rows."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from istockist_sla.core.lib.linechart import Chart, ChartLine, Point
from istockist_sla.core.lib.months import Month
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.models import Client, ClockResult, FaultClass
from tickets.reports import exports
from tickets.reports.forecast import forecast
from tickets.reports.monthly import MonthFigures, month_figures
from tickets.reports.trend import SMALL, TrendRow, trend
from tickets.sla.conditions import CONDITION_NAMES as CONDITION_WORDS
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, REASON_WORDS, RUNNING

FIRST = Month(2019, 10)
LISTED = 15


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Safe methods, signed in to the desk, and the months' own permission."""
    checked = permission_required("tickets.view_month", raise_exception=True)(view)
    return site.admin_view(require_safe(checked))


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
    rows = trend(figures.month, terms=figures.terms, client=figures.client)
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
        "trend": rows,
        "chart": _chart(figures, rows),
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


def _chart(figures: MonthFigures, rows: list[TrendRow]) -> Chart:
    below = [
        f"{FaultClass(code).label} in {row.month.name}"
        for row in rows
        for code, index in row.indices.items()
        if index.kept is False
    ]
    target = float(figures.terms.index)
    return Chart(
        "trend",
        "First answers in time, twelve months",
        f"Below {target:g} percent: {', '.join(below) or 'never'}.",
        [row.month.name[:3] for row in rows],
        [
            ChartLine(
                choice.value,
                str(choice.label),
                [
                    Point(
                        100 * row.indices[choice].met / row.indices[choice].guaranteed
                        if row.indices[choice].guaranteed
                        else None,
                        row.indices[choice].guaranteed < SMALL,
                    )
                    for row in rows
                ],
            )
            for choice in FaultClass
        ],
        target,
    )


app_name = "months"
urlpatterns = [
    path("", _guarded(month_list), name="list"),
    path("<str:month>/", _guarded(month_page), name="month"),
    path("<str:month>/json/", _guarded(month_json), name="json"),
]
