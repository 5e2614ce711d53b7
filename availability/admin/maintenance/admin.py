"""The planner of maintenance: windows announced, moved and cancelled, and the work done."""

from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

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
from availability.admin.waiting import WorkWaits
from availability.incidents.work import Bound, bound_of
from availability.models import Maintenance
from istockist_sla.core.lib.text import clock_gmt, instant
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, DetailTable, instant_cell
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


def _bound(maintenance: Maintenance, bound: Bound, counting: datetime | None) -> str:
    """As it counts, else as it waits to be approved (A4)."""
    waiting = bound_of(maintenance, bound)
    if counting or not waiting:
        return instant_or_dash(counting)
    return f"{instant(waiting)}, once another person approves it"


def _left_out(maintenance: Maintenance, at: datetime) -> str:
    """What was both announced and done so far (A4)."""
    spans = maintenance.excluded(at)
    if not spans:
        return "nothing"
    words = ", ".join(f"{clock_gmt(each.start)} to {clock_gmt(each.end)}" for each in spans)
    is_release = maintenance.kind == Maintenance.Kind.RELEASE
    return f"{words}, where the agreement lets a release count" if is_release else words


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
    list_filter = (WorkWaits, "kind", "components")
    list_per_page = 50
    search_fields = ("title",)
    search_help_text = "Title"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Maintenance]:
        rows = cast(QuerySet[Maintenance], super().get_queryset(request))
        return rows.prefetch_related("windows", "components", "late_work")

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: Maintenance) -> list[tuple[str, Any]]:
        return [
            ("State", self.state(subject)),
            ("Kind", subject.get_kind_display()),
            ("Components", component_names(subject.components)),
            ("Status page", subject.text or subject.title),
            ("Work begun", _bound(subject, Bound.BEGIN, subject.work_started_at)),
            ("Work ended", _bound(subject, Bound.END, subject.work_ended_at)),
            ("Left out of the figures", _left_out(subject, timezone.now())),
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

    @admin.display(description="From, GMT")
    def starts(self, maintenance: Maintenance) -> str:
        return instant_cell(maintenance.window.starts_at)

    @admin.display(description="Until, GMT")
    def ends(self, maintenance: Maintenance) -> str:
        return instant_cell(maintenance.window.ends_at)

    @admin.display(description="State")
    def state(self, maintenance: Maintenance) -> str:
        if maintenance.cancelled_at:
            return "cancelled"
        if any(each.approved is None for each in maintenance.late_work.all()):
            return "to decide"
        is_over = maintenance.window.ends_at <= timezone.now()
        if maintenance.work_started_at:
            return "done" if maintenance.work_ended_at or is_over else "under way"
        if is_over:
            return "passed without work"
        return "announced" if maintenance.planned() else "announced too late"
