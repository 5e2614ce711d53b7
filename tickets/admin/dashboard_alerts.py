"""Alerts of the desk's first page: open outages, what this person may decide, and a coming year
without holidays (K3)."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from availability import incidents
from availability.models import (
    CauseStatement,
    Correction,
    Exclusion,
    ImportBatch,
    LateWork,
    Outage,
)
from istockist_sla.core.lib import text
from istockist_sla.desk.alerts import Alert
from tickets.inputs import published_versions
from tickets.models import FactProposal, Finding

WARNS_FROM_MONTH = 11


def alerts(user: Any, now: datetime) -> list[Alert]:
    return [*_outages(user, now), *_holidays(user, now)]


def decisions(user: Any) -> list[Alert]:
    """What this manager may decide, having neither proposed nor decided it before (G10)."""
    waiting = []
    if user.has_perm("tickets.approve_finding"):
        waiting += [
            (
                Finding.objects.to_decide_by(user).count(),
                "finding",
                "findings",
                _list("tickets_finding"),
            ),
            (
                FactProposal.objects.to_decide_by(user).count(),
                "proposed fact",
                "proposed facts",
                _list("tickets_factproposal"),
            ),
        ]
    if user.has_perm("availability.decide_exclusion"):
        waiting += _of_the_service(user)
    return [
        Alert(
            kind="info",
            title=f"1 {one} waits." if count == 1 else f"{count} {several} wait.",
            text="You may decide.",
            href=href,
            link="Decide",
        )
        for count, one, several, href in waiting
        if count
    ]


def _of_the_service(user: Any) -> list[tuple[int, str, str, str]]:
    """Statements about outages and maintenance: each may move the availability (A3, A4, A5)."""
    corrections = Correction.objects.to_decide().exclude(proposed_by=user.pk).count()
    causes = CauseStatement.objects.to_decide().exclude(stated_by=user.pk).count()
    return [
        (
            len(incidents.decidable_by(user.pk)) + corrections + causes,
            "statement about an outage",
            "statements about outages",
            _list("availability_outage", waits="yes"),
        ),
        (
            Exclusion.objects.to_decide().exclude(proposed_by=user.pk).count(),
            "exclusion",
            "exclusions",
            _list("availability_exclusion", approved="waits"),
        ),
        (
            LateWork.objects.to_decide().exclude(recorded_by=user.pk).count(),
            "late record of work",
            "late records of work",
            _list("availability_maintenance", waits="yes"),
        ),
        (
            ImportBatch.objects.to_decide().exclude(read_by=user.pk).count(),
            "import of another monitor",
            "imports of other monitors",
            _list("availability_importbatch", waits="yes"),
        ),
    ]


def _list(page: str, **query: str) -> str:
    return reverse(f"admin:{page}_changelist", query=query or None)


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
