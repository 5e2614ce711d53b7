"""Alerts of the desk's first page: open outages, and a coming year without holidays (K3)."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from availability.models import Outage
from istockist_sla.core.lib import text
from istockist_sla.desk.alerts import Alert
from tickets.inputs import published_versions

WARNS_FROM_MONTH = 11


def alerts(user: Any, now: datetime) -> list[Alert]:
    return [*_outages(user, now), *_holidays(user, now)]


def _outages(user: Any, now: datetime) -> list[Alert]:
    """Each open outage, with when it was published (A7)."""
    may_write = user.has_perm("availability.publish_outage")
    return [
        Alert(
            kind="critical",
            title=f"{outage}.",
            text=f"Since {text.clock_gmt(outage.started_at, now)}, {_published(outage, now)}.",
            href=reverse("admin:availability_outage_change", args=[outage.pk]),
            link="Write an update" if may_write else "See the outage",
        )
        for outage in Outage.objects.open().order_by("started_at")[:3]
    ]


def _published(outage: Outage, now: datetime) -> str:
    if outage.published_at is None:
        return "not yet published"
    return f"published {text.clock_gmt(outage.published_at, now)}"


def _holidays(user: Any, now: datetime) -> list[Alert]:
    """From 1 November the next year needs its list; until then it has only weekends (K3)."""
    if not user.has_perm("tickets.view_holidaylist"):
        return []
    may_propose = user.has_perm("tickets.add_holidaylist")
    versions = published_versions()
    calendar = versions.standard(now).calendar
    today = now.astimezone(calendar.zone).date()
    needed = [today.year] + ([today.year + 1] if today.month >= WARNS_FROM_MONTH else [])
    missing = [year for year in needed if year not in versions.listed_years()]
    return [
        Alert(
            kind="medium",
            title=f"{year} has no list of holidays.",
            text="Until one is published, only weekends are closed.",
            href=reverse("admin:tickets_holidaylist_changelist"),
            link="Propose a list" if may_propose else "See the lists",
        )
        for year in missing
    ]
