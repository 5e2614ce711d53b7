"""Outages in the desk: what they are, what was said of them, and the steps that change them."""

from typing import Any, cast

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from availability import incidents
from availability.admin.event_text import DECISIONS, exclusion_link, when, words
from availability.admin.forms import (
    CauseForm,
    DeclareForm,
    EndOutageForm,
    ExclusionForm,
    PublishOutageForm,
    StageForm,
)
from availability.models import Outage
from istockist_sla.core.lib.text import clock_gmt, duration
from istockist_sla.core.models import Event
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import ActionAdmin, DetailTable, Doing, Step
from istockist_sla.desk.site import site

DECLARE = ("availability.declare_outage",)
PUBLISH = ("availability.publish_outage",)
CAUSE = ("availability.state_cause",)


@transaction.atomic
def _declare(doing: Doing) -> Outage:
    outage = incidents.declare(
        title=doing.data["title"],
        impacts=doing.data["impacts"],
        started_at=doing.data["started_at"],
        by=doing.by,
        at=doing.at,
    )
    if not doing.data["text"]:
        return outage
    return incidents.publish(outage, text=doing.data["text"], by=doing.by, at=doing.at)


def _publish(doing: Doing) -> Any:
    return incidents.publish(doing.subject, by=doing.by, at=doing.at, **doing.data)


def _update(doing: Doing) -> Any:
    return incidents.update(doing.subject, by=doing.by, at=doing.at, **doing.data)


def _end(doing: Doing) -> Any:
    return incidents.end(doing.subject, by=doing.by, at=doing.at, **doing.data)


def _state_cause(doing: Doing) -> Any:
    return incidents.state_cause(doing.subject, by=doing.by, at=doing.at, **doing.data)


def _propose(doing: Doing) -> Any:
    return incidents.propose_exclusion(outage=doing.subject, by=doing.by, at=doing.at, **doing.data)


ADD = Step(
    "declare",
    "Declare an outage",
    DECLARE,
    _declare,
    form=DeclareForm,
    done="Declared. The state of its components shows at once.",
    intro="Declaring it is its detection: what nobody publishes publishes itself in 15 minutes.",
)
STEPS = (
    Step(
        "publish",
        "Publish…",
        PUBLISH,
        _publish,
        form=PublishOutageForm,
        legal=lambda outage, at: outage.published_at is None,
        done="It stands on the status page.",
    ),
    Step(
        "update",
        "Say more…",
        PUBLISH,
        _update,
        form=StageForm,
        legal=lambda outage, at: outage.published_at is not None,
        done="It stands on the status page.",
    ),
    Step(
        "end",
        "End…",
        DECLARE,
        _end,
        form=EndOutageForm,
        legal=lambda outage, at: not outage.is_over,
        done="Ended.",
        intro="What the probe found and still measures, it ends by itself.",
    ),
    Step(
        "cause",
        "State the cause…",
        CAUSE,
        _state_cause,
        form=CauseForm,
        done="The cause is stated.",
        intro="A cause changes no figure. What should not count needs an approved exclusion.",
    ),
    Step(
        "exclude",
        "Propose an exclusion…",
        CAUSE,
        _propose,
        form=ExclusionForm,
        legal=lambda outage, at: outage.is_over,
        done="Proposed. Another person decides it.",
        intro="It takes nothing out of the figures until another person has approved it (A3).",
    ),
)


def _public_link(outage: Outage) -> str:
    if outage.published_at is None:
        return "not yet"
    address = reverse("status:incident", args=[outage.pk])
    return format_html('<a href="{}">As the public reads it</a>', address)


@admin.register(Outage, site=site)
class OutageAdmin(ActionAdmin):
    steps = STEPS
    add_step = ADD
    event_kind = Event.Kind.OUTAGE
    list_display = ("title", "affects", "began", "ended", "published", "cause")
    list_filter = ("cause", "interruptions__component")
    list_per_page = 50
    search_fields = ("title",)
    ordering = ("-started_at", "-id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outage]:
        rows = cast(QuerySet[Outage], super().get_queryset(request))
        return rows.select_related("declared_by").prefetch_related(
            "interruptions__component", "updates__by", "exclusions__proposed_by"
        )

    def get_event_text(self, event: Event) -> str:
        return words(event)

    def get_details(self, subject: Outage) -> list[tuple[str, Any]]:
        delay = subject.publication_delay
        found = subject.declared_by or "the probe"
        return [
            ("Since", when(subject.started_at)),
            ("Until", when(subject.ended_at) if subject.is_over else "it goes on"),
            ("Noticed", f"{when(subject.detected_at)}, by {found}"),
            ("Published", f"{duration(delay.total_seconds())} later" if delay else "not yet"),
            ("Cause", subject.get_cause_display() or "not stated yet"),
            ("Remark", subject.cause_note or "–"),
            ("Status page", _public_link(subject)),
        ]

    def get_tables(self, subject: Outage, request: HttpRequest) -> list[DetailTable]:
        parts = [
            (
                part.component,
                ui.verdict_chip(part.impact),
                "the probe" if part.by_probe else "a person",
                when(part.started_at),
                when(part.ended_at),
            )
            for part in subject.interruptions.all()
        ]
        said = [
            (when(each.at), each.get_stage_display(), each.text, each.by or "by itself")
            for each in subject.updates.all()
        ]
        claims = [
            (
                exclusion_link(each),
                when(each.starts_at),
                when(each.ends_at),
                each.proposed_by,
                DECISIONS[each.approved],
            )
            for each in subject.exclusions.all()
        ]
        return [
            DetailTable("What it affects", ("Component", "How", "Found by", "From", "To"), parts),
            DetailTable(
                "Said on the status page", ("At", "Stage", "Words", "By"), said, "Nothing yet."
            ),
            DetailTable("Exclusions", ("Cause", "From", "To", "Proposed by", "Decision"), claims),
        ]

    @admin.display(description="Affects")
    def affects(self, outage: Outage) -> str:
        return ", ".join(
            f"{part.component} {part.get_impact_display().lower()}"
            for part in outage.interruptions.all()
        )

    @admin.display(description="Began", ordering="started_at")
    def began(self, outage: Outage) -> str:
        return clock_gmt(outage.started_at)

    @admin.display(description="Ended", ordering="ended_at")
    def ended(self, outage: Outage) -> str:
        return clock_gmt(outage.ended_at) if outage.ended_at else "goes on"

    @admin.display(description="Published", ordering="published_at")
    def published(self, outage: Outage) -> str:
        return clock_gmt(outage.published_at) if outage.published_at else "not yet"
