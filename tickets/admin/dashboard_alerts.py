"""Alerts of the desk's first page: open outages, what this person may decide, and a coming year
without holidays (K3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from availability import incidents
from availability.models import (
    CauseStatement,
    Correction,
    Exclusion,
    ImportBatch,
    Interruption,
    LateWork,
    Outage,
)
from istockist_sla.core import capped_counts
from istockist_sla.core.capped_counts import Capped
from istockist_sla.core.lib import text
from istockist_sla.desk.alerts import Alert
from tickets.inputs import published_versions
from tickets.models import FactProposal, Finding

WARNS_FROM_MONTH = 11
MOST = 1_000


def alerts(user: Any, now: datetime) -> list[Alert]:
    return [*_outages(user, now), *_holidays(user, now)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision(Alert):
    """An alert that knows how many things wait."""

    number: int


class Waiting(NamedTuple):
    """A kind of what waits for a decision, and the list of it."""

    rows: QuerySet[Any, Any]
    one: str
    several: str
    href: str


def decisions(user: Any) -> list[Decision]:
    """What this manager may decide, having neither proposed nor decided it before (G10); counted
    in one statement."""
    kinds = {**_of_tickets(user), **_of_the_service(user)}
    counts = capped_counts.count({name: Capped(each.rows, MOST) for name, each in kinds.items()})
    if counts.get("interruptions"):
        counts["interruptions"] = len(incidents.decidable_by(user.pk))
    found: dict[str, Decision] = {}
    for name, kind in kinds.items():
        before = found[kind.href].number if kind.href in found else 0
        number = before + counts[name]
        if number:
            title = f"1 {kind.one} waits." if number == 1 else f"{number} {kind.several} wait."
            found[kind.href] = Decision(
                kind="info",
                title=title,
                text="You may decide.",
                href=kind.href,
                link="Decide",
                number=number,
            )
    return list(found.values())


def _of_tickets(user: Any) -> dict[str, Waiting]:
    if not user.has_perm("tickets.approve_finding"):
        return {}
    findings, facts = Finding.objects.to_decide_by(user), FactProposal.objects.to_decide_by(user)
    page = _list("tickets_factproposal")
    return {
        "findings": Waiting(findings, "finding", "findings", _list("tickets_finding")),
        "facts": Waiting(facts, "proposed fact", "proposed facts", page),
    }


def _of_the_service(user: Any) -> dict[str, Waiting]:
    """Statements about outages and maintenance: each may move the availability (A3, A4, A5)."""
    if not user.has_perm("availability.decide_exclusion"):
        return {}
    about = "statement about an outage", "statements about outages"
    outages = (*about, _list("availability_outage", waits="yes"))
    corrections = Correction.objects.to_decide().exclude(proposed_by=user.pk)
    causes = CauseStatement.objects.to_decide().exclude(stated_by=user.pk)
    return {
        "interruptions": Waiting(Interruption.objects.to_decide(), *outages),
        "corrections": Waiting(corrections, *outages),
        "causes": Waiting(causes, *outages),
        "exclusions": Waiting(
            Exclusion.objects.to_decide().exclude(proposed_by=user.pk),
            "exclusion",
            "exclusions",
            _list("availability_exclusion", approved__isnull="True"),
        ),
        "late work": Waiting(
            LateWork.objects.to_decide().exclude(recorded_by=user.pk),
            "late record of work",
            "late records of work",
            _list("availability_maintenance", waits="yes"),
        ),
        "imports": Waiting(
            ImportBatch.objects.to_decide().exclude(read_by=user.pk),
            "import of another monitor",
            "imports of other monitors",
            _list("availability_importbatch", waits="yes"),
        ),
    }


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
