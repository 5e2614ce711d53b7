"""E-mails about a person's own account."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from istockist_sla.core.letters import Rendered, envelope
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, Letter, User
from tickets.notifications.client_facts import FactRow
from tickets.notifications.rendering import opening_hours

EMPTY_LINES = re.compile(r"\n{3,}")
METHODS = {
    "passkey": "Passkey",
    "app": "Authenticator app",
    "recovery_codes": "Recovery codes",
}


def render(letter: Letter) -> Rendered:
    """Raises `KeyError` for a template that is not about an account."""
    context = CONTEXTS[letter.template](letter)
    person = User.objects.get(pk=letter.subject_id)
    context |= {
        "letter": letter,
        "person": person,
        "first_name": letter.to_name.partition(" ")[0],
        "portal_url": settings.PORTAL_URL,
        "account_url": settings.PORTAL_URL + reverse("account"),
        "opening_hours": opening_hours(letter.created_at),
        "why_you": "You get this e-mail because it is about your own account.",
    }
    name = f"emails/{letter.template}"
    context["subject"] = envelope.one_line(_plain(f"{name}.subject.txt", context))
    return Rendered(
        subject=context["subject"],
        text=EMPTY_LINES.sub("\n\n", _plain(f"{name}.txt", context)).strip() + "\n",
        html=render_to_string(f"{name}.html", context),
        headers={},
    )


def _of_factor(letter: Letter) -> dict[str, Any]:
    event = Event.objects.get(pk=letter.context["event"])
    method = METHODS[event.data["method"]]
    return {
        "method": method,
        "rows": [FactRow("What", method), FactRow("When", text.instant_long(event.at))],
    }


CONTEXTS: dict[str, Callable[[Letter], dict[str, Any]]] = {
    "factor_added": _of_factor,
    "factor_removed": _of_factor,
    "codes_renewed": _of_factor,
}


def _plain(template: str, context: dict[str, Any]) -> str:
    """Plain text knows no markup: nothing is escaped."""
    backend: Any = get_template(template)
    return backend.template.render(Context(context, autoescape=False))
