"""A month as a file: the figures of its page and the rows behind them, to keep or to compute."""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header

from istockist_sla.core.exported import Encoder
from tickets.admin.months.export_pages import export_address
from tickets.admin.months.guard import figures_named
from tickets.reports import exports, schema
from tickets.reports.documents.files import ANNOUNCED, MADE
from tickets.reports.exporting import is_long

JSON = "application/json"


def month_json(request: HttpRequest, month: str) -> HttpResponseBase:
    figures = figures_named(request, month, timezone.now())
    if request.method == "HEAD":
        return _headers_alone(JSON)
    return JsonResponse(exports.as_data(figures), encoder=Encoder)


def month_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of every month looks like."""
    return JsonResponse(schema.month_schema(), content_type="application/schema+json")


def month_pdf(request: HttpRequest, month: str) -> HttpResponseBase:
    """A ZIP of several where the tables are long."""
    return _file(request, month, "pdf")


def month_workbook(request: HttpRequest, month: str) -> HttpResponseBase:
    return _file(request, month, "xlsx")


def month_csv(request: HttpRequest, month: str) -> HttpResponseBase:
    return _file(request, month, "csv")


def _file(request: HttpRequest, month: str, ending: str) -> HttpResponseBase:
    """Nothing is made for who asks for the headers alone, and a long file in the background."""
    figures = figures_named(request, month, timezone.now())
    if is_long(figures):
        return HttpResponseRedirect(export_address(figures.month, ending, figures.client))
    if request.method == "HEAD":
        name, content_type = ANNOUNCED[ending](figures)
        answer = _headers_alone(content_type)
    else:
        name, content_type, content = MADE[ending](figures)
        answer = HttpResponse(content, content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Disposition"] = str(disposition)
    return answer


def _headers_alone(content_type: str) -> HttpResponseBase:
    """Without a length, which nobody knows before the file is made."""
    return StreamingHttpResponse((), content_type=content_type)
