"""Saved views of the queue: what each shows, for its tab, for a counter and for the list itself."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from tickets.inputs import published_versions
from tickets.models import ClockResult, Team, Ticket, TicketQuerySet, TicketState
from tickets.sla.clock import Calendar
from tickets.sla.verdict import MISSED

HOUR = timedelta(hours=1)
# Longer than Support is ever closed in one piece.
LOOK_BACK = timedelta(days=15)
LONG_AGO = timedelta(days=3650)

Rows = Callable[[TicketQuerySet, Any, datetime], TicketQuerySet]


class SavedView(NamedTuple):
    """`has_tab`: the others are led to by counters alone."""

    code: str
    name: str
    rows: Rows
    has_tab: bool = True

    @property
    def url(self) -> str:
        query = {"view": self.code} if self.code else None
        return reverse("admin:tickets_ticket_changelist", query=query)

    def tickets(self, user: Any, now: datetime) -> TicketQuerySet:
        return self.rows(Ticket.objects.all(), user, now)


def _past_limit(tickets: TicketQuerySet, user: Any, now: datetime) -> TicketQuerySet:
    return tickets.due_between(now - LONG_AGO, _counted_until(_calendar(now), now))


def _due_soon(tickets: TicketQuerySet, user: Any, now: datetime) -> TicketQuerySet:
    """Before one more support hour has counted."""
    calendar = _calendar(now)
    until = max(calendar.after(now, int(HOUR.total_seconds())), now + HOUR)
    return tickets.due_between(_counted_until(calendar, now), until + timedelta(seconds=1))


def _missed_today(tickets: TicketQuerySet, user: Any, now: datetime) -> TicketQuerySet:
    """First answers whose limit was used up since Support last closed before today."""
    calendar = _calendar(now)
    midnight = datetime.combine(now.astimezone(calendar.zone), time(0), calendar.zone)
    since = _counted_until(calendar, midnight)
    missed = ClockResult.objects.responses().filter(verdict=MISSED)
    return tickets.filter(pk__in=missed.filter(due_at__gte=since, due_at__lte=now).values("ticket"))


def _of_team(team: Team, tickets: TicketQuerySet, user: Any, now: datetime) -> TicketQuerySet:
    return tickets.unclosed().filter(team=team)


def _calendar(now: datetime) -> Calendar:
    return published_versions().standard(now).calendar


def _counted_until(calendar: Calendar, now: datetime) -> datetime:
    """The end of the last second that counted: what was due before it is past its limit (K4)."""
    segments = calendar.segments(now - LOOK_BACK, now)
    return max((segment.end for segment in segments if segment.counted), default=now)


ALL_OPEN = SavedView("", "All open", lambda tickets, user, now: tickets.unclosed())
TO_QUALIFY = SavedView("to-qualify", "To qualify", lambda tickets, user, now: tickets.to_qualify())
WAITING = SavedView(
    "waiting", "Waiting for client", lambda tickets, user, now: tickets.waiting_for_client()
)
CLOSED = SavedView(
    "closed", "Closed", lambda tickets, user, now: tickets.filter(state=TicketState.CLOSED)
)
AFTER_CLOSING = SavedView(
    "after-closing",
    "Written after closing",
    lambda tickets, user, now: tickets.filter(state=TicketState.CLOSED, mail_after_closing=True),
)
PAST_LIMIT = SavedView("past-limit", "Past their limit", _past_limit, has_tab=False)
DUE_SOON = SavedView("due-soon", "Due within the hour", _due_soon, has_tab=False)
MISSED_TODAY = SavedView("missed-today", "Missed today", _missed_today, has_tab=False)
# Their rows show a verdict in place of a clock, the last closed first.
OF_CLOSED = (CLOSED, AFTER_CLOSING)
VIEWS = [
    ALL_OPEN,
    SavedView("mine", "Mine", lambda tickets, user, now: tickets.unclosed().filter(owner=user)),
    SavedView("unassigned", "Unassigned", lambda tickets, user, now: tickets.unassigned()),
    TO_QUALIFY,
    WAITING,
    *(SavedView(team.value, str(team.label), partial(_of_team, team)) for team in Team),
    PAST_LIMIT,
    DUE_SOON,
    MISSED_TODAY,
    AFTER_CLOSING,
    CLOSED,
]
BY_CODE = {view.code: view for view in VIEWS}


def view_of(code: str) -> SavedView:
    """All open tickets where no view has this code."""
    return BY_CODE.get(code, ALL_OPEN)


def chosen_view(request: HttpRequest) -> SavedView:
    """The saved view that the address names, or all open tickets."""
    return view_of(request.GET.get("view", ""))
