"""Components in the desk: what is measured, since when, and what the last measurement said."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from availability.admin.event_text import event_text
from availability.coverage import instant_of
from availability.models import Component, Measurement
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin
from istockist_sla.desk.site import site


@admin.register(Component, site=site)
class ComponentAdmin(ActionAdmin):
    event_kind = Event.Kind.COMPONENT
    list_display = ("name", "description", "since", "last_measured")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Component]:
        newest = Measurement.objects.filter(component=OuterRef("pk")).order_by("-second")
        return (
            super()
            .get_queryset(request)
            .annotate(
                newest_second=Subquery(newest.values("second")[:1]),
                newest_error=Subquery(newest.values("error")[:1]),
            )
        )

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: Component) -> list[tuple[str, Any]]:
        return [
            ("Name", subject.name),
            ("Code", subject.code),
            ("Description", subject.description or "–"),
            ("Measured since", self.since(subject)),
            ("Last measured", self.last_measured(subject)),
        ]

    @admin.display(description="Measured since", ordering="monitored_since")
    def since(self, component: Component) -> str:
        since = component.monitored_since
        return clock_gmt(since) if since else "not measured"

    @admin.display(description="Last measured")
    def last_measured(self, component: Any) -> str:
        if component.newest_second is None:
            return "never"
        measured_at = clock_gmt(instant_of(component.newest_second))
        return f"{measured_at}: {component.newest_error or 'answered'}"
