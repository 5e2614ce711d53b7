"""The desk's first page: what is due, whose it is, and whether the background works."""

from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from istockist_sla.core import health, roles
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, User
from istockist_sla.desk.site import site
from tickets import inputs
from tickets.admin.dashboard_alerts import alerts, decisions
from tickets.admin.event_icons import ICONS, RECENT_ACTIONS
from tickets.admin.tickets import filters, next_deadline
from tickets.models import ClockResult, InboundMail, Mailbox, Ticket, TicketState
from tickets.models.inbound import InboundMail as Mail
from tickets.sla.clock import Calendar
from tickets.sla.verdict import MISSED

SHOWN, RECENT, PEOPLE = 5, 5, 12
A_LOT = 5
HOUR = 3600
LOOK_BACK = timedelta(days=15)
UNSETTLED = [Mail.State.RECEIVED, Mail.State.HELD, Mail.State.PARKED]


class CounterTile(NamedTuple):
    figure: str
    name: str
    icon: str
    url: str = ""
    tone: str = ""


class Load(NamedTuple):
    """A person's open tickets against those of who has most."""

    person: User
    open: int
    most: int

    @property
    def sentence(self) -> str:
        return f"{self.open} of at most {self.most} tickets"


class Recent(NamedTuple):
    icon: str
    before: str
    ticket: Ticket
    after: str
    at: datetime


def counters(now: datetime, book: inputs.PublishedVersions | None = None) -> list[CounterTile]:
    """What asks for somebody now; each figure leads to its rows."""
    calendar = (book or inputs.PublishedVersions()).standard(now).calendar
    queue = reverse("admin:tickets_ticket_changelist")
    soon, missed = _due_within_the_hour(calendar, now), _missed_today(calendar, now)
    held = InboundMail.objects.filter(state__in=UNSETTLED)
    return [
        CounterTile(
            filters.capped(Ticket.objects.to_qualify()),
            "to qualify",
            "m-unclassified",
            f"{queue}?view=to-qualify",
        ),
        CounterTile(
            str(soon), "due within the hour", "alarm-clock", queue, "medium" if soon else ""
        ),
        CounterTile(str(missed), "missed today", "m-critical", queue, "critical" if missed else ""),
        CounterTile(
            filters.capped(Ticket.objects.waiting_for_client()),
            "waiting for client",
            "m-waiting",
            f"{queue}?view=waiting",
        ),
        CounterTile(
            filters.capped(held),
            "held mail",
            "mail-question",
            reverse("admin:tickets_inboundmail_changelist"),
        ),
        _background(now),
    ]


def _due_within_the_hour(calendar: Calendar, now: datetime) -> int:
    """Deadlines that run out before one more support hour has counted."""
    until = max(calendar.after(now, HOUR), now + timedelta(hours=1))
    return (
        Ticket.objects.unclosed()
        .filter(next_deadline_at__gte=now, next_deadline_at__lte=until)
        .count()
    )


def _missed_today(calendar: Calendar, now: datetime) -> int:
    """First answers whose limit was used up since Support last closed before today."""
    midnight = datetime.combine(now.astimezone(calendar.zone), time(0), calendar.zone)
    segments = calendar.segments(midnight - LOOK_BACK, midnight)
    since = max((segment.end for segment in segments if segment.counted), default=midnight)
    responses = ClockResult.objects.responses().filter(verdict=MISSED)
    return responses.filter(due_at__gte=since, due_at__lte=now).count()


def _background(now: datetime) -> CounterTile:
    """Whether letters, timers and mail go on by themselves."""
    fetched = Mailbox.objects.order_by("-fetched_at").values_list("fetched_at", flat=True).first()
    when = f"mail fetched at {fetched:%H:%M}" if fetched else "no mailbox is read"
    found = health.examine(at=now)
    if found.is_well:
        return CounterTile("All well", when, "m-met", "", "ok")
    problems = {"cluster": "background stopped", "letters": "letters wait", "mailbox": when}
    names = ", ".join(problems.get(name, name) for name in found.problems)
    return CounterTile("Look here", names, "m-missed", "", "critical")


@site.add_dashboard
def dashboard(request: HttpRequest) -> dict[str, Any]:
    """Counters, the person's own tickets, nobody's yet, the team's load, what one did lately."""
    user: Any = request.user
    if not user.has_perm("tickets.view_ticket"):
        return {}
    now = timezone.now()
    open_ones = Ticket.objects.unclosed().select_related("client", "owner").by_next_deadline()
    mine = list(open_ones.filter(owner=user)[:SHOWN])
    free = list(open_ones.filter(owner=None)[:SHOWN])
    book = inputs.PublishedVersions()
    next_deadline.attach([*mine, *free], now=now, book=book)
    return {
        "greeting": f"Good {_daytime(now)}, {user.get_short_name()}",
        "counters": counters(now, book),
        "notices": [*alerts(now), *decisions(user)],
        "mine": mine,
        "free": free,
        "team": _load(),
        "recent": _recent(user),
    }


def _daytime(now: datetime) -> str:
    hour = now.astimezone(text.IRELAND).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"


def _load() -> list[Load]:
    people = (
        User.objects.filter(groups__name__in=[roles.SUPPORT, roles.MANAGER], is_active=True)
        .annotate(open=Count("owned", filter=~Q(owned__state=TicketState.CLOSED), distinct=True))
        .order_by("-open", "name")[:PEOPLE]
    )
    most = max([A_LOT, *(person.open for person in people)])
    return [Load(person, person.open, most) for person in people]


def _recent(user: Any) -> list[Recent]:
    """The person's own latest acts on tickets."""
    acts = Event.objects.filter(
        actor=user, subject_kind=Event.Kind.TICKET, verb__in=RECENT_ACTIONS
    ).order_by("-id")[:RECENT]
    tickets = Ticket.objects.in_bulk([event.subject_id for event in acts])
    return [
        _recent_action(event, tickets[event.subject_id])
        for event in acts
        if event.subject_id in tickets
    ]


def _recent_action(event: Event, ticket: Ticket) -> Recent:
    before, _, after = RECENT_ACTIONS[event.verb].partition("{}")
    return Recent(ICONS.get(event.verb, "activity"), before, ticket, after, event.at)
