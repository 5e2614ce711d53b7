"""What the palette offers for what is typed: clients, tickets, actions, people and pages."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from istockist_sla.desk.site import site
from tickets.admin import explanation
from tickets.admin.sla_calculator import pages as sla_calculator
from tickets.models import Client, ClientAdministrator, Ticket
from tickets.search import hits, snippets
from tickets.search.filters import Filters
from tickets.search.sources import CLIENT, PERSON, TICKET
from tickets.search.terms import Query, fold, parse
from tickets.search.viewers import Viewer, of_staff

MOST, MOST_CLIENTS, LONGEST = 6, 3, 100
# So many of the newest tickets that fit, from which those that are not closed come first.
LOOKED_AT = 50
ONLY_ACTIONS, ONLY_NUMBERS = ">", "#"
# A number has fewer figures than that.
LARGEST = 10


class Row(NamedTuple):
    label: str
    url: str
    note: str = ""
    right: str = ""
    key: str = ""
    icon: str = "file-text"


class Typed(NamedTuple):
    words: str
    query: Query
    viewer: Viewer
    permissions: set[str]

    def named(self, label: str) -> bool:
        """Whether each word that was typed begins one of the label."""
        tokens = fold(label).split()
        return all(
            any(word.fits(token) for token in tokens) for term in self.query.wanted for word in term
        )


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    user: Any = request.user
    if not user.has_perm("tickets.view_ticket"):
        raise PermissionDenied
    typed = request.GET.get("q", "").strip()[:LONGEST]
    permissions = user.get_all_permissions()
    words = typed.lstrip(ONLY_ACTIONS + ONLY_NUMBERS).strip()
    asked = Typed(words, parse(words), of_staff(permissions), permissions)
    if typed.startswith(ONLY_NUMBERS):
        groups = {"Tickets": _tickets(_by_number(words))}
    elif typed.startswith(ONLY_ACTIONS):
        groups = {"Actions": _actions(asked, _clients(asked))}
    else:
        groups = _everything(request, asked)
    told = [
        {"name": name, "rows": [_told(row, asked.query) for row in rows]}
        for name, rows in groups.items()
    ]
    return JsonResponse({"groups": told})


def _everything(request: HttpRequest, asked: Typed) -> dict[str, list[Row]]:
    clients = _clients(asked)
    groups = {
        "Clients": [_client_row(client) for client in clients],
        "Tickets": _tickets([*_by_number(asked.words), *_by_words(asked)][:MOST]),
        "Actions": _actions(asked, clients),
        "People and pages": [*_people(asked), *_pages(request, asked)][:MOST],
    }
    if asked.words:
        url = f"{reverse('admin:search')}?{urlencode({'q': asked.words})}"
        label = f"Search everything for “{asked.words}”"
        groups["Search"] = [
            Row(label, url, "", "messages, articles, faults", "Ctrl Enter", "search")
        ]
    return groups


def _told(row: Row, query: Query) -> dict[str, Any]:
    return {**row._asdict(), "pieces": snippets.marked(row.label, query.words)}


def _clients(asked: Typed) -> list[Client]:
    if CLIENT not in asked.viewer.small or not asked.query.wanted:
        return []
    found = hits.in_small_tables(hits.question(asked.query), [CLIENT])[:MOST_CLIENTS]
    clients = Client.objects.in_bulk([hit.id for hit in found])
    return [clients[hit.id] for hit in found if hit.id in clients]


def _client_row(client: Client) -> Row:
    right = "ended" if client.ended_at else ""
    return Row(
        client.name,
        reverse("admin:tickets_client_change", args=[client.pk]),
        "",
        right,
        "",
        "building-2",
    )


def _by_number(words: str) -> list[Ticket]:
    """Whose number begins with the figures."""
    if not (words.isascii() and words.isdecimal() and len(words) < LARGEST):
        return []
    number, ranges = int(words), Q()
    for more in range(LARGEST - len(words)):
        ranges |= Q(number__gte=number * 10**more, number__lt=(number + 1) * 10**more)
    return list(Ticket.objects.filter(ranges).select_related("client").order_by("number")[:MOST])


def _by_words(asked: Typed) -> list[Ticket]:
    if not asked.query.wanted or asked.words.isdecimal():
        return []
    found = hits.in_folders(asked.query, Filters(), asked.viewer, LOOKED_AT, sources=[TICKET])
    tickets = Ticket.objects.select_related("client").in_bulk([hit.id for hit in found])
    shown = [tickets[hit.id] for hit in found if hit.id in tickets]
    return sorted(shown, key=lambda ticket: ticket.is_closed)[:MOST]


def _tickets(tickets: list[Ticket]) -> list[Row]:
    return [
        Row(
            str(ticket),
            reverse("admin:tickets_ticket_change", args=[ticket.pk]),
            str(ticket.client),
            _standing(ticket),
            icon=_mark(ticket),
        )
        for ticket in tickets
    ]


def _mark(ticket: Ticket) -> str:
    if ticket.is_closed:
        return "m-closed"
    return f"m-{ticket.fault_class or ('unclassified' if ticket.is_fault else 'request')}"


def _standing(ticket: Ticket) -> str:
    if ticket.waiting_since:
        return "Waits for the client"
    return str(ticket.get_state_display())


def _actions(asked: Typed, clients: list[Client]) -> list[Row]:
    rows = list(_always(asked))
    queue = reverse("admin:tickets_ticket_changelist")
    for client in clients:
        url = f"{queue}?{urlencode({'client': client.code})}"
        rows.append(Row(f"Queue, only {client.name}", url, icon="filter"))
    return rows


def _always(asked: Typed) -> Iterator[Row]:
    queue = reverse("admin:tickets_ticket_changelist")
    rows = [
        Row("Open the queue", queue, icon="inbox"),
        Row("My tickets", f"{queue}?view=mine", icon="user-round-check"),
    ]
    if "tickets.handle_ticket" in asked.permissions:
        add = reverse("admin:tickets_ticket_add")
        rows.append(Row("Open a ticket for a client", add, icon="mail-plus"))
    yield from (row for row in rows if asked.named(row.label))


def _people(asked: Typed) -> list[Row]:
    if PERSON not in asked.viewer.small or not asked.query.wanted:
        return []
    found = hits.in_small_tables(hits.question(asked.query), [PERSON])[:MOST_CLIENTS]
    people = ClientAdministrator.objects.select_related("client").in_bulk([h.id for h in found])
    return [
        Row(
            people[hit.id].name,
            reverse("admin:tickets_clientadministrator_change", args=[hit.id]),
            f"administrator of {people[hit.id].client}",
            icon="user-round",
        )
        for hit in found
        if hit.id in people
    ]


def _pages(request: HttpRequest, asked: Typed) -> list[Row]:
    """The lists that the first page names, and the pages above them."""
    lists = [
        Row(str(model["name"]), model["admin_url"], "list")
        for group in site.groups(request)
        for model in group["models"]
        if model["admin_url"]
    ]
    pages = [
        Row("First page", reverse("admin:index"), "page"),
        Row("Account", reverse("account"), "page"),
    ]
    guarded = [
        (sla_calculator.PERMISSION, Row("Clock tester", reverse("clock_tester"), "page")),
        (
            explanation.PERMISSION,
            Row("How we read the agreement", reverse("desk_readings"), "page"),
        ),
        ("tickets.view_month", Row("Months", reverse("months:list"), "page")),
    ]
    pages += [row for permission, row in guarded if permission in asked.permissions]
    return [row for row in [*pages, *lists] if asked.named(row.label)]
