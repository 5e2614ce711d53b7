"""The page on which a manager closes a month: what stands in the way, how far it is, what came of
it (M1)."""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from istockist_sla.core import submissions
from istockist_sla.core.lib.text import instant_long
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.desk.site import site
from tickets.admin.months.amending import (
    PERMISSION,
    SECONDS,
    amended_links,
    amending_context,
)
from tickets.admin.months.frame import looked_at_again
from tickets.admin.months.guard import month_named, permitted
from tickets.models import ClosedMonth, Closing
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.checklist import Check, checklist
from tickets.reports.closing.extent import clients_of
from tickets.reports.closing.proceeding import proceed


class Point(NamedTuple):
    """A line of the checklist: what it says, and links to what blocks it."""

    holds: bool
    text: str
    links: list[tuple[str, str]]
    more: int


@require_http_methods(["GET", "HEAD", "POST"])
def closing_page(request: HttpRequest, month: str) -> HttpResponse:
    now = timezone.now()
    named = month_named(month, now)
    if request.method == "POST":
        return _close(request, month)
    closing = Closing.objects.standing().of_month(named).order_by("-number").first()
    links = list(
        ClosedMonth.objects.of_month(named).select_related(
            "closing__closer", "closing__amendment__proposer"
        )
    )
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": f"Closing of {named.name}",
        "month": named,
        "links": amended_links(links),
        "last": links[-1] if links else None,
        "may_close": request.user.has_perm(PERMISSION),
    }
    if closing is None:
        points = [_point(check) for check in checklist(named, at=now)]
        context |= {
            "points": points,
            "is_ready": all(point.holds for point in points),
            "given_up": Closing.objects.of_month(named).exclude(given_up_at=None).last(),
        }
    elif Closing.objects.under_way().filter(pk=closing.pk).exists():
        clients = len(clients_of(closing))
        context |= {"under_way": closing, "made": closing.clients.count(), "clients": clients}
    else:
        context |= amending_context(named, viewer=request.user, at=now)  # type: ignore[arg-type]
    page = render(request, "admin/months/closing.html", context)
    return looked_at_again(page) if "under_way" in context else page


def _close(request: HttpRequest, month: str) -> HttpResponse:
    """Begun in a transaction of its own, so that it stands whatever happens to the rest."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    now = timezone.now()
    try:
        with transaction.atomic():
            submissions.is_first(request, at=now)
            closing = begin(month_named(month, now), by=request.user, at=now)  # type: ignore[arg-type]
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("months:closing", month)
    ends = time.monotonic() + SECONDS
    closing = proceed(closing, at=timezone.now(), is_time=lambda: time.monotonic() < ends)
    if closing.given_up_at:
        messages.error(request, f"It cannot be closed as it is. {closing.given_up_because}")
    elif ClosedMonth.objects.filter(closing=closing).exists():
        messages.success(request, f"{closing.of.name} is closed.")
    return redirect("months:closing", month)


def _point(check: Check) -> Point:
    links = [LINKS[check.code](row) for row in check.rows] if check.rows else []
    return Point(check.holds, TEXTS[check.code](check), links, check.total - len(check.rows))


def _date(check: Check) -> str:
    opening = instant_long(check.said["from"])
    return f"The fifth support date of the next month has begun: {opening}"


def _order(check: Check) -> str:
    if check.holds:
        return "No month is left out before it"
    return f"{check.said['expected'].name} comes first"


def _plain(text: str) -> Callable[[Check], str]:
    return lambda check: text


TEXTS: dict[str, Callable[[Check], str]] = {
    "date": _date,
    "order": _order,
    "alone": _plain("No other month is being closed"),
    "responses": _plain("Every first answer has its verdict"),
    "findings": _plain("Every finding is decided"),
    "interruptions": _plain("Every declared interruption is decided"),
    "exclusions": _plain("Every exclusion is decided"),
    "corrections": _plain("Every correction of an outage is decided"),
    "causes": _plain("Every cause of an outage is decided"),
    "work": _plain("All work recorded late is decided"),
}


def _page(name: str, pk: int) -> str:
    return reverse(f"admin:{name}_change", args=[pk])


LINKS: dict[str, Callable[[Any], tuple[str, str]]] = {
    "alone": lambda row: (row.of.name, reverse("months:closing", args=[row.month])),
    "responses": lambda row: (
        f"Ticket {row.ticket.number}, {row.ticket.client}",
        _page("tickets_ticket", row.ticket_id),
    ),
    "findings": lambda row: (str(row), _page("tickets_finding", row.pk)),
    "interruptions": lambda row: (str(row), _page("availability_outage", row.outage_id)),
    "exclusions": lambda row: (str(row), _page("availability_exclusion", row.pk)),
    "corrections": lambda row: (
        str(row),
        _page("availability_outage", row.interruption.outage_id),
    ),
    "causes": lambda row: (str(row), _page("availability_outage", row.outage_id)),
    "work": lambda row: (str(row), _page("availability_maintenance", row.maintenance_id)),
}
closing_view = permitted(closing_page)
