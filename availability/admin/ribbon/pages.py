"""Availability month by month: ribbons, what they rest on, and the gaps that nobody explained."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from availability.admin.gaps.forms import ExplainForm
from availability.admin.imports.forms import ReadForm
from availability.admin.outages.forms import DeclareForm
from availability.admin.ribbon import rows
from availability.admin.ribbon.drawing import ribbons
from availability.admin.ribbon.month import ribbon_month
from availability.agreement import in_force
from istockist_sla.core.lib.months import Month
from istockist_sla.desk.site import site

PERMISSION = "availability.view_outage"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    now, agreement = timezone.now(), in_force()
    running = agreement.months().month_of(now)
    shown = ribbon_month(_month(request, running), at=now, agreement=agreement)
    context = {
        **site.each_context(request),
        "title": f"Availability, {shown.month.name}",
        "page": shown,
        "ribbons": ribbons(shown),
        "outages": list(rows.outage_lines(shown)),
        "maintenance": rows.maintenance_lines(shown),
        "gaps": [
            (line, rows.names(line.gap.components, len(shown.components)))
            for line in rows.gap_lines(shown)
        ],
        "earlier": shown.month.previous if shown.month > Month(2000, 1) else None,
        "later": shown.month.next if shown.month < running else None,
        "running": running,
        "may_declare": DeclareForm.has_permission(request.user),
        "may_explain": ExplainForm.has_permission(request.user),
        "may_import": ReadForm.has_permission(request.user),
    }
    return TemplateResponse(request, "admin/availability/month.html", context)


def _month(request: HttpRequest, running: Month) -> Month:
    """The one of the address; the running one, with a word about it, where there is no such."""
    text = request.GET.get("month", "")
    if not text:
        return running
    try:
        month = Month.parse(text)
    except ValueError as error:
        messages.warning(request, str(error))
        return running
    if month > running:
        messages.warning(request, f"{month.name} has not begun yet.")
        return running
    return month
