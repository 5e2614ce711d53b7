"""Addresses of the URL table with the arguments of rows that there are."""

from itertools import product
from typing import Any

from django.apps import apps

from availability.models import Maintenance, Outage, Subscription
from availability.subscriptions import token_of
from istockist_sla.desk.actions import ActionAdmin
from istockist_sla.desk.site import site
from tests.url_table import ARGUMENT, Address
from tickets.models import Article, Attachment, Finding, Message, Ticket

MOST_ROWS = 12
# Arguments that are the same wherever they stand.
KNOWN = {
    "month": lambda: ["2026-02", "2026-03"],
    "number": lambda: Ticket.objects.order_by("id").values_list("number", flat=True),
    "finding_id": lambda: Finding.objects.values_list("pk", flat=True),
    "slug": lambda: Article.objects.values_list("slug", flat=True),
    "message_id": lambda: Message.objects.values_list("pk", flat=True)[:2],
    "file_id": lambda: Attachment.objects.values_list("pk", flat=True)[:2],
    "attachment_id": lambda: Attachment.objects.values_list("pk", flat=True)[:2],
    "pk": lambda: {
        *Outage.objects.values_list("pk", flat=True),
        *Maintenance.objects.values_list("pk", flat=True),
    },
    "year": lambda: [2026],
    "token": lambda: [token_of(each.pk) for each in Subscription.objects.all()],
    "app_label": lambda: ["tickets"],
    "step": lambda: ["assign"],
    "url": lambda: ["nowhere"],
}


def model_of(address: Address) -> Any:
    """The model of an address of the desk; None of another."""
    parts = address.route.split("/")
    try:
        return apps.get_model(parts[1], parts[2]) if parts[0] == "desk" else None
    except (LookupError, IndexError, ValueError):
        return None


def verbs_of(model: Any) -> list[str]:
    admin = site._registry.get(model)
    return (
        [form.verb for form in admin.get_action_forms()] if isinstance(admin, ActionAdmin) else []
    )


def arguments(address: Address, **given: list[Any]) -> list[dict[str, Any]]:
    """Each combination that a person may meet; `given` adds to what is known."""
    names = [found["name"] for found in ARGUMENT.finditer(address.route)]
    model = model_of(address)
    choices = [list(given[name] if name in given else _choices(name, model)) for name in names]
    return [dict(zip(names, each, strict=True)) for each in product(*choices)]


def _choices(name: str, model: Any) -> Any:
    if name in KNOWN:
        return KNOWN[name]()
    if name == "verb":
        return verbs_of(model)
    if model is not None and name == "object_id":
        return model.objects.order_by("-pk").values_list("pk", flat=True)[:MOST_ROWS]
    return [1]
