"""Which events are looked at: whose, about what, which act, and when."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.models import Event, User
from istockist_sla.desk.audit.words import verb_names
from istockist_sla.desk.fields import DayField
from tickets.models import Client, Ticket

Kind = Event.Kind
LONGEST = 80
MOST_FOUND = 200
KIND_NAMES = {
    Kind.TICKET: "Tickets",
    Kind.FAULT: "Faults",
    Kind.CLIENT: "Clients and facts",
    Kind.AGREEMENT: "Agreements",
    Kind.CALENDAR: "Calendars",
    Kind.HOLIDAYS: "Holidays",
    Kind.MONTH: "Closed months",
    Kind.USER: "People and roles",
    Kind.OUTAGE: "Outages",
    Kind.MAINTENANCE: "Maintenance",
    Kind.COMPONENT: "Components",
    Kind.ARTICLE: "Help articles",
    Kind.MAIL: "Received mail",
    Kind.FLOOD: "Floods of mail",
    Kind.LETTER: "Letters",
    Kind.SUBSCRIPTION: "Subscriptions",
}
# Several verbs under one name.
SEVERAL = {
    "decided": (
        "Whatever decides a proposal",
        Q(verb__in=["approve", "decline", "uphold", "withdraw"], subject_kind=Kind.TICKET)
        | Q(verb__startswith="approve_")
        | Q(verb__startswith="decline_")
        | Q(verb__startswith="refuse_")
        | Q(verb="amend", subject_kind=Kind.MONTH),
    ),
    "proposed": (
        "Whatever is proposed",
        Q(verb="propose") | Q(verb__startswith="propose_") | Q(verb="state_cause"),
    ),
    "roles": (
        "Every change of roles",
        Q(subject_kind=Kind.USER)
        & (Q(verb__endswith="_roles") | Q(verb__in=["engage", "reassign", "dismiss", "readmit"])),
    ),
    "terms": (
        "Every change of an agreement, calendar or list",
        Q(subject_kind__in=[Kind.AGREEMENT, Kind.CALENDAR, Kind.HOLIDAYS]),
    ),
    "facts": ("Every fact about a client", Q(verb__endswith="_fact", subject_kind=Kind.CLIENT)),
}


class EventFilter(forms.Form):
    """All fields are optional; a field in error filters nothing."""

    person = forms.CharField(required=False, max_length=LONGEST, label="Who (name or address)")
    kind = forms.ChoiceField(required=False, label="About")
    about = forms.CharField(
        required=False, max_length=LONGEST, label="Which (number, client or person)"
    )
    verb = forms.ChoiceField(required=False, label="What was done")
    since = DayField(required=False, label="From")
    until = DayField(required=False, label="Until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, verb = self.fields["kind"], self.fields["verb"]
        kind.choices = [("", "Anything"), *((k.value, name) for k, name in KIND_NAMES.items())]  # type: ignore[attr-defined]
        several = [(code, name) for code, (name, _) in SEVERAL.items()]
        verb.choices = [("", "Anything"), ("Several", several), ("One", list(verb_names().items()))]  # type: ignore[attr-defined]

    @property
    def is_set(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def events(self) -> QuerySet[Event]:
        self.is_valid()
        data, rows = self.cleaned_data, Event.objects.all()
        if data.get("person"):
            rows = rows.filter(actor__in=_people(data["person"]))
        if data.get("kind"):
            rows = rows.filter(subject_kind=data["kind"])
        if data.get("about"):
            rows = rows.filter(_about(data["about"], data.get("kind", "")))
        if data.get("verb"):
            verb = data["verb"]
            rows = rows.filter(SEVERAL[verb][1] if verb in SEVERAL else Q(verb=verb))
        if data.get("since"):
            rows = rows.filter(at__gte=_midnight(data["since"]))
        if data.get("until"):
            rows = rows.filter(at__lt=_midnight(data["until"]) + timedelta(days=1))
        return rows


def _people(words: str) -> list[int]:
    found = User.objects.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return list(found.values_list("pk", flat=True)[:MOST_FOUND])


def _about(words: str, kind: str) -> Q:
    """A number is a ticket's unless another kind is chosen; words name clients and people."""
    number = row_id(words.lstrip("#"))
    if number is not None and kind in ("", Kind.TICKET):
        tickets = list(Ticket.objects.filter(number=number).values_list("pk", flat=True))
        return Q(subject_kind=Kind.TICKET, subject_id__in=tickets)
    if number is not None:
        return Q(subject_id=number)
    clients = Client.objects.filter(Q(name__icontains=words) | Q(code__icontains=words))
    found = list(clients.values_list("pk", flat=True)[:MOST_FOUND])
    return Q(subject_kind=Kind.CLIENT, subject_id__in=found) | Q(
        subject_kind=Kind.USER, subject_id__in=_people(words)
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)
