"""Gaps of the measurements that somebody explained."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from availability.admin.event_text import component_names, event_text, instant_or_dash
from availability.admin.gaps.forms import ExplainForm
from availability.models import GapExplanation
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, instant_cell
from istockist_sla.desk.site import site


@admin.register(GapExplanation, site=site)
class GapExplanationAdmin(ActionAdmin):
    add_action_form = ExplainForm
    event_kind = Event.Kind.COMPONENT
    list_display = ("starts", "ends", "which", "text", "by")
    list_filter = ("components",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[GapExplanation]:
        return super().get_queryset(request).select_related("by").prefetch_related("components")

    def get_events(self, subject: GapExplanation) -> Any:
        """Those of its components that name it."""
        ids = [component.pk for component in subject.components.all()]
        events = Event.objects.about_any(Event.Kind.COMPONENT, ids)
        return events.filter(verb="explain_gap", data__explanation=subject.pk)

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: GapExplanation) -> list[tuple[str, Any]]:
        return [
            ("Components", component_names(subject.components)),
            ("From", instant_or_dash(subject.starts_at)),
            ("Until", instant_or_dash(subject.ends_at)),
            ("Why", subject.text),
            ("Said", f"{instant_or_dash(subject.at)}, by {subject.by}"),
        ]

    @admin.display(description="From, GMT", ordering="starts_at")
    def starts(self, explanation: GapExplanation) -> str:
        return instant_cell(explanation.starts_at)

    @admin.display(description="Until, GMT", ordering="ends_at")
    def ends(self, explanation: GapExplanation) -> str:
        return instant_cell(explanation.ends_at)

    @admin.display(description="Components")
    def which(self, explanation: GapExplanation) -> str:
        return component_names(explanation.components)
