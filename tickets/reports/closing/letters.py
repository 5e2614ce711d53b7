"""The letters about a closed month: to the managers, and to the administrators of each client that
was there in it. Each carries the head, so that nobody can replace the month quietly."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from istockist_sla.core import letters, roles
from istockist_sla.core.letters import Address, Rendered
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, Letter, User
from tickets.models import Client, ClientAdministrator, ClosedMonth
from tickets.notifications.client_facts import FactRow
from tickets.notifications.rendering import opening_hours
from tickets.reports.closing import report_letters

FOR_MANAGERS, FOR_CLIENTS = "month_closed", "month_closed_client"


def tell(closed: ClosedMonth, event: Event, *, at: datetime) -> None:
    """All of them, once each."""
    drafts = [
        letters.draft(
            key=f"event:{event.pk}:{template}",
            kind=Event.Kind.MONTH,
            subject_id=closed.closing_id,
            template=template,
            to=to,
            at=at,
            context=context,
        )
        for template, to, context in _readers(closed, at)
    ]
    letters.queue_all(drafts)


def _readers(closed: ClosedMonth, at: datetime) -> Iterator[tuple[str, Address, dict[str, Any]]]:
    for person in managers():
        yield FOR_MANAGERS, Address(person.email, person.name), {}
    clients = closed.closing.all_clients.values_list("client", flat=True)
    administrators = ClientAdministrator.objects.filter(client__in=clients).on(at.date())
    for each in administrators.order_by("pk"):
        yield FOR_CLIENTS, Address(each.email, each.name), {"client": each.client_id}


def managers() -> Iterable[User]:
    return User.objects.filter(groups__name=roles.MANAGER, is_active=True).order_by("pk")


def render(letter: Letter) -> Rendered:
    closed = ClosedMonth.objects.select_related("closing__closer").get(closing=letter.subject_id)
    context: dict[str, Any] = {
        "closed": closed,
        "closing": closed.closing,
        "month": closed.closing.of,
        "first_name": letter.to_name.partition(" ")[0],
        "opening_hours": opening_hours(letter.created_at),
        "rows": _rows(closed),
        **CONTEXTS[letter.template](letter, closed),
    }
    enclosures = report_letters.enclosures(letter)
    return letters.from_templates(letter, context, enclosures=enclosures)


def _rows(closed: ClosedMonth) -> list[FactRow]:
    return [
        FactRow("Closed", text.instant_long(closed.closed_at)),
        FactRow("Number in the chain", str(closed.sequence)),
        FactRow("Head", closed.head),
    ]


def _for_manager(letter: Letter, closed: ClosedMonth) -> dict[str, Any]:
    page = reverse("months:closing", args=[closed.closing.of])
    return {"page_url": settings.PORTAL_URL + page}


def _for_client(letter: Letter, closed: ClosedMonth) -> dict[str, Any]:
    client = Client.objects.get(pk=letter.context["client"])
    return {
        "client": client,
        "page_url": settings.PORTAL_URL + reverse("portal:service_month", args=[closed.closing.of]),
        "chain_url": settings.PORTAL_URL + reverse("closed_months:list"),
        "why_you": f"You get this e-mail as a client administrator of {client}.",
        "reading": "M1",
    }


CONTEXTS: dict[str, Callable[[Letter, ClosedMonth], dict[str, Any]]] = {
    FOR_MANAGERS: _for_manager,
    FOR_CLIENTS: _for_client,
    **report_letters.CONTEXTS,
}
