"""What the pages of one month have in common: whose figures, which neighbours, which clients."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe

from istockist_sla.desk.site import site
from tickets import inputs
from tickets.models import Client
from tickets.reports.monthly import MonthFigures
from tickets.reports.record import FIRST_MONTH

# Clients to choose from; where there are more, the short name is typed.
CHOICES = 300


def frame(request: HttpRequest, figures: MonthFigures) -> dict[str, Any]:
    """The context of a month's page, its lists and its charts."""
    return {
        **site.each_context(request),
        **choice_of_clients(figures.client),
        "title": f"{figures.month.name}, {figures.client or 'all clients'}",
        "figures": figures,
        "now": figures.at,
        "later": figures.month.next if not figures.is_running else None,
        "earlier": figures.month.previous if figures.month > FIRST_MONTH else None,
        "closed_at": inputs.book().closed.get(figures.month),
    }


def choice_of_clients(client: Client | None) -> dict[str, Any]:
    """The client shown, and those to choose from: nothing where there are too many."""
    rows = Client.objects.order_by("name").values_list("code", "name")
    found = list(rows[: CHOICES + 1])
    shown = client.code if client else ""
    options = _options(found, shown) if len(found) <= CHOICES else ""
    return {"client": client, "client_options": options}


def _options(clients: Iterable[tuple[str, str]], shown: str) -> SafeString:
    """Joined here: so many turns of a template's loop take ten times as long."""
    return mark_safe(
        "".join(
            f'<option value="{escape(code)}"{" selected" if code == shown else ""}>'
            f"{escape(name)}</option>"
            for code, name in clients
        )
    )


def looked_at_again(response: HttpResponse) -> HttpResponse:
    """The page comes anew by itself in a few seconds, until what it waits for is done."""
    response["Refresh"] = "5"
    return response
