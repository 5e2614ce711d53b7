"""What the search page is asked: the words, and what narrows them down."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.http import QueryDict

from istockist_sla.desk.fields import DayField
from tickets.models import Client, FaultClass, TicketState
from tickets.search.everything import BEST, KINDS, NEWEST
from tickets.search.filters import (
    FROM_CLIENT,
    FROM_SUPPORT,
    FROM_TEAM,
    REQUEST,
    TO_QUALIFY,
    UNCLOSED,
    Filters,
)

LONGEST_TERM = 200
STATES = {UNCLOSED: "Not closed", **dict(TicketState.choices)}
CLASSES = {**dict(FaultClass.choices), TO_QUALIFY: "To qualify", REQUEST: "Request"}
WRITERS = {
    FROM_CLIENT: "The client",
    FROM_SUPPORT: "Support",
    FROM_TEAM: "A technical team",
}
SINCE = {"7": "Last 7 days", "30": "Last 30 days", "365": "Last 12 months"}


class Choice(NamedTuple):
    display: str
    query_string: str
    selected: bool


class Menu(NamedTuple):
    """A filter of the line, as the lists of the desk show theirs."""

    title: str
    value: str
    choices: list[Choice]


class SearchForm(forms.Form):
    MENUS: ClassVar[dict[str, tuple[str, dict[str, str]]]] = {
        "state": ("State", STATES),
        "class": ("Class", CLASSES),
        "from": ("From", WRITERS),
        "days": ("Date", SINCE),
    }
    q = forms.CharField(required=False, max_length=LONGEST_TERM, strip=True)
    kind = forms.ChoiceField(
        required=False, choices=[("", "All"), *((each.name, each.name) for each in KINDS)]
    )
    order = forms.ChoiceField(required=False, choices=[(BEST, BEST), (NEWEST, NEWEST)])
    client = forms.CharField(required=False, max_length=120)
    since = DayField(required=False)
    until = DayField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (title, choices) in self.MENUS.items():
            self.fields[name] = forms.ChoiceField(
                required=False, label=title, choices=list(choices.items())
            )

    def clean_client(self) -> Client | None:
        typed = self.cleaned_data["client"]
        if not typed:
            return None
        found = Client.objects.filter(code=typed.lower()) or Client.objects.filter(
            name__iexact=typed
        )
        client = found.first() or Client.objects.filter(name__istartswith=typed).first()
        if client is None:
            raise forms.ValidationError(f"No client is called “{typed}”.")
        return client

    def asked(self, name: str) -> Any:
        """What was asked; nothing where it could not be read."""
        return self.cleaned_data.get(name) or ""

    def filters(self, now: datetime) -> Filters:
        client, days = self.asked("client"), self.asked("days")
        since, until = self.asked("since"), self.asked("until")
        begin = datetime.combine(since, time(0), UTC) if since else None
        if days:
            begin = now - timedelta(days=int(days))
        return Filters(
            state=self.asked("state"),
            fault_class=self.asked("class"),
            client_id=client.pk if client else None,
            since=begin,
            until=datetime.combine(until, time(0), UTC) + timedelta(days=1) if until else None,
            author=self.asked("from"),
        )

    def menus(self, query: QueryDict) -> list[Menu]:
        return [
            Menu(
                title,
                self.asked(name),
                [
                    Choice(display, _with(query, name, value), value == self.asked(name))
                    for value, display in {"": "Any", **choices}.items()
                ],
            )
            for name, (title, choices) in self.MENUS.items()
        ]


def _with(query: QueryDict, name: str, value: str) -> str:
    """The same question with one part of it changed, from its first page."""
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"
