"""The letters about the measuring itself, and those to the subscribers of the status page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse

from availability import subscriptions
from availability.models import Maintenance, OutageUpdate, Subscription
from availability.models.components import names_in_text
from istockist_sla.core import clocks, letters
from istockist_sla.core.letters import Rendered
from istockist_sla.core.models import Letter


class Fact(NamedTuple):
    label: str
    value: str
    strong: str = ""
    mark: str = ""


def render(letter: Letter) -> Rendered:
    context: dict[str, Any] = {
        "first_name": letter.to_name.partition(" ")[0],
        **CONTEXTS[letter.template](letter),
    }
    return letters.from_templates(letter, context, headers=_headers(context))


def _headers(context: dict[str, Any]) -> dict[str, str]:
    """One click in the reader's mail program ends the subscription (RFC 8058)."""
    if "unsubscribe_url" not in context:
        return {}
    return {
        "List-Unsubscribe": f"<{context['unsubscribe_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _probing_stopped(letter: Letter) -> dict[str, Any]:
    return {
        "since": datetime.fromisoformat(letter.context["since"]),
        "ticket_url": _absolute("admin:availability_component_changelist"),
    }


def _subscribe(letter: Letter) -> dict[str, Any]:
    subscription = Subscription.objects.get(pk=letter.subject_id)
    links, components = _links(letter), list(subscription.components.all())
    return {
        **links,
        "about": names_in_text(components) if components else "all components",
        "is_confirmed": subscription.confirmed_at is not None,
        "ticket_url": links["manage_url"],
    }


def _update(letter: Letter) -> dict[str, Any]:
    rows = OutageUpdate.objects.select_related("outage")
    update = rows.get(pk=letter.context["update"])
    outage = update.outage
    components = [
        row.component
        for each in outage.incident
        for row in each.interruptions.select_related("component")
    ]
    facts = [
        Fact("Stage", update.get_stage_display()),
        Fact("Affects", names_in_text(components)),
        Fact("Since", clocks.instant_long(outage.started_at)),
    ]
    return {
        **_links(letter),
        "update": update,
        "outage": outage,
        "rows": facts,
        "ticket_url": _absolute("status:incident", outage.pk),
    }


def _maintenance(letter: Letter) -> dict[str, Any]:
    """Of the window that the letter is about: it may have been moved again since."""
    maintenance = Maintenance.objects.get(pk=letter.context["maintenance"])
    window = maintenance.windows.get(pk=letter.context["window"])
    facts = [
        Fact("From", clocks.instant_long(window.starts_at)),
        Fact("Until", clocks.instant_long(window.ends_at)),
        Fact("Concerns", names_in_text(maintenance.components.all())),
    ]
    return {
        **_links(letter),
        "maintenance": maintenance,
        "what": {"move": "Moved", "cancel": "Cancelled"}.get(letter.context["verb"], "Planned"),
        "rows": facts,
        "ticket_url": _absolute("status:page"),
    }


def _links(letter: Letter) -> dict[str, str]:
    token = subscriptions.token_of(letter.subject_id)
    return {
        "manage_url": _absolute("status:subscription", token),
        "unsubscribe_url": _absolute("status:unsubscribe", token),
    }


def _absolute(name: str, *arguments: Any) -> str:
    return settings.PORTAL_URL + reverse(name, args=arguments)


CONTEXTS: dict[str, Callable[[Letter], dict[str, Any]]] = {
    "probing_stopped": _probing_stopped,
    "subscribe": _subscribe,
    "status_update": _update,
    "status_maintenance": _maintenance,
}
