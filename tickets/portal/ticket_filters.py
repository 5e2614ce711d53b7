"""Which of its tickets a client asks to see."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms

from istockist_sla.desk.fields import DayField
from tickets import access
from tickets.models import ClientAdministrator, TicketKind, TicketState
from tickets.models.tickets import FaultClass, TicketQuerySet
from tickets.portal import ticket_list
from tickets.portal.forms import LONGEST_SEARCH
from tickets.search.folders import Folders

OPEN, WAITING, CLOSED, ALL = "open", "waiting", "closed", "all"
SHOW = ((OPEN, "Open"), (WAITING, "Waiting for you"), (CLOSED, "Closed"), (ALL, "All"))
UNCLASSED, REQUEST = "none", "request"
CLASSES = (
    ("", "Any class"),
    *FaultClass.choices,
    (UNCLASSED, "Not yet classified"),
    (REQUEST, "Request"),
)


class TicketFilters(forms.Form):
    """What cannot be read filters nothing, and is told."""

    q = forms.CharField(max_length=LONGEST_SEARCH, required=False)
    show = forms.ChoiceField(choices=SHOW, required=False)
    kind = forms.ChoiceField(label="Class", choices=CLASSES, required=False)
    since = DayField(label="Opened from", required=False)
    until = DayField(label="Until", required=False)

    def asked(self, name: str) -> Any:
        return self.cleaned_data.get(name) or "" if self.is_bound else ""

    @property
    def show_chosen(self) -> str:
        return self.asked("show") or OPEN

    @property
    def narrows(self) -> bool:
        """Beyond the words and the state, which stand open on the page."""
        return any(self.asked(name) for name in ("kind", "since", "until")) or bool(self.errors)

    def found_for(self, administrator: ClientAdministrator) -> tuple[Folders, TicketQuerySet]:
        """What the words were found in, and the tickets asked for in the order of their list."""
        self.is_valid()
        folders = Folders.with_words(self.asked("q"), access.search_viewer(administrator))
        return folders, folders.of(self._of(access.tickets_of(administrator)))

    def _of(self, tickets: TicketQuerySet) -> TicketQuerySet:
        return _shown(self._of_days(self._of_class(tickets)), self.show_chosen)

    def _of_class(self, tickets: TicketQuerySet) -> TicketQuerySet:
        kind = self.asked("kind")
        if kind == REQUEST:
            return tickets.filter(kind=TicketKind.REQUEST)
        if kind == UNCLASSED:
            return tickets.filter(kind=TicketKind.FAULT, fault_class="")
        return tickets.filter(fault_class=kind) if kind else tickets

    def _of_days(self, tickets: TicketQuerySet) -> TicketQuerySet:
        since, until = self.asked("since"), self.asked("until")
        if since:
            tickets = tickets.filter(opened_at__gte=datetime.combine(since, time(0), UTC))
        if until:
            end = datetime.combine(until, time(0), UTC) + timedelta(days=1)
            tickets = tickets.filter(opened_at__lt=end)
        return tickets


def _shown(tickets: TicketQuerySet, show: str) -> TicketQuerySet:
    if show == OPEN:
        return ticket_list.waiting_first(tickets.unclosed())
    if show == WAITING:
        return ticket_list.waiting_first(tickets.waiting_for_client())
    if show == CLOSED:
        return tickets.filter(state=TicketState.CLOSED).order_by("-closed_at", "-id")
    return tickets.order_by("-opened_at", "-id")
