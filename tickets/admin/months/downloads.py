"""A month as a file: the figures of its page and the rows behind them, to keep or to compute."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from istockist_sla.core.exported import Encoder
from tickets.admin.months.guard import figures_named
from tickets.reports import exports, schema
from tickets.reports.documents.csv_file import as_csv
from tickets.reports.documents.frame import file_name
from tickets.reports.documents.pdf import as_pdf
from tickets.reports.documents.workbook import as_workbook

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def month_json(request: HttpRequest, month: str) -> HttpResponse:
    figures = figures_named(request, month, timezone.now())
    return JsonResponse(exports.as_data(figures), encoder=Encoder)


def month_schema(request: HttpRequest) -> HttpResponse:
    """What the JSON of every month looks like."""
    return JsonResponse(schema.month_schema(), content_type="application/schema+json")


def month_pdf(request: HttpRequest, month: str) -> HttpResponse:
    """A ZIP of several where the tables are long."""
    printed = as_pdf(figures_named(request, month, timezone.now()))
    return _file(printed.name, printed.content_type, printed.content)


def month_workbook(request: HttpRequest, month: str) -> HttpResponse:
    figures = figures_named(request, month, timezone.now())
    return _file(file_name(figures, ".xlsx"), WORKBOOK, as_workbook(figures))


def month_csv(request: HttpRequest, month: str) -> HttpResponse:
    figures = figures_named(request, month, timezone.now())
    return _file(file_name(figures, ".csv"), CSV, as_csv(figures))


def _file(name: str, content_type: str, content: bytes) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type, headers={"Content-Disposition": disposition})
