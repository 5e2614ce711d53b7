"""The planner of maintenance: windows announced, moved and cancelled, and the work done."""

from datetime import datetime
from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from availability import incidents
from availability.admin.event_text import names, when, words
from availability.admin.forms import AnnounceForm, MoveWindowForm
from availability.models import Maintenance
from istockist_sla.core.lib.text import clock_gmt
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, DetailTable, Doing, Step
from istockist_sla.desk.site import site

ANNOUNCE = ("availability.announce_maintenance",)
WORK = ("availability.do_maintenance",)


def _window(doing: Doing) -> dict[str, Any]:
    """What the door takes: that it is late was for the person to know."""
    return {name: value for name, value in doing.data.items() if name != "late"}


def _announce(doing: Doing) -> Any:
    return incidents.announce(by=doing.by, at=doing.at, **_window(doing))


def _move(doing: Doing) -> Any:
    return incidents.move(doing.subject, by=doing.by, at=doing.at, **_window(doing))


def _cancel(doing: Doing) -> Any:
    return incidents.cancel(doing.subject, by=doing.by, at=doing.at)


def _begin(doing: Doing) -> Any:
    return incidents.begin_work(doing.subject, by=doing.by, at=doing.at)


def _end(doing: Doing) -> Any:
    return incidents.end_work(doing.subject, by=doing.by, at=doing.at)


def _is_unfinished(work: Maintenance, at: datetime) -> bool:
    return work.work_ended_at is None and work.cancelled_at is None


def _is_to_begin(work: Maintenance, at: datetime) -> bool:
    return _is_unfinished(work, at) and work.work_started_at is None


def _is_under_way(work: Maintenance, at: datetime) -> bool:
    return _is_unfinished(work, at) and work.work_started_at is not None


ADD = Step(
    "announce",
    "Announce maintenance",
    ANNOUNCE,
    _announce,
    form=AnnounceForm,
    done="It is announced on the status page.",
    intro="Planned is what was announced before it starts; only the work done inside the "
    "window is taken out of the figures (A4).",
)
STEPS = (
    Step("begin", "Begin the work", WORK, _begin, legal=_is_to_begin, done="The work has begun."),
    Step("end", "End the work", WORK, _end, legal=_is_under_way, done="The work has ended."),
    Step(
        "move",
        "Move the window…",
        ANNOUNCE,
        _move,
        form=MoveWindowForm,
        legal=_is_unfinished,
        done="The new window is announced.",
        intro="The new window is planned from this moment on; the old one holds until then.",
    ),
    Step(
        "cancel",
        "Cancel",
        ANNOUNCE,
        _cancel,
        legal=_is_to_begin,
        done="Cancelled: the window is no longer planned.",
        danger=True,
    ),
)


@admin.register(Maintenance, site=site)
class MaintenanceAdmin(ActionAdmin):
    steps = STEPS
    add_step = ADD
    event_kind = Event.Kind.MAINTENANCE
    list_display = ("title", "kind", "starts", "ends", "standing")
    list_filter = ("kind", "components")
    list_per_page = 50
    search_fields = ("title",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Maintenance]:
        rows = cast(QuerySet[Maintenance], super().get_queryset(request))
        return rows.prefetch_related("windows", "components")

    def get_event_text(self, event: Event) -> str:
        return words(event)

    def get_details(self, subject: Maintenance) -> list[tuple[str, Any]]:
        return [
            ("State", self.standing(subject)),
            ("Kind", subject.get_kind_display()),
            ("Components", names(subject.components)),
            ("Status page", subject.text or subject.title),
            ("Work begun", when(subject.work_started_at)),
            ("Work ended", when(subject.work_ended_at)),
            ("Cancelled", when(subject.cancelled_at)),
        ]

    def get_tables(self, subject: Maintenance, request: HttpRequest) -> list[DetailTable]:
        windows = [
            (when(each.published_at), when(each.starts_at), when(each.ends_at))
            for each in subject.in_order
        ]
        planned = [(when(span.start), when(span.end)) for span in subject.planned()]
        return [
            DetailTable("Windows as they were published", ("Published", "From", "To"), windows),
            DetailTable(
                "What of them is planned (A4)",
                ("From", "To"),
                planned,
                "Nothing: it was published too late, or cancelled.",
            ),
        ]

    @admin.display(description="From")
    def starts(self, work: Maintenance) -> str:
        return clock_gmt(work.window.starts_at)

    @admin.display(description="Until")
    def ends(self, work: Maintenance) -> str:
        return clock_gmt(work.window.ends_at)

    @admin.display(description="State")
    def standing(self, work: Maintenance) -> str:
        if work.cancelled_at:
            return "cancelled"
        if work.work_ended_at:
            return "done"
        if work.work_started_at:
            return "under way"
        return "announced" if work.planned() else "announced too late"
