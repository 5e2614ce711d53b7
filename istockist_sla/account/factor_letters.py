"""What the letters about a person's own second factor say."""

from collections.abc import Callable
from typing import Any

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, Letter
from tickets.notifications.client_facts import FactRow

METHODS = {
    "passkey": "Passkey",
    "app": "Authenticator app",
    "recovery_codes": "Recovery codes",
}


def factor_changed(letter: Letter) -> dict[str, Any]:
    event = Event.objects.get(pk=letter.context["event"])
    method = METHODS[event.data["method"]]
    return {
        "method": method,
        "rows": [FactRow("What", method), FactRow("When", text.instant_long(event.at))],
        "why_you": "You get this e-mail because it is about your own account.",
    }


CONTEXTS: dict[str, Callable[[Letter], dict[str, Any]]] = {
    "factor_added": factor_changed,
    "factor_removed": factor_changed,
    "codes_renewed": factor_changed,
}
