"""Steps on the tickets that were selected in the queue: what was posted there leads to the step's
own page, which lists them; what is posted here is done for each, and refusals are told by row."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from istockist_sla.core import submissions
from istockist_sla.core.drafts import keeping
from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.lib.text import counted
from istockist_sla.core.refusal import ActionRefused
from tickets.admin.permissions import HANDLE
from tickets.admin.tickets.bulk_steps import STEPS, BulkStep
from tickets.admin.tickets.queue import with_newest_event
from tickets.models import Ticket

MOST_TICKETS = 100
CHOSEN, BACK = "_selected_action", "back"
NONE_CHOSEN = "Choose rows of the list first."


class Row(NamedTuple):
    """A selected ticket, and why the step does not fit it."""

    ticket: Ticket
    unfit: str


class ButtonOfStep(NamedTuple):
    code: str
    label: str
    icon: str
    is_of_one_client: bool


def buttons() -> list[ButtonOfStep]:
    return [
        ButtonOfStep(code, step.label, step.icon, step.is_of_one_client)
        for code, step in STEPS.items()
    ]


def page(request: HttpRequest, step: str, *, frame: Mapping[str, Any]) -> HttpResponse:
    """`frame` is the context that all pages of the desk share."""
    if not request.user.has_perms(HANDLE):
        raise PermissionDenied
    step_class = STEPS.get(step)
    if step_class is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    tickets = _chosen([*given.getlist(CHOSEN), *request.GET.getlist(CHOSEN)])
    back = _queue_url(given.get(BACK, "") or request.GET.get(BACK, ""))
    if not tickets:
        messages.warning(request, NONE_CHOSEN)
        return redirect(back)
    if request.method == "POST" and (step_class.is_immediate or "confirmed" in given):
        return _take(request, step_class, tickets, back, frame)
    if step_class.is_immediate:
        return redirect(back)
    if request.method == "POST":
        query = QueryDict(mutable=True)
        query.setlist(CHOSEN, [str(ticket.pk) for ticket in tickets])
        query[BACK] = given.get(BACK, "")[:500]
        return redirect(f"{request.path}?{query.urlencode()}")
    form = step_class(tickets=tickets)
    keeping.fill(form, keeping.find(request, _draft_form(request)))
    return _form_page(request, form, back, frame)


def _chosen(given: Iterable[str]) -> list[Ticket]:
    """In the order in which they are locked."""
    ids = {number for each in given if (number := row_id(each)) is not None}
    rows = Ticket.objects.filter(pk__in=sorted(ids)[:MOST_TICKETS])
    return list(with_newest_event(rows.select_related("client", "owner")).order_by("pk"))


def _queue_url(query: str) -> str:
    """The list as it was filtered."""
    words = QueryDict(query.encode(errors="replace")[:500])
    return f"{reverse('admin:tickets_ticket_changelist')}?{words.urlencode()}".rstrip("?")


def _draft_form(request: HttpRequest) -> str:
    return f"{request.path}#form"


def _take(
    request: HttpRequest,
    step_class: type[BulkStep],
    tickets: list[Ticket],
    back: str,
    frame: Mapping[str, Any],
) -> HttpResponse:
    form = step_class(request.POST, tickets=tickets)
    if not form.is_valid():
        keeping.keep_own(request, at=timezone.now())
        return _form_page(request, form, back, frame)
    now = timezone.now()
    with transaction.atomic():
        if not submissions.is_first(request, at=now):
            messages.info(request, submissions.SAID_TWICE)
            return redirect(back)
        refusals = list(_done(request, form, now))
    for ticket, why in refusals:
        messages.error(request, f"{ticket.number}: {why}")
    if number := len(tickets) - len(refusals):
        messages.success(request, f"{counted(number, 'ticket')} {form.done[number > 1]}.")
        keeping.drop(request)
    return redirect(back)


def _done(request: HttpRequest, form: BulkStep, now: datetime) -> Iterator[tuple[Ticket, str]]:
    """Takes the step on each; those that the door refuses, with why."""
    for ticket in form.tickets:
        seen = row_id(request.POST.get(f"seen-{ticket.pk}", "")) or 0
        try:
            with transaction.atomic():
                form.perform(ticket, by=request.user, at=now, seen=seen)  # type: ignore[arg-type]
        except TransitionNotAllowed:
            yield ticket, "This step is not possible now."
        except ActionRefused as refusal:
            yield ticket, str(refusal)


def _form_page(
    request: HttpRequest, form: BulkStep, back: str, frame: Mapping[str, Any]
) -> HttpResponse:
    label = form.label.rstrip("…")
    rows = [Row(ticket, form.unfit(ticket, request.user)) for ticket in form.tickets]
    fit = sum(not row.unfit for row in rows)
    context = {
        **frame,
        "title": f"{label}: {counted(len(rows), 'ticket')}",
        "label": label,
        "form": form,
        "rows": rows,
        "fit": fit,
        "back": back,
        "draft_form": _draft_form(request),
    }
    return TemplateResponse(request, "admin/tickets/ticket/bulk.html", context)
