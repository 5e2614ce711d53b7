"""The desk's pages that explain a ticket's verdicts, and how we read the agreement."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from istockist_sla.core.lib.months import Month
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.admin.sla_calculator import pages
from tickets.explain import as_text, chapters, explain, explanation_panels
from tickets.models import Ticket

PERMISSION = "tickets.view_ticket"


@require_safe
def page(request: HttpRequest, object_id: int) -> HttpResponse:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    ticket = get_object_or_404(Ticket.objects.select_related("client"), pk=object_id)
    explanation = explain(ticket, now=timezone.now())
    context = {
        **site.each_context(request),
        "title": f"Why? {ticket.number}",
        "ticket": ticket,
        "explanation": explanation,
        "panels": explanation_panels(explanation.clocks),
        "month": Month.parse(explanation.month).name,
        "text": as_text(explanation),
        "readings_url": reverse("desk_readings"),
        "tester_url": pages.case_url(explanation)
        if request.user.has_perm(pages.PERMISSION)
        else "",
    }
    return TemplateResponse(request, "admin/tickets/ticket/why.html", context)


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """The register with the values of the standard agreement."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    now = timezone.now()
    terms = inputs.published_versions().standard(now)
    context = {
        **site.each_context(request),
        "title": "How we read the agreement",
        "groups": chapters(terms, now.year),
        "agreement": f"{terms.agreement}, version {terms.version}",
    }
    return TemplateResponse(request, "admin/readings.html", context)
