"""Why a ticket's first answer was in time or late: every second, counted or not."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from istockist_sla.core.lib.months import Month
from tickets import access
from tickets.access import Visit
from tickets.explain import CLIENT, as_text, explain, explanation_panels
from tickets.portal.context import render_page
from tickets.portal.decorators import for_administrators


@require_safe
@for_administrators
def why(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    ticket = access.ticket_or_404(visit.administrator, number)
    explanation = explain(ticket, now=visit.now, audience=CLIENT)
    return render_page(
        request,
        visit,
        "why.html",
        nav="tickets",
        ticket=ticket,
        explanation=explanation,
        panels=explanation_panels(explanation.clocks),
        month=Month.parse(explanation.month).name,
        text=as_text(explanation),
    )
