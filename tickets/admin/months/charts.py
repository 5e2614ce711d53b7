"""A month's charts, each on a page of its own: they count what its figures do not need."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tickets.admin.months.cells import load_rows
from tickets.admin.months.frame import frame
from tickets.admin.months.guard import figures_named
from tickets.reports.distribution import distributions
from tickets.reports.drawings import distribution_drawings, load_drawing
from tickets.reports.load import load


def load_page(request: HttpRequest, month: str) -> HttpResponse:
    """When its tickets were opened, by hour and weekday, against the opening hours."""
    figures = figures_named(request, month, timezone.now())
    heading = "Load by hour and weekday"
    drawing = load_drawing(load(figures))
    context = {
        **frame(request, figures),
        "title": f"{heading}, {figures.month.name}",
        "heading": heading,
        "load": drawing,
        "rows": load_rows(drawing.hours),
    }
    return render(request, "admin/months/load.html", context)


def answers_page(request: HttpRequest, month: str) -> HttpResponse:
    """How long its first answers took, by class, as a share of their limit."""
    figures = figures_named(request, month, timezone.now())
    heading = "First answers by the share of their limit"
    context = {
        **frame(request, figures),
        "title": f"{heading}, {figures.month.name}",
        "heading": heading,
        "distributions": distribution_drawings(distributions(figures)),
    }
    return render(request, "admin/months/answers.html", context)
