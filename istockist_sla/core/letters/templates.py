"""An e-mail of the templates of its name: subject, plain text and HTML."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template, render_to_string

from istockist_sla.core.letters import envelope
from istockist_sla.core.letters.envelope import Enclosure, Rendered
from istockist_sla.core.models import Letter

EMPTY_LINES = re.compile(r"\n{3,}")


def from_templates(
    letter: Letter,
    context: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    enclosures: Sequence[Enclosure] = (),
) -> Rendered:
    """The templates know the letter, its subject and the portal's address besides."""
    name = f"emails/{letter.template}"
    known = {**context, "letter": letter, "portal_url": settings.PORTAL_URL}
    known["subject"] = envelope.one_line(_plain(f"{name}.subject.txt", known))
    return Rendered(
        subject=known["subject"],
        text=EMPTY_LINES.sub("\n\n", _plain(f"{name}.txt", known)).strip() + "\n",
        html=render_to_string(f"{name}.html", known),
        headers=dict(headers or {}),
        enclosures=tuple(enclosures),
    )


def _plain(template: str, context: dict[str, Any]) -> str:
    """Plain text knows no markup: nothing is escaped."""
    backend: Any = get_template(template)
    text: str = backend.template.render(Context(context, autoescape=False))
    return text
