"""The planner of maintenance: windows announced, moved and cancelled, and the work done."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from availability.admin.event_text import (
    DECISIONS,
    component_names,
    event_text,
    instant_or_dash,
)
from availability.admin.maintenance.forms import (
    AnnounceForm,
    BeginWorkAction,
    CancelAction,
    EndWorkAction,
    MoveWindowForm,
)
from availability.admin.maintenance.late_work import DecideWorkForm, RecordWorkForm
from availability.models import Maintenance
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, DetailTable
from istockist_sla.desk.site import site


def _late_work(maintenance: Maintenance) -> DetailTable:
    rows = [
        (
            each.get_bound_display(),
            instant_or_dash(each.at),
            instant_or_dash(each.recorded_at),
            each.recorded_by,
            DECISIONS[each.approved],
        )
        for each in maintenance.late_work.select_related("recorded_by")
    ]
    columns = ("What", "At", "Recorded", "By", "Decision")
    return DetailTable("Work recorded later than it happened", columns, rows)


@admin.register(Maintenance, site=site)
class MaintenanceAdmin(ActionAdmin):
    action_forms = (
        BeginWorkAction,
        EndWorkAction,
        RecordWorkForm,
        DecideWorkForm,
        MoveWindowForm,
        CancelAction,
    )
    add_action_form = AnnounceForm
    event_kind = Event.Kind.MAINTENANCE
    list_display = ("title", "kind", "starts", "ends", "state")
    list_filter = ("kind", "components")
    list_per_page = 50
    search_fields = ("title",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Maintenance]:
        rows = cast(QuerySet[Maintenance], super().get_queryset(request))
        return rows.prefetch_related("windows", "components")

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: Maintenance) -> list[tuple[str, Any]]:
        return [
            ("State", self.state(subject)),
            ("Kind", subject.get_kind_display()),
            ("Components", component_names(subject.components)),
            ("Status page", subject.text or subject.title),
            ("Work begun", instant_or_dash(subject.work_started_at)),
            ("Work ended", instant_or_dash(subject.work_ended_at)),
            ("Cancelled", instant_or_dash(subject.cancelled_at)),
        ]

    def get_tables(self, subject: Maintenance, request: HttpRequest) -> list[DetailTable]:
        windows = [
            (
                instant_or_dash(each.published_at),
                instant_or_dash(each.starts_at),
                instant_or_dash(each.ends_at),
            )
            for each in subject.in_order
        ]
        planned = [
            (instant_or_dash(span.start), instant_or_dash(span.end)) for span in subject.planned()
        ]
        return [
            DetailTable("Windows as they were published", ("Published", "From", "To"), windows),
            DetailTable(
                "What of them is planned (A4)",
                ("From", "To"),
                planned,
                "Nothing: it was published too late, or cancelled.",
            ),
            _late_work(subject),
        ]

    @admin.display(description="From")
    def starts(self, maintenance: Maintenance) -> str:
        return clock_gmt(maintenance.window.starts_at)

    @admin.display(description="Until")
    def ends(self, maintenance: Maintenance) -> str:
        return clock_gmt(maintenance.window.ends_at)

    @admin.display(description="State")
    def state(self, maintenance: Maintenance) -> str:
        if maintenance.cancelled_at:
            return "cancelled"
        if maintenance.work_ended_at:
            return "done"
        if maintenance.work_started_at:
            return "under way"
        return "announced" if maintenance.planned() else "announced too late"
