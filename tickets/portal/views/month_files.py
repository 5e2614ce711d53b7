"""A closed month of the client as a file: to read, to compute with, or to recompute."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tickets import access
from tickets.access import Visit
from tickets.portal.decorators import for_readers_of_closed_months
from tickets.reports.documents.files import client_file, client_file_announced


@require_safe
@cache_control(private=True, no_cache=True)
@for_readers_of_closed_months
def month_file(request: HttpRequest, visit: Visit, sequence: int, ending: str) -> HttpResponseBase:
    """As of the closing or the amendment, whenever it is asked for; nothing is made for who asks
    for the headers alone."""
    closed, own = access.closed_month_or_404(visit.administrator, sequence)
    answer: HttpResponseBase
    if request.method == "HEAD":
        name, content_type = client_file_announced(closed, own.client, ending)
        answer = StreamingHttpResponse((), content_type=content_type)
    else:
        name, content_type, content = client_file(closed, own.client, ending)
        answer = HttpResponse(content, content_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
