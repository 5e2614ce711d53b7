"""Figures of what asks for somebody now, for the first page and above the queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from istockist_sla.core import capped_counts, health
from istockist_sla.core.capped_counts import Capped
from istockist_sla.core.lib.text import counted
from istockist_sla.core.remembered import Remembered
from tickets.admin import saved_views
from tickets.admin.saved_views import SavedView
from tickets.mailroom import health as mailroom
from tickets.models import InboundMail

CAP = 99
State = InboundMail.State
# What is seen of the background, and of the mailboxes, by each process.
examined = Remembered(lambda at: health.examine(at=at))
mail_summary = Remembered(mailroom.summary)


@dataclass(frozen=True, kw_only=True, slots=True)
class CounterTile:
    figure: str
    name: str
    icon: str
    url: str = ""
    tone: str = ""


Counts = Mapping[str, int]
COUNTED_VIEWS = (
    (saved_views.PAST_LIMIT, "m-critical", "critical"),
    (saved_views.DUE_SOON, "alarm-clock", "medium"),
    (saved_views.MISSED_TODAY, "m-missed", "critical"),
    (saved_views.TO_QUALIFY, "m-unclassified", ""),
    (saved_views.WAITING, "m-waiting", ""),
)


URGENT_VIEWS = (saved_views.PAST_LIMIT, saved_views.DUE_SOON)


def shown(count: int) -> str:
    """`12`, or `99+` where nobody counted on."""
    return f"{CAP}+" if count > CAP else str(count)


def capped(rows: QuerySet[Any, Any]) -> str:
    """The same of rows that are counted alone."""
    return shown(rows.order_by().values("pk")[: CAP + 1].count())


def up_to_cap(rows: QuerySet[Any, Any]) -> Capped:
    return Capped(rows, CAP + 1)


def of_view(view: SavedView) -> str:
    """The name of its count among the others."""
    return f"view {view.code}"


def count(user: Any, now: datetime, more: Mapping[str, Capped] | None = None) -> Counts:
    """All that the tiles show, and `more`, in one statement."""
    views = {of_view(each): up_to_cap(each.tickets(user, now)) for each, _, _ in COUNTED_VIEWS}
    mails = {
        "held": InboundMail.objects.filter(state=State.HELD),
        "parked": InboundMail.objects.filter(state=State.PARKED),
        "lost": InboundMail.objects.unseen_automatic().filter(administrator__isnull=False),
    }
    kinds = {**views, **{name: up_to_cap(rows) for name, rows in mails.items()}, **(more or {})}
    return capped_counts.count(kinds)


def counters(user: Any, now: datetime, counts: Counts) -> list[CounterTile]:
    """Each figure leads to its rows, where the person may see them."""
    views = [_view_tile(view, icon, tone, counts) for view, icon, tone in COUNTED_VIEWS]
    return [
        *views,
        _mail_tile("held", "mail-question", user, counts),
        _mail_tile("parked", "circle-slash", user, counts, tone="critical"),
        background_tile(user, now, counts),
    ]


def _view_tile(view: SavedView, icon: str, tone: str, counts: Counts) -> CounterTile:
    """As many as the view's list shows."""
    number = counts[of_view(view)]
    name = view.name[:1].lower() + view.name[1:]
    return CounterTile(
        figure=shown(number), name=name, icon=icon, url=view.url, tone=tone if number else ""
    )


def _mail_tile(state: str, icon: str, user: Any, counts: Counts, *, tone: str = "") -> CounterTile:
    number = counts[state]
    return CounterTile(
        figure=shown(number),
        name=f"{state} mail",
        icon=icon,
        url=_mail_list(user, state),
        tone=tone if number else "",
    )


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


def background_tile(user: Any, now: datetime, counts: Counts) -> CounterTile:
    """Whether letters, timers and mail run, and what of them waits for a person."""
    mail, report = mail_summary(now), examined(now)
    undecided = [UNDECIDED_NAMES.get(name, name) for name in report.undecided]
    url = _undecided_url(user, report.undecided)
    problems = [{**NAMES, "mailbox": mail}.get(name, name) for name in report.problems]
    if counts["lost"]:
        problems.append(_opened_nothing(counts["lost"]))
        url = _mail_list(user, "automatic")
    if counts["parked"]:
        problems.append(f"{_mails(counts['parked'])} parked")
        url = _mail_list(user, "parked")
    if problems:
        words = ", ".join([*problems, *undecided])
        return CounterTile(
            figure=counted(len(problems), "fault"),
            name=words,
            icon="m-missed",
            tone="critical",
            url=url,
        )
    if undecided:
        words = ", ".join(undecided)
        return CounterTile(figure="Decide", name=words, icon="m-medium", tone="medium", url=url)
    unchecked = "" if settings.AUTHSERV_ID else "; nobody checks senders"
    return CounterTile(figure="All well", name=f"{mail}{unchecked}", icon="m-met", tone="ok")


def _opened_nothing(number: int) -> str:
    """What a known administrator sent and lies where nobody looks."""
    of = "an administrator" if number == 1 else "administrators"
    return f"{_mails(number)} of {of} opened nothing"


def _undecided_url(user: Any, undecided: tuple[str, ...]) -> str:
    """The list of what waits for a person, where they may see it."""
    if "undelivered" in undecided and user.has_perm("core.view_letter"):
        return reverse("admin:core_letter_changelist", query={"outcome": "undecided"})
    if "flood" in undecided and user.has_perm("tickets.view_flood"):
        return reverse("admin:tickets_flood_changelist")
    return ""


def _mails(count: int) -> str:
    return "1 mail" if count == 1 else f"{count} mails" if count <= CAP else f"{CAP}+ mails"
