"""Figures of what asks for somebody now, for the first page and above the queue."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from istockist_sla.core import health
from tickets.admin import saved_views
from tickets.admin.saved_views import SavedView
from tickets.mailroom import health as mailroom
from tickets.models import InboundMail

CAP = 99


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


def counters(user: Any, now: datetime) -> list[CounterTile]:
    """Each figure leads to its rows, where the person may see them."""
    return [
        _view_tile(saved_views.PAST_LIMIT, "m-critical", user, now, tone="critical"),
        _view_tile(saved_views.DUE_SOON, "alarm-clock", user, now, tone="medium"),
        _view_tile(saved_views.MISSED_TODAY, "m-missed", user, now, tone="critical"),
        _view_tile(saved_views.TO_QUALIFY, "m-unclassified", user, now),
        _view_tile(saved_views.WAITING, "m-waiting", user, now),
        _mail_tile("held", "mail-question", user),
        _mail_tile("parked", "circle-slash", user, tone="critical"),
        _background_tile(user, now),
    ]


def _view_tile(
    view: SavedView, icon: str, user: Any, now: datetime, *, tone: str = ""
) -> CounterTile:
    """As many as the view's list shows."""
    count = capped(view.tickets(user, now))
    name = view.name[:1].lower() + view.name[1:]
    return CounterTile(
        figure=count, name=name, icon=icon, url=view.url, tone=tone if count != "0" else ""
    )


def _mail_tile(state: str, icon: str, user: Any, *, tone: str = "") -> CounterTile:
    count = capped(InboundMail.objects.filter(state=state))
    return CounterTile(
        figure=count,
        name=f"{state} mail",
        icon=icon,
        url=_mail_list(user, state),
        tone=tone if count != "0" else "",
    )


State = InboundMail.State
NAMES = {
    "cluster": "background stopped",
    "letters": "letters wait",
    "storage": "no room for files",
}
UNDECIDED_NAMES = {"undelivered": "letters undelivered", "flood": "much mail of one sender waits"}


def _mail_list(user: Any, view: str = "") -> str:
    if not user.has_perm("tickets.view_inboundmail"):
        return ""
    query = {"view": view} if view else None
    return reverse("admin:tickets_inboundmail_changelist", query=query)


def _background_tile(user: Any, now: datetime) -> CounterTile:
    """Whether letters, timers and mail run, and what of them waits for a person."""
    mail = mailroom.summary(now)
    report = health.examine(at=now)
    undecided = [UNDECIDED_NAMES.get(name, name) for name in report.undecided]
    url = _undecided_url(user, report.undecided)
    problems = [{**NAMES, "mailbox": mail}.get(name, name) for name in report.problems]
    if lost := _opened_nothing():
        problems.append(lost)
        url = _mail_list(user, "automatic")
    if parked := InboundMail.objects.filter(state=State.PARKED).order_by()[: CAP + 1].count():
        problems.append(f"{_mails(parked)} parked")
        url = _mail_list(user, "parked")
    if problems:
        words = ", ".join([*problems, *undecided])
        return CounterTile(
            figure="Look here", name=words, icon="m-missed", tone="critical", url=url
        )
    if undecided:
        words = ", ".join(undecided)
        return CounterTile(figure="Decide", name=words, icon="m-medium", tone="medium", url=url)
    unchecked = "" if settings.AUTHSERV_ID else "; nobody checks senders"
    return CounterTile(figure="All well", name=f"{mail}{unchecked}", icon="m-met", tone="ok")


def _opened_nothing() -> str:
    """What a known administrator sent and lies where nobody looks."""
    lost = InboundMail.objects.unseen_automatic().filter(administrator__isnull=False)
    count = lost.order_by()[: CAP + 1].count()
    of = "an administrator" if count == 1 else "administrators"
    return f"{_mails(count)} of {of} opened nothing" if count else ""


def _undecided_url(user: Any, undecided: tuple[str, ...]) -> str:
    """The list of what waits for a person, where they may see it."""
    if "undelivered" in undecided and user.has_perm("core.view_letter"):
        return reverse("admin:core_letter_changelist", query={"outcome": "undecided"})
    if "flood" in undecided and user.has_perm("tickets.view_flood"):
        return reverse("admin:tickets_flood_changelist")
    return ""


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails" if count <= CAP else f"{CAP}+ mails"
