"""The saved views of received mail, and how the mail of a day adds up."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest

from tickets.admin.counters import capped
from tickets.models import InboundMail

State = InboundMail.State


class MailView(NamedTuple):
    code: str
    name: str
    rows: Callable[[Any], Any]


class Tab(NamedTuple):
    name: str
    url: str
    shown: str
    current: bool


VIEWS = [
    MailView("", "To decide", lambda mails: mails.to_decide()),
    MailView("held", "Held", lambda mails: mails.filter(state=State.HELD)),
    MailView("parked", "Parked", lambda mails: mails.filter(state=State.PARKED)),
    MailView(
        "waiting",
        "Waiting",
        lambda mails: mails.filter(state__in=[State.RECEIVED, State.WAITING]),
    ),
    MailView("doubtful", "Perhaps automatic", lambda mails: mails.doubtful()),
    MailView("returned", "Came back", lambda mails: mails.came_back()),
    MailView("automatic", "Automatic", lambda mails: mails.unseen_automatic()),
    MailView("all", "All", lambda mails: mails),
]
BY_CODE = {view.code: view for view in VIEWS}
ALL = BY_CODE["all"]


def chosen_view(request: HttpRequest) -> MailView:
    """The saved view that the address names, or what is to be decided."""
    return BY_CODE.get(request.GET.get("view", ""), VIEWS[0])


def tabs(request: HttpRequest) -> list[Tab]:
    """Each saved view with its count, capped; all of them are not counted."""
    current = chosen_view(request)
    return [
        Tab(
            view.name,
            f"?view={view.code}" if view.code else "?",
            "" if view is ALL else capped(view.rows(InboundMail.objects.all())),
            view is current,
        )
        for view in VIEWS
    ]


class ByView(admin.SimpleListFilter):
    title, parameter_name = "view", "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(view.code, view.name) for view in VIEWS]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return chosen_view(request).rows(queryset)


class Summary(NamedTuple):
    """The sentence above the list: what needs a person, then what became of a day's mail."""

    strong: str
    rest: str


# What became of one mail, and of several, in the order of the sentence.
WORDS = {
    "joined": ("went into a ticket", "went into tickets"),
    "opened": ("opened one", "opened one each"),
    "notes": ("is a note of a machine", "are notes of machines"),
    "copies": ("is a copy", "are copies"),
    "aside": ("was put aside", "were put aside"),
}


def summary(now: datetime) -> Summary:
    waiting = InboundMail.objects.to_decide().order_by()
    known = capped(waiting.filter(administrator__isnull=False))
    return Summary(_needs(capped(waiting), known), _today(now))


def _needs(waiting: str, known: str) -> str:
    if waiting == "0":
        return "No mail waits for a person."
    needs = "1 mail needs a person" if waiting == "1" else f"{waiting} mails need a person"
    if known == "0":
        return f"{needs}."
    of_known = "one bears" if known == "1" else f"{known} bear"
    return f"{needs}; {of_known} the address of a known administrator."


def _today(now: datetime) -> str:
    """Every mail since midnight, once."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    opened = Q(state=State.ACCEPTED, received_at=F("ticket__opened_at"))
    belongs = Q(ticket__isnull=False) | Q(letter__isnull=False)
    kinds = {
        "opened": opened,
        "joined": Q(state=State.ACCEPTED) & ~opened,
        "notes": Q(state=State.AUTOMATIC) & belongs,
        "copies": Q(state=State.COPY),
        "aside": Q(state=State.REJECTED),
    }
    counts = InboundMail.objects.filter(received_at__gte=midnight).aggregate(
        all=Count("pk"), **{name: Count("pk", filter=kind) for name, kind in kinds.items()}
    )
    if not counts["all"]:
        return "None has come since midnight."
    rest = counts["all"] - sum(counts[name] for name in kinds)
    found = [(counts[name], *words) for name, words in WORDS.items()]
    found.append((rest, "stands here", "stand here"))
    parts = [f"{count} {one if count == 1 else more}" for count, one, more in found if count]
    return f"{counts['all']} came since midnight: {', '.join(parts)}."
