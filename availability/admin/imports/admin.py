"""Imports in the desk: what each file holds, and the months that it moves."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from availability.admin.event_text import event_text, instant_or_dash
from availability.admin.imports import tables
from availability.admin.imports.forms import (
    ApproveForm,
    DiscardForm,
    ProposeForm,
    ReadForm,
    RefuseForm,
)
from availability.admin.waiting import ImportWaits
from availability.models import ImportBatch
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, DetailTable, instant_cell
from istockist_sla.desk.site import site


@admin.register(ImportBatch, site=site)
class ImportBatchAdmin(ActionAdmin):
    action_forms = (ProposeForm, DiscardForm, ApproveForm, RefuseForm)
    add_action_form = ReadForm
    event_kind = Event.Kind.COMPONENT
    list_display = ("file_name", "format", "read", "read_by", "state")
    list_filter = (ImportWaits, "format")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportBatch]:
        return super().get_queryset(request).select_related("read_by", "decided_by")

    def get_events(self, subject: ImportBatch) -> Any:
        """Those of the components that it is about, as far as they name it."""
        events = Event.objects.filter(subject_kind=Event.Kind.COMPONENT)
        return events.filter(data__batch=subject.pk)

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: ImportBatch) -> list[tuple[str, Any]]:
        return [
            ("State", self.state(subject)),
            ("File", subject.file_name),
            ("Format", subject.get_format_display()),
            ("Where it comes from", subject.evidence),
            ("Read", f"{instant_or_dash(subject.read_at)}, by {subject.read_by}"),
            ("Proposed", instant_or_dash(subject.proposed_at)),
            ("Decided", instant_or_dash(subject.decided_at)),
        ]

    def get_tables(self, subject: ImportBatch, request: HttpRequest) -> list[DetailTable]:
        return [
            *([tables.moved(subject, timezone.now())] if subject.approved is None else []),
            tables.checks(subject),
            tables.outages(subject),
            tables.remarks(subject),
        ]

    def get_success_url(self, form: Any, made: Any) -> str:
        discarded = isinstance(form, DiscardForm)
        return self.get_list_url() if discarded else super().get_success_url(form, made)

    @admin.display(description="Read, GMT", ordering="read_at")
    def read(self, batch: ImportBatch) -> str:
        return instant_cell(batch.read_at)

    @admin.display(description="State")
    def state(self, batch: ImportBatch) -> str:
        if batch.is_draft:
            return "a draft: it counts for nothing"
        if batch.approved is None:
            return "to decide"
        return f"{'approved' if batch.approved else 'refused'} by {batch.decided_by}"
