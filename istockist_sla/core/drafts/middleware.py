"""Brings a text that could not be sent back to its form."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from istockist_sla.core.drafts import keeping, oversized
from istockist_sla.core.drafts.keeping import Authorship

NOT_YOURS = "That page was somebody else’s who had signed in here before. Nothing was sent."


class OversizedFormMiddleware(MiddlewareMixin):
    """Before everything that reads a form, the check of its token first."""

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method == "POST" and not _is_of_machines(view):
            oversized.read(request)


class DraftMiddleware(MiddlewareMixin):
    """After the check of the form's token: what cannot be carried out is kept.

    The author has been signed out, or somebody else has signed in, or the form is beyond all
    limits. Nothing is sent; the text is a draft of its author.
    """

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if (
            request.method != "POST"
            or getattr(view, "takes_drafts", False)
            or _is_of_machines(view)
        ):
            return None
        written, refusal = keeping.authorship_of(request), oversized.refusal_of(request)
        if written is not None and (refusal or written.person_id != request.user.pk):
            return _give_back(request, written, refusal)
        return _turn_away(request, refusal) if refusal else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A fault of ours, or a permission that is gone: what was typed is kept all the same."""
        if request.method == "POST":
            with suppress(DatabaseError):
                keeping.keep_own(request, at=timezone.now())


def _is_of_machines(view: Any) -> bool:
    """An address to which no form of ours is sent: it reads what is posted by itself."""
    return getattr(view, "is_machine_address", False)


def _give_back(request: HttpRequest, written: Authorship, refusal: str) -> HttpResponse:
    keeping.keep(request, written, at=timezone.now())
    if refusal:
        messages.error(request, f"{refusal} Your text is kept.")
    if not request.user.is_authenticated:
        messages.warning(
            request, "You had been signed out, so nothing was sent. Your text is kept: sign in."
        )
        return redirect_to_login(written.form)
    if written.person_id != request.user.pk:
        messages.warning(request, NOT_YOURS)
        return redirect("home")
    return redirect(written.form)


def _turn_away(request: HttpRequest, refusal: str) -> HttpResponse:
    """A form without a text of anybody's, such as that of the sign-in, is shown once more."""
    if not request.user.is_authenticated:
        messages.error(request, refusal)
        return redirect(request.get_full_path())
    return render(request, "400.html", {"refusal": refusal}, status=400)
