"""The page Account, and what its groups save."""

from datetime import datetime
from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from istockist_sla.account import events, factors, sessions, wishes, zones
from istockist_sla.account.forms import AppearanceForm, WishesForm
from istockist_sla.core import clocks
from istockist_sla.core.lib import text
from istockist_sla.core.models import User
from tickets import access, records
from tickets.models import ClientAdministrator
from tickets.wording.letters import OPTIONAL_LETTERS, OptionalLetter

CODES = 10
GROUPS = ("sessions", "letters", "appearance")


@require_safe
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(
    request: HttpRequest, *, appearance: AppearanceForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    user = cast(User, request.user)
    administrator = access.administrator_of(user, now.date())
    context = {
        "now": now,
        "nav": "account",
        "administrator": administrator,
        "client": administrator.client if administrator else None,
        "roles": list(user.groups.order_by("name").values_list("name", flat=True)),
        "factor_required": factors.is_required(user),
        **_notes(request),
        **_factors(user),
        "sessions": sessions.of_user(user, request.session.session_key),
        "always": wishes.always(user),
        "wishes": _wishes_form(administrator),
        "optional": _optional(administrator),
        "colleagues": _colleagues(administrator, now),
        "appearance": appearance or AppearanceForm(instance=user),
        "now_there": zones.now_there(user.zone, now),
    }
    return render(request, "account/account.html", context, status=status)


def _notes(request: HttpRequest) -> dict[str, Any]:
    """What was saved is told in its own group, where the eye is; the rest at the head."""
    told = list(messages.get_messages(request))
    return {
        "notes": {note.extra_tags: note for note in told if note.extra_tags in GROUPS},
        "messages": [note for note in told if note.extra_tags not in GROUPS],
    }


def _factors(user: Any) -> dict[str, Any]:
    rows = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    by_type: dict[str, list[Authenticator]] = {}
    for row in rows:
        by_type.setdefault(row.type, []).append(row)
    return {
        "passkeys": by_type.get(Authenticator.Type.WEBAUTHN, []),
        "app": next(iter(by_type.get(Authenticator.Type.TOTP, [])), None),
        "recovery": next(iter(by_type.get(Authenticator.Type.RECOVERY_CODES, [])), None),
        "codes_left": factors.unused_codes(user),
        "codes": CODES,
    }


def _wishes_form(administrator: ClientAdministrator | None) -> WishesForm | None:
    if administrator is None:
        return None
    return WishesForm(
        initial={"copies": administrator.wants_copies, "reports": administrator.wants_reports}
    )


def _optional(administrator: ClientAdministrator | None) -> list[tuple[str, OptionalLetter, bool]]:
    """Code and words of each letter that may be declined, and whether it comes."""
    if administrator is None:
        return []
    declined = administrator.declined
    return [(code, words, code not in declined) for code, words in OPTIONAL_LETTERS.items()]


def _colleagues(administrator: ClientAdministrator | None, now: Any) -> list[str]:
    if administrator is None:
        return []
    rows = ClientAdministrator.objects.filter(client=administrator.client_id).on(now.date())
    return [row.name for row in rows if row.pk != administrator.pk]


@require_POST
@login_required
def save_letters(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    user = cast(User, request.user)
    administrator = access.administrator_of(user, now.date())
    form = WishesForm(request.POST)
    if administrator is None or not form.is_valid():
        return redirect("account")
    _wish(administrator, form, by=user, at=now)
    return _saved(request, "letters", f"Saved, {clocks.instant(now, now)}.")


def _wish(administrator: ClientAdministrator, form: WishesForm, *, by: User, at: datetime) -> None:
    """Only what is another wish than before."""
    copies, reports = form.cleaned_data["copies"], form.cleaned_data["reports"]
    own: dict[str, Any] = {"administrator_id": administrator.pk, "by": by, "at": at}
    with transaction.atomic():
        if copies != administrator.wants_copies:
            records.set_copies(wanted=copies, **own)
        if reports != administrator.wants_reports:
            records.set_reports(wanted=reports, **own)
        if form.declined != administrator.declined:
            records.set_letters(declined=form.declined, **own)


@require_POST
@login_required
def save_appearance(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = AppearanceForm(request.POST, instance=user)
    if not form.is_valid():
        user.refresh_from_db()
        return _page(request, appearance=form, status=400)
    # Nothing else of the row: a dismissal or a reset at the same time stays.
    form.instance.save(update_fields=form.fields)
    now = timezone.now()
    return _saved(request, "appearance", f"Saved, {text.instant(now, now, user.zone)}.")


@require_POST
@login_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out one of one's own sessions; the present one ends by signing out."""
    user = cast(User, request.user)
    row = get_object_or_404(sessions.others(user, request.session.session_key), pk=pk)
    return _end(request, [row], method="one")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    rows = sessions.others(cast(User, request.user), request.session.session_key)
    return _end(request, rows, method="others")


def _end(request: HttpRequest, rows: Any, *, method: str) -> HttpResponse:
    user, count = cast(User, request.user), sessions.end(rows)
    if count:
        now = timezone.now()
        events.record(user, events.END_SESSION, at=now, method=method, count=count)
    return _saved(request, "sessions", f"Signed out: {text.counted(count, 'other sign-in')}.")


def _saved(request: HttpRequest, group: str, words: str) -> HttpResponse:
    messages.success(request, words, extra_tags=group)
    return redirect(f"{reverse('account')}#{group}")
