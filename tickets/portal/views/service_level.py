"""My service level: twelve months at a glance, each month with what stands behind it, and how the
agreement came to say what it says."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from istockist_sla.core.lib.months import Month
from tickets import inputs
from tickets.access import Visit
from tickets.portal import amendments, month, service_filter
from tickets.portal.agreement import version_changes
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators
from tickets.portal.year import year_of
from tickets.reports.record import FIRST_MONTH
from tickets.wording import not_judged

NAV = "service_level"
ON_A_PAGE = 50


@require_safe
@for_administrators
def service_level(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render_page(
        request,
        visit,
        "service_level.html",
        nav=NAV,
        year=year_of(visit),
        contestable=month.contestable(visit),
    )


@require_safe
@for_administrators
def service_month(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    of = _month_or_404(visit, name)
    page = month.month_page(visit, of)
    return render_page(
        request,
        visit,
        "service_month.html",
        nav=NAV,
        page=page,
        figures=page.figures,
        amendments=amendments.amendments_of(page.links, visit.client.pk),
        earlier=of.previous if of > FIRST_MONTH else None,
        later=of.next if of < inputs.month_of(visit.now) else None,
    )


@require_safe
@for_administrators
def service_tickets(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """The tickets behind one of the month's numbers."""
    of = _month_or_404(visit, name)
    wanted = service_filter.ServiceFilter(request.GET)
    rows = wanted.narrowed(month.figures_of(visit, of)).order_by("opened_at", "ticket_id")
    page_obj = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render_page(
        request,
        visit,
        "service_tickets.html",
        nav=NAV,
        month=of,
        title=wanted.title,
        page_obj=page_obj,
        judged=[(row, not_judged.sentence_for_client(row.reason)) for row in page_obj],
    )


@require_safe
@for_administrators
def versions(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render_page(request, visit, "versions.html", nav=NAV, versions=version_changes(visit))


def _month_or_404(visit: Visit, name: str) -> Month:
    try:
        return month.month_of_record(name, visit.now)
    except ValueError as error:
        raise Http404(str(error)) from error
