"""What the desk's first page tells of: an open outage, what this person may decide, a coming
year without holidays (K3)."""

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse

from availability.models import Outage
from istockist_sla.core.lib import text
from tickets.inputs import PublishedVersions
from tickets.models import FactProposal, Finding

WARNS_FROM_MONTH = 11


class Alert(NamedTuple):
    kind: str
    title: str
    text: str
    href: str
    link: str


def alerts(now: datetime) -> list[Alert]:
    return [*_outages(now), *_holidays(now)]


def decisions(user: Any) -> list[Alert]:
    """What waits for a manager other than those who proposed or decided it (G10)."""
    if not user.has_perm("tickets.approve_finding"):
        return []
    waiting = [
        (Finding.objects.to_decide_by(user).count(), "finding", "tickets_finding"),
        (FactProposal.objects.to_decide_by(user).count(), "proposed fact", "tickets_factproposal"),
    ]
    return [
        Alert(
            "info",
            f"{count} {name} waits." if count == 1 else f"{count} {name}s wait.",
            "You may decide.",
            reverse(f"admin:{page}_changelist"),
            "Decide",
        )
        for count, name, page in waiting
        if count
    ]


def _outages(now: datetime) -> list[Alert]:
    """Each outage that goes on, with when the public read of it (A7)."""
    return [
        Alert(
            "critical",
            f"{outage}.",
            f"Since {text.clock_gmt(outage.started_at, now)}, {_published(outage, now)}.",
            reverse("admin:availability_outage_change", args=[outage.pk]),
            "Write an update",
        )
        for outage in Outage.objects.open().order_by("started_at")[:3]
    ]


def _published(outage: Outage, now: datetime) -> str:
    if outage.published_at is None:
        return "not yet published"
    return f"published {text.clock_gmt(outage.published_at, now)}"


def _holidays(now: datetime) -> list[Alert]:
    """From 1 November the next year needs its list; until then it has only weekends (K3)."""
    book = PublishedVersions()
    calendar = book.standard(now).calendar
    today = now.astimezone(calendar.zone).date()
    needed = [today.year] + ([today.year + 1] if today.month >= WARNS_FROM_MONTH else [])
    missing = [year for year in needed if year not in book.listed_years()]
    return [
        Alert(
            "medium",
            f"{year} has no list of holidays.",
            "Until one is published, only weekends are closed.",
            reverse("admin:tickets_holidaylist_changelist"),
            "Propose a list",
        )
        for year in missing
    ]
