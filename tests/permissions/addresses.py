"""Every address of the URL table by a name, and where each is found in the world of the tests.

An address is named as `reverse` names it; one without a name by its route. An action of the desk
adds its verb: `admin:tickets_ticket_action/take`.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import get_resolver, reverse

from availability.subscriptions import token_of
from istockist_sla.desk.actions import ActionAdmin
from istockist_sla.desk.site import site
from tests.permissions.world import World

ACTION = "_action"
OF_NO_ROW = ("changelist", "add")

# Arguments of addresses that are not pages of a model of the desk.
ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    "account_end_session": lambda world: [world.for_step["session"].pk],
    "admin:approval": lambda world: ["finding", world.for_step["proposed"].pk],
    "admin:app_list": lambda world: ["tickets"],
    "admin:core_letter_preview": lambda world: [world.row("core_letter").pk],
    "admin:tickets_file": lambda world: [
        world.row("tickets_ticket").pk,
        world.for_step["file"].pk,
    ],
    "admin:tickets_inboundmail_raw": lambda world: [world.row("tickets_inboundmail").pk],
    "admin:tickets_ticket_why": lambda world: [world.row("tickets_ticket").pk],
    "closed_months:document": lambda world: [world.for_step["closed"].sequence],
    "closed_months:verifier": lambda world: [world.for_step["closed"].closing.verifier.digest],
    "mfa_remove_webauthn": lambda world: [world.for_step["passkey"].pk],
    **{
        f"months:{name}": lambda world: ["2026-03"]
        for name in ("amend", "answers", "closing", "csv", "json", "load", "month", "pdf", "xlsx")
    },
    **{
        f"months:{name}_amendment": lambda world: [world.for_step["amendment"].pk]
        for name in ("approve", "decline")
    },
    "months:export": lambda world: ["2026-03", "pdf"],
    "months:export_file": lambda world: [world.for_step["export"].pk],
    "months:part": lambda world: ["2026-03", "missed"],
    "portal:article": lambda world: [world.row("tickets_article").slug],
    "portal:article_feedback": lambda world: [world.row("tickets_article").slug],
    "portal:attachment": lambda world: [world.for_step["file"].pk],
    "portal:bundle": lambda world: [world.for_step["closed"].sequence],
    "portal:contest": lambda world: [
        world.for_step["approved"].ticket.number,
        world.for_step["approved"].pk,
    ],
    **{
        f"portal:{name}": lambda world: [world.for_step["tickets_ticket/reopen"].number]
        for name in ("reopen", "rate")
    },
    **{
        f"portal:{name}": lambda world: [world.row("tickets_ticket").number]
        for name in ("ticket", "why", "opened", "reply", "close", "priority")
    },
    **{
        f"portal:report_{step}": lambda world: [world.for_step["draft"]]
        for step in ("describe", "checks", "impact", "review")
    },
    "sign_in_link": lambda world: [world.for_step["link"]],
    "status:calendar_event": lambda world: [world.row("availability_maintenance").pk],
    "status:history": lambda world: [2026],
    **{
        f"status:{name}": lambda world: [token_of(world.row("availability_subscription").pk)]
        for name in ("subscription", "confirm", "unsubscribe")
    },
    "status:incident": lambda world: [world.for_step["published"].pk],
    "status:month": lambda world: ["2026-03"],
}
# Addresses without a name, by their routes.
PATHS = {"desk/(?P<url>.*)$": "/desk/nothing/here/"}


def addresses() -> list[str]:
    """The names of all addresses and actions, each once."""
    return list(dict.fromkeys(_names(get_resolver().url_patterns, "", "")))


def _names(patterns: Any, route: str, namespace: str) -> Iterator[str]:
    for pattern in patterns:
        full = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _names(pattern.url_patterns, full, namespace + inner)
        elif not pattern.name:
            yield full
        elif pattern.name.endswith(ACTION) and namespace == "admin:":
            yield from (f"{namespace}{pattern.name}/{verb}" for verb in _verbs(pattern.name))
        else:
            yield namespace + pattern.name


def _verbs(name: str) -> list[str]:
    """The verbs of the model whose actions have the address of this name."""
    return [
        str(form.verb)
        for model, model_admin in site._registry.items()
        if f"{_label(model)}{ACTION}" == name and isinstance(model_admin, ActionAdmin)
        for form in model_admin.get_action_forms()
    ]


def _label(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def url_of(address: str, world: World) -> str:
    if address in PATHS:
        return PATHS[address]
    if address in ARGUMENTS:
        return reverse(address, args=ARGUMENTS[address](world))
    name, _, verb = address.removeprefix("admin:").partition("/")
    label, _, page = name.rpartition("_")
    if verb:
        return reverse(f"admin:{name}", args=[world.row(f"{label}/{verb}").pk, verb])
    if label in world.rows and address.startswith("admin:") and page not in OF_NO_ROW:
        return reverse(address, args=[world.row(label).pk])
    return reverse(address)
