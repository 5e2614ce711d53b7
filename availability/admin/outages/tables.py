"""The tables on an outage's page: what it affects, what was said of it, what was decided."""

from datetime import datetime

from django.db.models import Q

from availability.admin.event_text import (
    DECISIONS,
    exclusion_link,
    instant_or_dash,
    outage_link,
)
from availability.admin.outages.evidence import seen_around
from availability.models import (
    Correction,
    Impact,
    Interruption,
    Outage,
    Regrouping,
)
from availability.overview.corrections import correction_text
from istockist_sla.core.lib.text import clock_gmt, duration
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import DetailTable

MOST_CHECKS = 200
# What it counts as where the probe had answers, by its approval (A5).
DECLARED = {None: "up until approved", True: "down, approved", False: "up, refused"}


def interruptions(outage: Outage) -> DetailTable:
    rows = [
        (
            each.component,
            ui.verdict_chip(each.impact),
            "the probe" if each.by_probe else each.declared_by,
            instant_or_dash(each.started_at),
            instant_or_dash(each.ended_at),
            _published(each),
            _counts(each),
        )
        for each in outage.interruptions.all()
    ]
    columns = (
        "Component",
        "How",
        "Found by",
        "From",
        "To",
        "Published",
        "Where the probe had answers",
    )
    return DetailTable("What it affects", columns, rows)


def others_of_incident(outage: Outage) -> DetailTable:
    """The other interruptions that its incident lists (A7)."""
    head = outage.part_of or outage
    parts = head.parts.prefetch_related("interruptions__component")
    rows = [
        (
            outage_link(other),
            each.component,
            instant_or_dash(each.started_at),
            instant_or_dash(each.ended_at),
            _published(each),
        )
        for other in [head, *parts.order_by("started_at", "pk")]
        if other.pk != outage.pk
        for each in other.interruptions.all()
    ]
    columns = ("Outage", "Component", "From", "To", "Published")
    return DetailTable("Of the same incident", columns, rows)


def _published(interruption: Interruption) -> str:
    """How long after its own detection (A7)."""
    delay = interruption.publication_delay
    if delay is None:
        return "not yet"
    return f"{duration(delay.total_seconds())} later" if delay else "at once"


def _counts(interruption: Interruption) -> str:
    if interruption.withdrawn:
        return "up, withdrawn"
    if interruption.impact != Impact.DOWN:
        return "up"
    return "down" if interruption.by_probe else DECLARED[interruption.approved]


def second_place(outage: Outage, until: datetime) -> DetailTable:
    """From a few minutes before it to a few after it; the main probe decides, this is evidence
    for a cause outside (A3)."""
    rows = [
        (instant_or_dash(each.at), each.round.place, each.component, each.error or "answered")
        for each in seen_around(outage, until)[:MOST_CHECKS]
    ]
    columns = ("At", "Place", "Component", "Result")
    return DetailTable("Seen from a second place", columns, rows, "Nothing was reported.")


def updates(outage: Outage) -> DetailTable:
    rows = [
        (instant_or_dash(each.at), each.get_stage_display(), each.text, each.by or "by itself")
        for each in outage.updates.all()
    ]
    columns = ("At", "Stage", "Words", "By")
    return DetailTable("Said on the status page", columns, rows, "Nothing yet.")


def exclusions(outage: Outage) -> DetailTable:
    rows = [
        (
            exclusion_link(each),
            instant_or_dash(each.starts_at),
            instant_or_dash(each.ends_at),
            each.proposed_by,
            DECISIONS[each.approved],
        )
        for each in outage.exclusions.all()
    ]
    return DetailTable("Exclusions", ("Cause", "From", "To", "Proposed by", "Decision"), rows)


def causes(outage: Outage) -> DetailTable:
    rows = [
        (each, each.evidence, each.stated_by, DECISIONS[each.approved])
        for each in outage.causes.all()
    ]
    return DetailTable("Causes stated", ("Cause", "Evidence", "Stated by", "Decision"), rows)


def corrections(outage: Outage, now: datetime) -> DetailTable:
    found = Correction.objects.filter(interruption__outage=outage)
    rows = [
        (
            f"{each.was_component}: {correction_text(each, now)}",
            each.reason,
            f"{each.proposed_by}, {clock_gmt(each.proposed_at)}",
            DECISIONS[each.approved],
        )
        for each in found.select_related("component", "was_component", "proposed_by")
    ]
    return DetailTable("Corrections", ("What", "Reason", "Proposed by", "Decision"), rows)


def regroupings(outage: Outage) -> DetailTable:
    found = Regrouping.objects.filter(Q(outage=outage) | Q(other=outage))
    rows = [
        (
            each.get_kind_display(),
            outage_link(each.other if each.outage_id == outage.pk else each.outage),
            each.reason,
            f"{each.by}, {clock_gmt(each.at)}",
        )
        for each in found.select_related("outage", "other", "by")
    ]
    return DetailTable("Put right: split and merged", ("How", "Other outage", "Reason", "By"), rows)
