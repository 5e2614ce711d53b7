"""A closed month is amended on its closing page: what has changed since, who proposes it and why,
who approves it (M1, G10)."""

import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from istockist_sla.core import submissions
from istockist_sla.core.drafts import keeping
from istockist_sla.core.lib.months import Month
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from istockist_sla.desk.actions.pages import came_from
from tickets import inputs
from tickets.admin.months.difference_rows import DifferenceRow, difference_rows
from tickets.admin.months.guard import month_named, permitted
from tickets.models import Amendment, ClosedMonth, Closing
from tickets.reports.closing import amending
from tickets.reports.closing.differences import Changes
from tickets.reports.closing.proceeding import proceed

# A person waits so long before the page shows how far it is; a task carries it on.
SECONDS = 8
PERMISSION = "tickets.close_month"


class AmendedLink(NamedTuple):
    """A link of the chain, and of an amendment what was approved."""

    closed: ClosedMonth
    amendment: Amendment | None
    rows: list[DifferenceRow]


def amended_links(links: Iterable[ClosedMonth]) -> list[AmendedLink]:
    """The newest first."""
    return [_amended_link(each) for each in sorted(links, key=lambda link: -link.sequence)]


def _amended_link(closed: ClosedMonth) -> AmendedLink:
    if not closed.closing.is_amendment:
        return AmendedLink(closed, None, [])
    amendment = closed.closing.amendment
    return AmendedLink(closed, amendment, _rows(amendment))


def _rows(amendment: Amendment) -> list[DifferenceRow]:
    return difference_rows(Changes.read(amendment.difference).found)


def amending_context(month: Month, *, viewer: User, at: datetime) -> dict[str, Any]:
    """Of a closed month: what waits, and what is proposed; nothing of one that is not."""
    last = amending.last_closing(month)
    if last is None:
        return {}
    with inputs.asked_once():
        changes = amending.waiting_changes(last, at=at)
    amendments = Amendment.objects.of_month(month).select_related("proposer", "decider")
    proposal = amendments.undecided().first()
    return {
        "changes": difference_rows(changes.found),
        "held_by": changes.held_by,
        "proposal": proposal,
        "proposed_rows": _rows(proposal) if proposal else [],
        "is_own_proposal": proposal is not None and proposal.proposer_id == viewer.pk,
        "declined": list(amendments.filter(state=Amendment.State.DECLINED)),
        "longest_reason": amending.LONGEST_REASON,
    }


def has_waiting_changes(month: Month, *, at: datetime) -> bool:
    last = amending.last_closing(month)
    if last is None or Closing.objects.under_way().of_month(month).exists():
        return False
    return bool(amending.waiting_changes(last, at=at).found)


@require_POST
def propose(request: HttpRequest, month: str) -> HttpResponse:
    by, now = _manager(request), timezone.now()
    named = month_named(month, now)
    try:
        with transaction.atomic():
            if submissions.is_first(request, at=now):
                amending.propose(named, reason=request.POST.get("reason", ""), by=by, at=now)
    except ActionRefused as refusal:
        keeping.keep_own(request, at=now)
        messages.error(request, str(refusal))
    else:
        keeping.drop(request)
        messages.success(request, "The amendment is proposed. It waits for another manager.")
    return redirect("months:closing", month)


@require_POST
def approve(request: HttpRequest, amendment: int) -> HttpResponse:
    """Begun in a transaction of its own, so that it stands whatever happens to the rest."""
    by, now = _manager(request), timezone.now()
    month = get_object_or_404(Amendment, pk=amendment).month
    try:
        with transaction.atomic():
            submissions.is_first(request, at=now)
            closing = amending.approve(amendment, by=by, at=now)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("months:closing", month)
    ends = time.monotonic() + SECONDS
    closing = proceed(closing, at=timezone.now(), is_time=lambda: time.monotonic() < ends)
    if closing.given_up_at:
        messages.error(request, f"It cannot be amended as it is. {closing.given_up_because}")
    elif ClosedMonth.objects.filter(closing=closing).exists():
        messages.success(request, f"{closing.of.name} is amended.")
        return redirect(came_from(request) or reverse("months:closing", args=[month]))
    return redirect("months:closing", month)


@require_POST
def decline(request: HttpRequest, amendment: int) -> HttpResponse:
    by, now = _manager(request), timezone.now()
    month = get_object_or_404(Amendment, pk=amendment).month
    try:
        amending.decline(amendment, by=by, at=now)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The amendment is declined.")
    return redirect(came_from(request) or reverse("months:closing", args=[month]))


def _manager(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return request.user


propose_view, approve_view, decline_view = (permitted(each) for each in (propose, approve, decline))
