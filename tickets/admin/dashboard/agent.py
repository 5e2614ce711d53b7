"""An agent's first page: what is due, what is theirs and nobody's, and who has how much."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery

from istockist_sla.core import roles
from istockist_sla.core.models import Event, User
from tickets.admin import counters
from tickets.admin.dashboard_alerts import alerts
from tickets.admin.event_text import RECENT_ACTIONS
from tickets.admin.tickets import next_deadline
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
    ticket_id: int
    number: int
    after: str
    at: datetime


def build(user: User, now: datetime) -> dict[str, Any]:
    counts = counters.count(user, now)
    mine, unassigned = _tickets(user, now)
    return {
        "counters": counters.counters(user, now, counts),
        "sentence": _sentence(counts),
        "alerts": alerts(user, now),
        "mine": mine,
        "unassigned": unassigned,
        "workloads": workloads(),
        "recent_actions": _recent_actions(user),
    }


def _sentence(counts: counters.Counts) -> tuple[str, str]:
    """What is true, and what needs the reader; never at odds with the counters."""
    past, soon = (counts[counters.of_view(view)] for view in counters.URGENT_VIEWS)
    if past:
        many = "is" if past == 1 else "are"
        first = f"{_tickets_in_words(past)} {many} past the limit."
    else:
        first = "No limit has passed."
    if soon:
        return first, f"{_tickets_in_words(soon)} must be handled within the hour."
    return first, "None is due within the hour."


def _tickets_in_words(number: int) -> str:
    return "One ticket" if number == 1 else f"{counters.shown(number)} tickets"


def _tickets(user: User, now: datetime) -> tuple[list[Ticket], list[Ticket]]:
    """The first of the person's own, and of nobody's."""
    unclosed = Ticket.objects.unclosed().select_related("client").in_queue_order()
    mine = list(unclosed.filter(owner=user)[:MOST_TICKETS])
    unassigned = list(unclosed.filter(owner=None)[:MOST_TICKETS])
    next_deadline.attach_clocks([*mine, *unassigned], now=now)
    return mine, unassigned


def workloads() -> list[Workload]:
    people = (
        User.objects.filter(groups__name__in=[roles.SUPPORT, roles.MANAGER], is_active=True)
        .annotate(open=Count("owned", filter=~Q(owned__state=TicketState.CLOSED), distinct=True))
        .order_by("-open", "name")[:MOST_PEOPLE]
    )
    most = max([FULL_LOAD, *(person.open for person in people)])
    return [Workload(person, person.open, most) for person in people]


def _recent_actions(user: User) -> list[RecentAction]:
    """The person's own latest actions on tickets."""
    number = Ticket.objects.filter(pk=OuterRef("subject_id")).values("number")
    events = Event.objects.filter(
        actor=user, subject_kind=Event.Kind.TICKET, verb__in=RECENT_ACTIONS
    )
    newest = events.annotate(number=Subquery(number)).order_by("-id")[:MOST_ACTIONS]
    return [_recent_action(event) for event in newest]


def _recent_action(event: Any) -> RecentAction:
    verb = Verb(event.verb)
    before, _, after = RECENT_ACTIONS[verb].partition("{}")
    return RecentAction(
        icon=verb.icon,
        before=before,
        ticket_id=event.subject_id,
        number=event.number,
        after=after,
        at=event.at,
    )
