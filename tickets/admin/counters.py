"""Figures of what asks for somebody now, for the first page and above the queue."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from istockist_sla.core import health
from tickets.inputs import Versions, published_versions
from tickets.models import ClockResult, InboundMail, Mailbox, Ticket
from tickets.sla.clock import Calendar
from tickets.sla.verdict import MISSED

CAP = 99
HOUR = 3600
LOOK_BACK = timedelta(days=15)


@dataclass(frozen=True, kw_only=True, slots=True)
class CounterTile:
    figure: str
    name: str
    icon: str
    url: str = ""
    tone: str = ""


def capped(rows: QuerySet) -> str:
    """`12`, or `99+` without counting on."""
    count = rows.order_by().values("pk")[: CAP + 1].count()
    return f"{CAP}+" if count > CAP else str(count)


def counters(user: Any, now: datetime, versions: Versions | None = None) -> list[CounterTile]:
    """Each figure leads to its rows, where the person may see them."""
    calendar = (versions or published_versions()).standard(now).calendar
    queue = reverse("admin:tickets_ticket_changelist")
    return [
        CounterTile(
            figure=capped(Ticket.objects.to_qualify()),
            name="to qualify",
            icon="m-unclassified",
            url=f"{queue}?view=to-qualify",
        ),
        *_deadline_tiles(calendar, now, queue),
        CounterTile(
            figure=capped(Ticket.objects.waiting_for_client()),
            name="waiting for client",
            icon="m-waiting",
            url=f"{queue}?view=waiting",
        ),
        CounterTile(
            figure=capped(InboundMail.objects.to_decide()),
            name="mail to decide",
            icon="mail-question",
            url=_mail_list(user),
        ),
        _background_tile(user, now),
    ]


def _deadline_tiles(calendar: Calendar, now: datetime, queue: str) -> list[CounterTile]:
    soon, missed = _due_within_the_hour(calendar, now), _missed_today(calendar, now)
    return [
        CounterTile(
            figure=str(soon),
            name="due within the hour",
            icon="alarm-clock",
            url=queue,
            tone="medium" if soon else "",
        ),
        CounterTile(
            figure=str(missed),
            name="missed today",
            icon="m-critical",
            url=queue,
            tone="critical" if missed else "",
        ),
    ]


def _due_within_the_hour(calendar: Calendar, now: datetime) -> int:
    """Deadlines that come before one more support hour has counted."""
    until = max(calendar.after(now, HOUR), now + timedelta(hours=1))
    due = Ticket.objects.unclosed().filter(next_deadline_at__gte=now, next_deadline_at__lte=until)
    return due.count()


def _missed_today(calendar: Calendar, now: datetime) -> int:
    """First answers whose limit was used up since Support last closed before today."""
    midnight = datetime.combine(now.astimezone(calendar.zone), time(0), calendar.zone)
    segments = calendar.segments(midnight - LOOK_BACK, midnight)
    since = max((segment.end for segment in segments if segment.counted), default=midnight)
    responses = ClockResult.objects.responses().filter(verdict=MISSED)
    return responses.filter(due_at__gte=since, due_at__lte=now).count()


def _mail_list(user: Any, view: str = "") -> str:
    if not user.has_perm("tickets.view_inboundmail"):
        return ""
    query = {"view": view} if view else None
    return reverse("admin:tickets_inboundmail_changelist", query=query)


def _background_tile(user: Any, now: datetime) -> CounterTile:
    """Whether letters, timers and mail run, and whether what a known administrator sent lies
    where nobody looks."""
    fetched = Mailbox.objects.order_by("-fetched_at").values_list("fetched_at", flat=True).first()
    mail = f"mail fetched at {fetched:%H:%M}" if fetched else "no mailbox is read"
    problems, url = [_problem_words(name, mail) for name in health.examine(at=now).problems], ""
    lost = InboundMail.objects.unseen_automatic().filter(administrator__isnull=False)
    if count := lost.order_by()[: CAP + 1].count():
        of = "an administrator" if count == 1 else "administrators"
        problems.append(f"{_mails(count)} of {of} opened nothing")
        url = _mail_list(user, "automatic")
    if problems:
        words = ", ".join(problems)
        return CounterTile(
            figure="Look here", name=words, icon="m-missed", tone="critical", url=url
        )
    unchecked = "" if settings.AUTHSERV_ID else "; nobody checks senders"
    return CounterTile(figure="All well", name=f"{mail}{unchecked}", icon="m-met", tone="ok")


def _problem_words(name: str, mail: str) -> str:
    return {"cluster": "background stopped", "letters": "letters wait", "mailbox": mail}.get(
        name, name
    )


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails" if count <= CAP else f"{CAP}+ mails"
