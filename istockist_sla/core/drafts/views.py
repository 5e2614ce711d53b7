"""Where a script keeps what is typed, and the page for a form whose token no longer holds."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from istockist_sla.core import submissions
from istockist_sla.core.drafts import keeping, oversized
from istockist_sla.core.lib import text

# Shorter values are choices and numbers, which the form itself shows again.
SHORTEST_TEXT = 20


@require_POST
@never_cache
def keep_draft(request: HttpRequest) -> JsonResponse:
    """The unsent fields of a form, as they are now; `kept` is empty where nothing is typed."""
    now = timezone.now()
    written = keeping.authorship_of(request)
    if written is None:
        return JsonResponse({"refused": "This form is too old."}, status=400)
    if submissions.was_sent(request):
        return _was_sent()
    draft = keeping.keep(request, written, at=now)
    if submissions.was_sent(request):
        # Meanwhile: what is kept now would stand there as if it had not been.
        keeping.discard(written)
        return _was_sent()
    if request.user.pk != written.person_id:
        return JsonResponse({"refused": "You are signed out."}, status=401)
    if oversized.refusal_of(request):
        return JsonResponse({"refused": "Only a part of it can be kept."}, status=413)
    return JsonResponse({"kept": text.time_gmt(now) if draft else ""})


def _was_sent() -> JsonResponse:
    return JsonResponse({"refused": "It has been sent."}, status=409)


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    """The draft of the form goes; back to its page."""
    written = keeping.authorship_of(request)
    if written is None:
        return render(request, "400.html", status=400)
    if not request.user.is_authenticated:
        return redirect_to_login(written.page)
    if written.person_id == request.user.pk:
        keeping.discard(written)
    return redirect(written.page)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token no longer holds: the text is kept, and is shown to be copied."""
    written = keeping.authorship_of(request)
    context: dict[str, Any] = {"refusal": oversized.refusal_of(request)}
    if written is not None:
        keeping.keep(request, written, at=timezone.now())
        if request.user.pk in (None, written.person_id):
            context |= {"form_url": written.form, "texts": _texts(request)}
    return render(request, "403_csrf.html", context, status=403)


def _texts(request: HttpRequest) -> list[str]:
    return [
        value
        for values in keeping.typed_fields(request).values()
        for value in values
        if len(value) >= SHORTEST_TEXT or "\n" in value or " " in value
    ]


keep_draft.takes_drafts = discard_draft.takes_drafts = True  # type: ignore[attr-defined]
