"""The placeholders of canned replies: filled from the ticket, a visible `?` in what cannot be."""

import re
from collections.abc import Mapping

from django import forms

from istockist_sla.core.lib import text
from tickets.models import FaultClass, Ticket

PLACEHOLDER = re.compile(r"\{\s*([a-z][a-z _-]{0,30}?)\s*\}", re.IGNORECASE)
UNFILLED = re.compile(r"\{[a-z][a-z _-]{0,30}\?\}", re.IGNORECASE)
NAMES = ("number", "subject", "name", "class", "limit")


def values_of(ticket: Ticket) -> dict[str, str]:
    """What can be said of the ticket now; empty where it is not known yet."""
    limit = ticket.response.limit if ticket.fault_class else None
    return {
        "number": str(ticket.number),
        "subject": ticket.subject,
        "name": ticket.administrator.name.partition(" ")[0],
        "class": str(FaultClass(ticket.fault_class).label) if ticket.fault_class else "",
        "limit": text.duration(limit).replace(text.NBSP, " ") if limit else "",
    }


def filled(words: str, values: Mapping[str, str]) -> str:
    """`Hello Clara, … after {time?} …`"""

    def value(found: re.Match[str]) -> str:
        name = found[1].lower()
        return values.get(name) or f"{{{name}?}}"

    return PLACEHOLDER.sub(value, words)


def refuse_unfilled(words: str) -> str:
    """Nothing goes to a client with a placeholder in it that nobody has seen."""
    left = UNFILLED.findall(words)
    if left:
        listed = ", ".join(dict.fromkeys(left[:5]))
        raise forms.ValidationError(f"Still to be filled in, or taken out: {listed}.")
    return words
