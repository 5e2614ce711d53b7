"""The chain of closed months for everybody: hashes and instants, no figure and no client.

No sign-in, nothing changes, and no page knows who reads it.
"""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

from tickets.closed_months import feed
from tickets.models import ClosedMonth, Verifier
from tickets.sla.bundle import canonical

ON_A_PAGE = 60
MINUTE, YEAR = 60, 365 * 24 * 3600


@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    links = Paginator(ClosedMonth.objects.published(), ON_A_PAGE)
    page_obj = links.get_page(request.GET.get("page"))
    return _page(request, "list", page_obj=page_obj)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """How to check a bundle, with the heads that one in the browser is compared with."""
    links = list(ClosedMonth.objects.published())
    heads = [{"head": each.head, "title": str(each)} for each in links]
    return _page(request, "check", newest=next(iter(links), None), heads=heads)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    content = feed.atom(ClosedMonth.objects.published()[:ON_A_PAGE])
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    return _kept(request, response, canonical.digest(content), _newest_at())


@require_safe
def document(request: HttpRequest, sequence: int) -> HttpResponse:
    """month.json as it was hashed, to the byte."""
    closed = get_object_or_404(
        ClosedMonth.objects.only("document", "head", "closed_at"), sequence=sequence
    )
    response = HttpResponse(closed.document, content_type="application/json")
    return _kept(request, response, closed.head, closed.closed_at)


@require_safe
def verifier(request: HttpRequest, digest: str) -> HttpResponse:
    """The program of that hash; what has it can never be another one."""
    found = Verifier.objects.filter(digest=digest).first()
    if found is None:
        raise Http404("There is no such verifier.")
    headers = {"Content-Disposition": 'attachment; filename="verify.py"'}
    response = HttpResponse(
        found.source, content_type="text/x-python; charset=utf-8", headers=headers
    )
    return _kept(request, response, found.digest, found.kept_at, seconds=YEAR, immutable=True)


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    """Without the request: the page is the same for everybody."""
    text = render_to_string(f"closed_months/{name}.html", context)
    return _kept(request, HttpResponse(text), canonical.digest(text.encode()), _newest_at())


def _newest_at() -> datetime | None:
    links = ClosedMonth.objects.order_by("-sequence")
    return links.values_list("closed_at", flat=True).first()


def _kept(
    request: HttpRequest,
    response: HttpResponse,
    hash_of_content: str,
    changed_at: datetime | None,
    *,
    seconds: int = MINUTE,
    **cache_control: bool,
) -> HttpResponse:
    """The answer, or that it is still the one which the reader has."""
    etag = quote_etag(hash_of_content)
    modified = int(changed_at.timestamp()) if changed_at else None
    response["ETag"] = etag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    patch_cache_control(response, public=True, max_age=seconds, **cache_control)
    kept = get_conditional_response(request, etag, modified, response)
    assert kept is not None
    return kept
