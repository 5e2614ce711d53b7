"""The client's closed months: what was kept in each, and the bundle to check it by."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.portal.closed_months import cards
from tickets.portal.context import render_page, render_public_page
from tickets.portal.decorators import for_readers_of_closed_months
from tickets.reports.closing.bundle_file import bundle_file
from tickets.sla.bundle.canonical import digest

ON_A_PAGE = 12


@require_safe
@never_cache
@for_readers_of_closed_months
def months(request: HttpRequest, visit: Visit) -> HttpResponse:
    links = access.closed_months_of(visit.administrator).published()
    page_obj = Paginator(links, ON_A_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {
        "nav": "service_level",
        "whose": visit.client,
        "page_obj": page_obj,
        "cards": cards(list(page_obj)),
    }
    if visit.is_over:
        return render_public_page(request, visit.now, "months.html", **shown)
    return render_page(request, visit, "months.html", **shown)


@require_safe
@cache_control(private=True, no_cache=True)
@for_readers_of_closed_months
def bundle(request: HttpRequest, visit: Visit, sequence: int) -> HttpResponse:
    """To be kept by whoever asked for it alone; asked again, it is sent only if it has changed."""
    closed, own = access.closed_month_or_404(visit.administrator, sequence)
    file = bundle_file(closed, own)
    etag, modified = quote_etag(digest(file.data)), int(closed.closed_at.timestamp())
    headers = {
        "Content-Disposition": content_disposition_header(True, file.name) or "",
        "ETag": etag,
        "Last-Modified": http_date(modified),
    }
    response = HttpResponse(file.data, content_type="application/zip", headers=headers)
    unchanged = get_conditional_response(request, etag, modified, response)
    assert unchanged is not None
    return unchanged
