"""A technical team's first page: what Support asked of it, since when, and what it answered."""

from datetime import datetime, time
from functools import partial
from statistics import median
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from istockist_sla.core.lib import text
from istockist_sla.core.lib.text import duration
from istockist_sla.core.models import User
from istockist_sla.core.remembered import Remembered
from tickets import inputs
from tickets.admin.counters import CAP, CounterTile, shown
from tickets.admin.dashboard_alerts import alerts
from tickets.admin.saved_views import BY_CODE
from tickets.admin.tickets import next_deadline
from tickets.admin.tickets.queue import with_newest_event
from tickets.models import HandOver, Team, Ticket, Verb
from tickets.models.tickets import QUEUE_ORDER
from tickets.sla.clock import Calendar

MOST_ASKED, MOST_ANSWERED, MOST_COUNTED = 20, 5, 2_000
Spent = tuple[int, int]  # seconds with the team, and the ticket's number


class Asked(NamedTuple):
    """What Support handed over and nobody has answered; `with_us` are support seconds."""

    hand_over: Any
    ticket: Any
    with_us: int

    @property
    def answer_url(self) -> str:
        return reverse("admin:tickets_ticket_action", args=[self.ticket.pk, Verb.HEAR_BACK])

    @property
    def draft_form(self) -> str:
        """Where the step's own page keeps what is typed."""
        return f"{self.answer_url}#form"


class Answered(NamedTuple):
    hand_over: Any
    with_us: int


class OurTime(NamedTuple):
    """Of what was handed over in the month: support seconds with the team, as far as answered."""

    asked: int
    still_open: int
    usual: int | None
    longest: Spent | None


def build(user: User, now: datetime) -> dict[str, Any]:
    teams = teams_of(user)
    calendar = inputs.published_versions().standard(now).calendar
    asked, answered = _asked(teams, calendar, now), _answered(teams, calendar, now)
    waiting = of_teams(Ticket.objects.unclosed(), teams).order_by()
    number = waiting.values("pk")[: CAP + 1].count()
    names = text.join_words([str(Team(team).label) for team in teams])
    return {
        "team_names": names,
        "teams": [BY_CODE[team] for team in teams],
        "sentence": _sentence(asked, number, names),
        "counters": _counters(teams, number, asked, answered),
        "alerts": alerts(user, now),
        "asked": asked,
        "draft_forms": [row.draft_form for row in asked],
        "answered": answered[:MOST_ANSWERED],
        "answered_count": len(answered),
        "our_time": {team: OUR_TIME[team](now) for team in teams},
    }


def teams_of(user: User) -> list[str]:
    """Those that the person is of; all of them for who is of none and may answer all the same."""
    names = set(user.groups.values_list("name", flat=True))
    return [team.value for team in Team if str(team.label) in names] or list(Team.values)


def _asked(teams: list[str], calendar: Calendar, now: datetime) -> list[Asked]:
    """In the order of the queue: the ticket that is due first stands first."""
    rows = with_newest_event(Ticket.objects.unclosed().select_related("client"))
    tickets = list(of_teams(rows, teams).order_by(*QUEUE_ORDER)[:MOST_ASKED])
    next_deadline.attach_clocks(tickets, now=now)
    waiting = HandOver.objects.filter(ticket__in=tickets, heard_at=None)
    by_ticket = {row.ticket_id: row for row in waiting.select_related("message__author")}
    return [
        Asked(row, ticket, calendar.between(row.handed_at, now))
        for ticket in tickets
        if (row := by_ticket.get(ticket.pk)) is not None
    ]


def of_teams(tickets: QuerySet[Ticket], teams: list[str]) -> QuerySet[Ticket]:
    """By one team alone the database finds them in their order."""
    return tickets.filter(team=teams[0]) if len(teams) == 1 else tickets.filter(team__in=teams)


def _answered(teams: list[str], calendar: Calendar, now: datetime) -> list[Answered]:
    """Today, the latest first."""
    midnight = datetime.combine(now.astimezone(calendar.zone), time(0), calendar.zone)
    rows: QuerySet[HandOver] = HandOver.objects.filter(team__in=teams, heard_at__gte=midnight)
    rows = rows.select_related("ticket", "message__author").order_by("-heard_at", "-id")
    return [
        Answered(row, calendar.between(row.handed_at, row.heard_at or now))
        for row in rows[:MOST_COUNTED]
    ]


def _sentence(asked: list[Asked], number: int, names: str) -> tuple[str, str]:
    if not asked:
        return f"Nothing waits for {names}.", "Clients see your answers only through Support."
    waits = "One ticket waits" if number == 1 else f"{shown(number)} tickets wait"
    late = sum(row.ticket.clock.kind in ("missed", "past", "strictest") for row in asked)
    told = {0: "None of them is past its limit.", 1: "One of them is past its limit."}
    at_least = "At least " if late == len(asked) < number else ""
    more = told.get(late, f"{at_least}{late} of them are past their limit.")
    return f"{waits} for {names}.", f"{more} Clients see your answers only through Support."


def _counters(
    teams: list[str], number: int, asked: list[Asked], answered: list[Answered]
) -> list[CounterTile]:
    longest = max((row.with_us for row in asked), default=None)
    return [
        CounterTile(
            figure=shown(number),
            name="with us, unanswered",
            icon="send",
            url=BY_CODE[teams[0]].url if len(teams) == 1 else "",
        ),
        CounterTile(
            figure=text.NONE if longest is None else duration(longest),
            name="longest with us, support hours",
            icon="hourglass",
        ),
        CounterTile(figure=str(len(answered)), name="answered today", icon="reply"),
    ]


def _our_time(team: str, now: datetime) -> OurTime:
    calendar = inputs.published_versions().standard(now).calendar
    start = inputs.month_bounds(inputs.month_of(now)).start
    rows = HandOver.objects.filter(team=team, handed_at__gte=start)
    found = list(
        rows.order_by("-handed_at").values_list("handed_at", "heard_at", "ticket__number")[
            :MOST_COUNTED
        ]
    )
    spent = [
        (calendar.between(handed_at, heard_at), number)
        for handed_at, heard_at, number in found
        if heard_at is not None
    ]
    return OurTime(
        asked=len(found),
        still_open=len(found) - len(spent),
        usual=int(median(seconds for seconds, _ in spent)) if spent else None,
        longest=max(spent, default=None),
    )


OUR_TIME = {team.value: Remembered(partial(_our_time, team.value), times=6) for team in Team}
