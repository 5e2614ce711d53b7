"""The page of a long file of a month: asked for here, made in the background, fetched by whoever
asked."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from istockist_sla.core import submissions
from istockist_sla.core.models import User
from istockist_sla.desk.site import site
from tickets.admin.months.frame import looked_at_again
from tickets.admin.months.guard import NoSuchFigures, client_named, month_named, permitted
from tickets.models import Client, Export
from tickets.reports import exporting
from tickets.reports.documents.files import MADE


def export_address(month: object, ending: str, client: Client | None) -> str:
    query = f"?{urlencode({'client': client.code})}" if client else ""
    return reverse("months:export", args=[month, ending]) + query


@require_http_methods(["GET", "HEAD", "POST"])
def _export_page(request: HttpRequest, month: str, ending: str) -> HttpResponse:
    now = timezone.now()
    named, client = month_named(month, now), client_named(request)
    if ending not in MADE:
        raise NoSuchFigures("There is no such file of a month.")
    if request.method == "POST":
        return _ask(request, month, ending)
    export = (
        Export.objects.filter(
            person=_person(request), month=str(named), client=client, format=ending
        )
        .order_by("-pk")
        .first()
    )
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": f"{ending.upper()} of {named.name}, {client or 'all clients'}",
        "month": named,
        "client": client,
        "export": export,
        "kept_until": export.ended_at + exporting.KEPT_FOR if export and export.ended_at else None,
    }
    page = render(request, "admin/months/export.html", context)
    return looked_at_again(page) if export and export.is_under_way else page


@transaction.atomic
def _ask(request: HttpRequest, month: str, ending: str) -> HttpResponseRedirect:
    now = timezone.now()
    named, client = month_named(month, now), client_named(request)
    if submissions.is_first(request, at=now):
        exporting.ask(person=_person(request), month=named, client=client, ending=ending, at=now)
    return redirect(export_address(named, ending, client))


@require_http_methods(["GET", "HEAD"])
def _export_file(request: HttpRequest, export_id: int) -> HttpResponseBase:
    """Nobody else's, nor one that is not there yet or any more."""
    export = Export.objects.filter(
        pk=export_id, person=_person(request), state=Export.State.DONE
    ).first()
    if export is None:
        raise Http404
    try:
        content = export.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        content, as_attachment=True, filename=export.name, content_type=export.content_type
    )


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


export_page, export_file = permitted(_export_page), permitted(_export_file)
