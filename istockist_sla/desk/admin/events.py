"""The audit log: every event in words, by pages that begin after the last row of the one before."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import DetailTable, ReadOnlyAdmin, stamp
from istockist_sla.desk.audit.filters import EventFilter
from istockist_sla.desk.audit.subjects import Subject, subjects_of
from istockist_sla.desk.audit.words import sentences
from istockist_sla.desk.site import site

ON_A_PAGE = 50
SYSTEM = "The system"


class LogRow(NamedTuple):
    event: Event
    who: str
    sentence: Any
    about: Subject


@admin.register(Event, site=site)
class EventAdmin(ReadOnlyAdmin):
    """Read-only, also in the database."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = EventFilter(request.GET)
        before = row_id(request.GET.get("before", ""))
        found = asked.events().select_related("actor").order_by("-id")
        if before is not None:
            found = found.filter(id__lt=before)
        events = list(found[: ON_A_PAGE + 1])
        shown = events[:ON_A_PAGE]
        kept: dict[str, Any] = {
            name: request.GET[name] for name in asked.fields if request.GET.get(name)
        }
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Audit log",
            "filter": asked,
            "rows": rows_of(shown, request.user),
            "is_later": before is not None,
            "first_url": f"?{urlencode(kept)}",
            "next_url": f"?{urlencode({**kept, 'before': shown[-1].pk})}"
            if len(events) > ON_A_PAGE
            else "",
        }
        return TemplateResponse(request, "admin/core/event/list.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        subject = self.get_viewable(request, object_id)
        [row] = rows_of([subject], request.user)
        details = [
            ("About", row.about.link),
            ("What", row.sentence),
            ("Who", row.who),
            ("Side", subject.get_side_display()),
            ("At", stamp(subject.at)),
            ("Recorded", stamp(subject.recorded_at)),
        ]
        context = {"details": details, "title": f"Event {subject.pk}", **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def get_tables(self, subject: Event, request: HttpRequest) -> list[DetailTable]:
        rows = [(name, str(value)) for name, value in subject.data.items()]
        return [DetailTable("Data, as they are recorded", ("Name", "Value"), rows)]


def rows_of(events: Sequence[Event], viewer: Any) -> list[LogRow]:
    """In a number of queries that does not grow with the rows."""
    words, subjects = sentences(events), subjects_of(events, viewer)
    unknown = Subject("", "what is no more", "")
    return [
        LogRow(
            event,
            str(event.actor or SYSTEM),
            words[event.pk],
            subjects.get((event.subject_kind, event.subject_id), unknown),
        )
        for event in events
    ]
