"""One search for tickets, their messages, help articles, faults, clients and their people."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from istockist_sla.desk.site import site
from tickets.admin.search.forms import SearchForm
from tickets.models import Fault, Ticket
from tickets.search import everything
from tickets.search.queries import fault_id, ticket_number
from tickets.search.terms import parse
from tickets.search.viewers import of_staff

NAMES = {
    "ticket": "Tickets",
    "article": "Articles",
    "fault": "Faults",
    "client": "Clients",
    "person": "People",
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A number that exists leads straight to its ticket, or to its fault."""
    if not request.user.has_perm("tickets.view_ticket"):
        raise PermissionDenied
    form = SearchForm(request.GET)
    form.is_valid()
    typed = request.GET.get("q", "").strip()
    target = _named(request, typed) if set(request.GET) == {"q"} else None
    if target:
        return redirect(target)
    context = {
        **site.each_context(request),
        "title": "Search",
        "subtitle": typed[:60],
        "typed": typed[: form.fields["q"].max_length],  # type: ignore[attr-defined]
        "form": form,
        "menus": form.menus(request.GET),
        **_found(request, form, typed),
    }
    return TemplateResponse(request, "admin/search/page.html", context)


def _named(request: HttpRequest, typed: str) -> str | None:
    number, fault = ticket_number(typed), fault_id(typed)
    if number is not None:
        ticket = Ticket.objects.filter(number=number).first()
        return reverse("admin:tickets_ticket_change", args=[ticket.pk]) if ticket else None
    found = Fault.objects.filter(pk=fault or 0).first()
    if found is not None and request.user.has_perm("tickets.view_fault"):
        return reverse("admin:tickets_fault_change", args=[found.pk])
    return None


def _found(request: HttpRequest, form: SearchForm, typed: str) -> dict[str, Any]:
    now, query = timezone.now(), parse(typed)
    filters = form.filters(now)
    viewer = of_staff(request.user.get_all_permissions())  # type: ignore[union-attr]
    found = everything.search(query, filters, viewer, now)
    kind, order = form.asked("kind"), form.asked("order") or everything.BEST
    entries = Paginator(found.in_order(kind, order), everything.ON_A_PAGE)
    page_obj = entries.get_page(request.GET.get("page"))
    counts = found.counts()
    return {
        "query": query,
        "found": found,
        "order": order,
        "is_filtered": any(filters),
        "page_obj": page_obj,
        "pages": entries.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1),
        "rows": everything.rows(list(page_obj), query),
        "tabs": [
            {"code": "", "name": "All", "count": found.total, "current": not kind},
            *(
                {"code": code, "name": NAMES[code], "count": count, "current": code == kind}
                for code, count in counts.items()
            ),
        ],
    }
