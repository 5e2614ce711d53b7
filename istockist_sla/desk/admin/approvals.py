"""The inbox of proposals: all that waits for another person's decision, one of them open (G10)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from istockist_sla.core.lib.text import join_words
from istockist_sla.desk.approvals import Entry, Inbox, inbox_of, sources_for
from istockist_sla.desk.site import site

DECIDED = "That is decided already."


@require_safe
def page(request: HttpRequest, kind: str = "", object_id: int = 0) -> HttpResponse:
    """The oldest is open where the address names none."""
    now = timezone.now()
    if not sources_for(request.user):
        raise PermissionDenied
    inbox = inbox_of(request.user, at=now)
    entry = _named(inbox, kind, object_id) if kind else next(iter(inbox.to_decide), None)
    if kind and entry is None:
        _refuse_unknown(request, kind, object_id)
        messages.info(request, DECIDED)
        return redirect("admin:approvals")
    context = {
        **site.each_context(request),
        "title": "Approvals",
        "inbox": inbox,
        "entry": entry,
        "is_named": bool(kind),
        "blocked": join_words([month.name for month in inbox.blocked]) if inbox.blocked else "",
        **(_opened(request, inbox, entry, now) if entry else {}),
    }
    return TemplateResponse(request, "admin/approvals.html", context)


def _named(inbox: Inbox, kind: str, object_id: int) -> Entry | None:
    named = (kind, object_id)
    return next((e for e in inbox.entries if (e.proposal.kind, e.proposal.pk) == named), None)


def _refuse_unknown(request: HttpRequest, kind: str, object_id: int) -> None:
    source = next((each for each in sources_for(request.user) if each.kind == kind), None)
    if source is None or not source.is_known(object_id):
        raise Http404


def _opened(request: HttpRequest, inbox: Inbox, entry: Entry, now: Any) -> dict[str, Any]:
    proposal, entries = entry.proposal, inbox.entries
    source = next(each for each in sources_for(request.user) if each.kind == proposal.kind)
    row = source.find(proposal.pk)
    if row is None:
        raise Http404
    place, sheet = entries.index(entry), source.sheet(row, request, now)
    closing = inbox.closing_change(entry)
    return {
        "sheet": sheet,
        "changes": [*sheet.changes, *([closing] if closing else [])],
        "place": place + 1,
        "total": len(entries),
        "earlier": entries[place - 1] if place else None,
        "later": entries[place + 1] if place + 1 < len(entries) else None,
    }
