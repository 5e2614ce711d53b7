"""Claims that take time out of the figures: proposed by one person, decided by another (A3)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from availability import incidents
from availability.admin.event_text import DECISIONS, names, when, words
from availability.admin.forms import ExclusionForm
from availability.models import Exclusion
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, Doing, Step
from istockist_sla.desk.site import site

DECIDE = ("availability.decide_exclusion",)


def _propose(doing: Doing) -> Any:
    return incidents.propose_exclusion(by=doing.by, at=doing.at, **doing.data)


def _approve(doing: Doing) -> Any:
    return incidents.approve_exclusion(doing.subject, by=doing.by, at=doing.at)


def _refuse(doing: Doing) -> Any:
    return incidents.refuse_exclusion(doing.subject, by=doing.by, at=doing.at)


def _is_undecided(exclusion: Exclusion, at: Any) -> bool:
    return exclusion.approved is None


def _is_another(exclusion: Exclusion, user: Any) -> bool:
    return exclusion.proposed_by_id != user.pk


ADD = Step(
    "propose",
    "Propose an exclusion",
    ("availability.state_cause",),
    _propose,
    form=ExclusionForm,
    done="Proposed. Another person decides it.",
    intro="For time that no outage covers. It counts once another person has approved it (A3).",
)
STEPS = (
    Step(
        "approve",
        "Approve",
        DECIDE,
        _approve,
        legal=_is_undecided,
        who=_is_another,
        done="Approved: the figures follow from now on.",
    ),
    Step(
        "refuse",
        "Refuse",
        DECIDE,
        _refuse,
        legal=_is_undecided,
        who=_is_another,
        done="Refused: the time stays what the probe says.",
        danger=True,
    ),
)


@admin.register(Exclusion, site=site)
class ExclusionAdmin(ActionAdmin):
    steps = STEPS
    add_step = ADD
    event_kind = Event.Kind.OUTAGE
    list_display = ("cause", "which", "starts", "ends", "proposed_by", "decision")
    list_filter = ("approved", "cause")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exclusion]:
        rows = super().get_queryset(request).select_related("outage", "proposed_by", "decided_by")
        return rows.prefetch_related("components")

    def get_events(self, subject: Exclusion) -> Any:
        """Those of its outage; a claim about no outage stands on its components."""
        if subject.outage_id is not None:
            return Event.objects.about(Event.Kind.OUTAGE, subject.outage_id)
        ids = [component.pk for component in subject.components.all()]
        return Event.objects.about_any(Event.Kind.COMPONENT, ids)

    def get_event_text(self, event: Event) -> str:
        return words(event)

    def get_details(self, subject: Exclusion) -> list[tuple[str, Any]]:
        proposed = f"{when(subject.proposed_at)}, by {subject.proposed_by}"
        decided = f", {when(subject.decided_at)}, by {subject.decided_by}"
        return [
            ("Cause", subject.get_cause_display()),
            ("Components", names(subject.components)),
            ("From", when(subject.starts_at)),
            ("Until", when(subject.ends_at)),
            ("Outage", subject.outage or "none"),
            ("Evidence", subject.evidence),
            ("Proposed", proposed),
            ("Decision", DECISIONS[subject.approved] + (decided if subject.decided_by else "")),
        ]

    @admin.display(description="Components")
    def which(self, exclusion: Exclusion) -> str:
        return names(exclusion.components)

    @admin.display(description="From", ordering="starts_at")
    def starts(self, exclusion: Exclusion) -> str:
        return clock_gmt(exclusion.starts_at)

    @admin.display(description="Until", ordering="ends_at")
    def ends(self, exclusion: Exclusion) -> str:
        return clock_gmt(exclusion.ends_at)

    @admin.display(description="Decision", ordering="approved")
    def decision(self, exclusion: Exclusion) -> str:
        if exclusion.approved is None:
            return "to decide"
        return f"{'approved' if exclusion.approved else 'refused'} by {exclusion.decided_by}"
