"""Exclusions: time taken out of the figures, proposed by one person, decided by another (A3)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from availability.admin.event_text import (
    DECISIONS,
    component_names,
    event_text,
    instant_or_dash,
)
from availability.admin.exclusions.forms import ApproveAction, ProposeExclusionForm, RefuseAction
from availability.models import Exclusion
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, ByApproval, instant_cell
from istockist_sla.desk.site import site


@admin.register(Exclusion, site=site)
class ExclusionAdmin(ActionAdmin):
    action_forms = (ApproveAction, RefuseAction)
    add_action_form = ProposeExclusionForm
    event_kind = Event.Kind.OUTAGE
    list_display = ("cause", "which", "starts", "ends", "proposed_by", "decision")
    list_filter = (ByApproval, "cause")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exclusion]:
        rows = super().get_queryset(request).select_related("outage", "proposed_by", "decided_by")
        return rows.prefetch_related("components")

    def get_events(self, subject: Exclusion) -> Any:
        """Those of its outage; of one without an outage those of its components."""
        if subject.outage_id is not None:
            return Event.objects.about(Event.Kind.OUTAGE, subject.outage_id)
        ids = [component.pk for component in subject.components.all()]
        return Event.objects.about_any(Event.Kind.COMPONENT, ids)

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: Exclusion) -> list[tuple[str, Any]]:
        proposed = f"{instant_or_dash(subject.proposed_at)}, by {subject.proposed_by}"
        decided = f", {instant_or_dash(subject.decided_at)}, by {subject.decided_by}"
        return [
            ("Cause", subject.get_cause_display()),
            ("Components", component_names(subject.components)),
            ("From", instant_or_dash(subject.starts_at)),
            ("Until", instant_or_dash(subject.ends_at)),
            ("Outage", subject.outage or "none"),
            ("Evidence", subject.evidence),
            ("Proposed", proposed),
            ("Decision", DECISIONS[subject.approved] + (decided if subject.decided_by else "")),
        ]

    @admin.display(description="Components")
    def which(self, exclusion: Exclusion) -> str:
        return component_names(exclusion.components)

    @admin.display(description="From, GMT", ordering="starts_at")
    def starts(self, exclusion: Exclusion) -> str:
        return instant_cell(exclusion.starts_at)

    @admin.display(description="Until, GMT", ordering="ends_at")
    def ends(self, exclusion: Exclusion) -> str:
        return instant_cell(exclusion.ends_at)

    @admin.display(description="Decision", ordering="approved")
    def decision(self, exclusion: Exclusion) -> str:
        if exclusion.approved is None:
            return "to decide"
        return f"{'approved' if exclusion.approved else 'refused'} by {exclusion.decided_by}"
