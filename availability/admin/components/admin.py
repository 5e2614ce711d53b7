"""Components in the desk: what is measured and how, since when, and what was measured last."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from availability.admin.components import tables
from availability.admin.components.forms import (
    AddForm,
    DecidesForm,
    ProbeForm,
    RestOnSystemsForm,
    ReviseForm,
    StopProbeForm,
)
from availability.admin.event_text import component_names, event_text, instant_or_dash
from availability.coverage import epoch, instant_of
from availability.models import Component, Measurement
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, DetailTable, instant_cell
from istockist_sla.desk.site import site


@admin.register(Component, site=site)
class ComponentAdmin(ActionAdmin):
    action_forms = (ReviseForm, RestOnSystemsForm, ProbeForm, StopProbeForm, DecidesForm)
    add_action_form = AddForm
    event_kind = Event.Kind.COMPONENT
    list_display = ("name", "description", "layer", "since", "last_measured")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Component]:
        past = Measurement.objects.filter(
            component=OuterRef("pk"), second__lte=epoch(timezone.now())
        )
        newest = past.order_by("-second")
        return (
            super()
            .get_queryset(request)
            .select_related("probe")
            .annotate(
                newest_second=Subquery(newest.values("second")[:1]),
                newest_error=Subquery(newest.values("error")[:1]),
            )
        )

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: Component) -> list[tuple[str, Any]]:
        below, above = component_names(subject.depends_on), component_names(subject.dependants)
        return [
            ("Name", subject.name),
            ("Code", subject.code),
            ("Description", subject.description or "–"),
            ("Layer", subject.get_layer_display()),
            ("Depends on", below or "nothing"),
            ("What depends on it", above or "nothing"),
            ("Contractual figure", "It decides (A5)" if subject.is_contractual else "–"),
            *tables.probe_details(subject),
            ("Certificate until", instant_or_dash(subject.certificate_ends_at)),
            ("Measured since", self.since(subject)),
            ("Last measured", self.last_measured(subject)),
        ]

    def get_tables(self, subject: Component, request: HttpRequest) -> list[DetailTable]:
        return [tables.hours(subject), tables.days(subject), tables.places(subject)]

    @admin.display(description="Measured since, GMT", ordering="monitored_since")
    def since(self, component: Component) -> str:
        since = component.monitored_since
        return instant_cell(since) if since else "not measured"

    @admin.display(description="Last measured, GMT")
    def last_measured(self, component: Any) -> str:
        if component.newest_second is None:
            return "never"
        measured_at = instant_cell(instant_of(component.newest_second))
        return f"{measured_at}: {component.newest_error or 'answered'}"
