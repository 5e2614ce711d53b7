"""The letters about the measuring itself."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse

from istockist_sla.core.letters import Rendered, envelope
from istockist_sla.core.models import Letter


def render(letter: Letter) -> Rendered:
    context: dict[str, Any] = {
        "letter": letter,
        "first_name": letter.to_name.partition(" ")[0],
        "portal_url": settings.PORTAL_URL,
        "since": datetime.fromisoformat(letter.context["since"]),
        "ticket_url": settings.PORTAL_URL + reverse("admin:availability_component_changelist"),
    }
    name = f"emails/{letter.template}"
    context["subject"] = envelope.one_line(_plain(f"{name}.subject.txt", context))
    return Rendered(
        subject=context["subject"],
        text=_plain(f"{name}.txt", context).strip() + "\n",
        html=render_to_string(f"{name}.html", context),
        headers={},
    )


def _plain(template: str, context: dict[str, Any]) -> str:
    """Plain text knows no markup: nothing is escaped."""
    backend: Any = get_template(template)
    return backend.template.render(Context(context, autoescape=False))
