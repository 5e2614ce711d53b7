"""Outages in the desk: what they affect, and what was published about them."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from availability.admin.event_text import event_text, instant_or_dash, outage_link
from availability.admin.outages import tables
from availability.admin.outages.causes import StateCauseForm
from availability.admin.outages.forms import (
    DeclareForm,
    EndForm,
    ExcludeForm,
    PublishForm,
    UpdateForm,
)
from availability.admin.outages.regrouping import MergeForm, SeparateForm, SplitForm
from availability.admin.outages.statements import (
    CorrectForm,
    DecideStatementForm,
    WithdrawForm,
)
from availability.admin.waiting import OutageWaits
from availability.models import Outage
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionAdmin, DetailTable, instant_cell
from istockist_sla.desk.site import site


def _public_link(outage: Outage) -> str:
    if outage.published_at is None:
        return "not yet"
    url = reverse("status:incident", args=[outage.pk])
    return format_html('<a href="{}">As the public reads it</a>', url)


def _cause(outage: Outage) -> str:
    """As confirmed, and what waits to be."""
    waiting = [str(each) for each in outage.causes.all() if each.approved is None]
    confirmed = outage.get_cause_display()
    if waiting:
        stated = f"{waiting[0]}, once another person confirms it"
        return f"{confirmed}; {stated}" if confirmed else stated
    return confirmed or "not stated yet"


def _is_one_of_several(outage: Outage) -> bool:
    return outage.part_of_id is not None or bool(outage.parts.all())


@admin.register(Outage, site=site)
class OutageAdmin(ActionAdmin):
    action_forms = (
        PublishForm,
        UpdateForm,
        EndForm,
        StateCauseForm,
        ExcludeForm,
        CorrectForm,
        SplitForm,
        SeparateForm,
        MergeForm,
        WithdrawForm,
        DecideStatementForm,
    )
    add_action_form = DeclareForm
    event_kind = Event.Kind.OUTAGE
    list_display = ("title", "affects", "began", "ended", "published", "cause")
    list_filter = (OutageWaits, "cause", "interruptions__component")
    list_per_page = 50
    search_fields = ("title",)
    search_help_text = "Title"
    order_words = "Newest first"
    ordering = ("-started_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outage]:
        rows = cast(QuerySet[Outage], super().get_queryset(request))
        return rows.select_related("declared_by", "part_of").prefetch_related(
            "interruptions__component",
            "interruptions__declared_by",
            "updates__by",
            "parts__interruptions",
            "causes__stated_by",
            "exclusions__proposed_by",
        )

    def get_event_text(self, event: Event) -> str:
        return event_text(event)

    def get_details(self, subject: Outage) -> list[tuple[str, Any]]:
        found, published = subject.declared_by or "the probe", subject.published_at
        return [
            ("Since", instant_or_dash(subject.started_at)),
            ("Until", instant_or_dash(subject.ended_at) if subject.is_over else "it goes on"),
            ("Noticed", f"{instant_or_dash(subject.detected_at)}, by {found}"),
            ("Published", instant_or_dash(published) if published else "not yet"),
            *([("As a part of", outage_link(subject.part_of))] if subject.part_of else []),
            ("Cause", _cause(subject)),
            ("Status page", _public_link(subject)),
        ]

    def get_tables(self, subject: Outage, request: HttpRequest) -> list[DetailTable]:
        now = timezone.now()
        where_any = (
            tables.exclusions(subject),
            tables.causes(subject),
            tables.corrections(subject, now),
            tables.regroupings(subject),
        )
        return [
            tables.interruptions(subject),
            *([tables.others_of_incident(subject)] if _is_one_of_several(subject) else []),
            tables.second_place(subject, now),
            tables.updates(subject),
            *(table for table in where_any if table.rows),
        ]

    @admin.display(description="Affects")
    def affects(self, outage: Outage) -> str:
        return ", ".join(
            f"{each.component} {each.get_impact_display().lower()}"
            for each in outage.interruptions.all()
        )

    @admin.display(description="Began, GMT", ordering="started_at")
    def began(self, outage: Outage) -> str:
        return instant_cell(outage.started_at)

    @admin.display(description="Ended, GMT", ordering="ended_at")
    def ended(self, outage: Outage) -> str:
        return instant_cell(outage.ended_at) if outage.ended_at else "goes on"

    @admin.display(description="Published, GMT", ordering="published_at")
    def published(self, outage: Outage) -> str:
        return instant_cell(outage.published_at) if outage.published_at else "not yet"
