"""The letters to people about their accounts and how they sign in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from istockist_sla.account import export_letters, factor_letters, role_letters
from istockist_sla.account.sign_in import codes
from istockist_sla.core import letters
from istockist_sla.core.letters import Rendered
from istockist_sla.core.models import Letter, SignInRequest, User
from tickets.notifications.rendering import opening_hours


def render(letter: Letter) -> Rendered:
    """Raises `KeyError` for a letter that is not about a person."""
    context: dict[str, Any] = {
        "person": User.objects.get(pk=letter.subject_id),
        "first_name": letter.to_name.partition(" ")[0],
        "account_url": settings.PORTAL_URL + reverse("account"),
        "opening_hours": opening_hours(letter.created_at),
        **CONTEXTS[letter.template](letter),
    }
    return letters.from_templates(letter, context)


def _new_code(letter: Letter) -> dict[str, Any]:
    """The code is made now, as the letter is sent; only its digest is kept."""
    request_id, code = letter.context["request"], codes.make()
    SignInRequest.objects.filter(pk=request_id).update(
        code_hash=codes.digest(request_id, code), made_at=timezone.now()
    )
    return {"code": codes.grouped(code)}


CONTEXTS: dict[str, Callable[[Letter], dict[str, Any]]] = {
    "sign_in_code": _new_code,
    **export_letters.CONTEXTS,
    **factor_letters.CONTEXTS,
    **role_letters.CONTEXTS,
}
