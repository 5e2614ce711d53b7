"""The desk's first page: what is due, who has it, and whether the background works."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from istockist_sla.core import roles
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, User
from istockist_sla.desk.site import site
from tickets.admin import counters
from tickets.admin.dashboard_alerts import alerts, decisions
from tickets.admin.event_text import RECENT_ACTIONS
from tickets.admin.tickets import next_deadline
from tickets.inputs import published_versions
from tickets.models import Ticket, TicketState, Verb

MOST_TICKETS, MOST_ACTIONS, MOST_PEOPLE = 5, 5, 12
FULL_LOAD = 5


class Workload(NamedTuple):
    """A person's open tickets against those of the person who has most."""

    person: User
    open: int
    most: int

    @property
    def sentence(self) -> str:
        return f"{self.open} of at most {self.most} tickets"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentAction:
    """A sentence around the ticket's number."""

    icon: str
    before: str
    ticket: Ticket
    after: str
    at: datetime


@site.add_dashboard
def dashboard(request: HttpRequest) -> dict[str, Any]:
    """Counters, alerts, the person's tickets, unassigned ones, workloads and recent actions."""
    user: Any = request.user
    if not user.has_perm("tickets.view_ticket"):
        return {}
    now = timezone.now()
    unclosed = Ticket.objects.unclosed().select_related("client", "owner").in_queue_order()
    mine = list(unclosed.filter(owner=user)[:MOST_TICKETS])
    unassigned = list(unclosed.filter(owner=None)[:MOST_TICKETS])
    versions = published_versions()
    next_deadline.attach_clocks([*mine, *unassigned], now=now, versions=versions)
    return {
        "greeting": f"Good {_daytime(now)}, {user.get_short_name()}",
        "counters": counters.counters(user, now, counters.count(user, now)),
        "alerts": [*alerts(user, now), *decisions(user)],
        "mine": mine,
        "unassigned": unassigned,
        "workloads": _workloads(),
        "recent_actions": _recent_actions(user),
    }


def _daytime(now: datetime) -> str:
    hour = now.astimezone(text.IRELAND).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def _workloads() -> list[Workload]:
    people = (
        User.objects.filter(groups__name__in=[roles.SUPPORT, roles.MANAGER], is_active=True)
        .annotate(open=Count("owned", filter=~Q(owned__state=TicketState.CLOSED), distinct=True))
        .order_by("-open", "name")[:MOST_PEOPLE]
    )
    most = max([FULL_LOAD, *(person.open for person in people)])
    return [Workload(person, person.open, most) for person in people]


def _recent_actions(user: User) -> list[RecentAction]:
    """The person's own latest actions on tickets."""
    events = Event.objects.filter(
        actor=user, subject_kind=Event.Kind.TICKET, verb__in=RECENT_ACTIONS
    ).order_by("-id")[:MOST_ACTIONS]
    tickets = Ticket.objects.in_bulk([event.subject_id for event in events])
    return [
        _recent_action(event, tickets[event.subject_id])
        for event in events
        if event.subject_id in tickets
    ]


def _recent_action(event: Event, ticket: Ticket) -> RecentAction:
    verb = Verb(event.verb)
    before, _, after = RECENT_ACTIONS[verb].partition("{}")
    return RecentAction(icon=verb.icon, before=before, ticket=ticket, after=after, at=event.at)
