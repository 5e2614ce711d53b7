"""The what-if: closed months as they would be by other terms. A supposition, never kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from istockist_sla.desk.site import site
from tickets.admin.months.what_if.drafts import filled_url
from tickets.admin.months.what_if.forms import WhatIfForm
from tickets.admin.months.what_if.rows import client_rows, flip_rows, month_rows, summary
from tickets.reports.what_if.closed_months import (
    MOST_TICKETS,
    Found,
    TooManyTickets,
    closed_months,
    what_if,
)

TOO_MANY = (
    f"These months hold more than {MOST_TICKETS:,} tickets, more than one page judges. "
    "Choose fewer months, or one client."
)


def what_if_page(request: HttpRequest) -> HttpResponse:
    """All that is supposed stands in the address, so that it can be kept as a link."""
    if request.GET.get("draft"):
        return redirect(filled_url(request, request.GET["draft"]))
    months = closed_months()
    initial = {"month": [str(month) for month in months[:1]]}
    form = WhatIfForm(request.GET or None, months=months, initial=initial)
    context = {
        **site.each_context(request),
        "title": "What if",
        "months": months,
        "form": form,
        **(_found(form) if form.is_valid() else {}),
    }
    return render(request, "admin/months/what_if.html", context)


def _found(form: WhatIfForm) -> dict[str, Any]:
    said = form.cleaned_data
    try:
        found = what_if(said["month"], form.supposition, client=said["client"])
    except TooManyTickets:
        form.add_error("month", TOO_MANY)
        return {}
    return {"found": found, "told": form.told(), **_tables(found)}


def _tables(found: Found) -> dict[str, Any]:
    return {
        "summary": summary(found),
        "month_rows": month_rows(found),
        "client_rows": client_rows(found),
        "flip_rows": flip_rows(found.flips),
        "more_flips": found.flipped - len(found.flips),
        "more_clients": found.changed_clients - len(found.clients),
    }
