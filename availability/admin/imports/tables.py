"""The tables on an import's page: the months that it moves, what it holds, what was left out."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q

from availability.admin.event_text import outage_link
from availability.agreement import in_force
from availability.coverage import instant_of
from availability.imports.effect import MOST_MONTHS, moved_months
from availability.models import ImportBatch
from availability.uptime import Uptime
from istockist_sla.core.lib.text import duration, percent, stamp
from istockist_sla.core.templatetags import ui
from istockist_sla.desk.actions import DetailTable

MOST_OUTAGES = 100


def moved(batch: ImportBatch, at: datetime) -> DetailTable:
    rows = [
        (
            each.month.name,
            f"{each.component}{', decides the figure' if each.component.is_contractual else ''}",
            _figure(each.before),
            _figure(each.after),
            f"{duration(each.before.down)} → {duration(each.after.down)}",
            f"{_coverage(each.before)} → {_coverage(each.after)}",
        )
        for each in moved_months(batch, in_force(), at=at)
    ]
    columns = ("Month", "Component", "Figure now", "Once approved", "Down", "Measured")
    empty = f"It moves no figure of the {MOST_MONTHS} months up to its last one."
    return DetailTable("Months that it moves", columns, rows, empty)


def _figure(uptime: Uptime) -> str:
    words = percent(*uptime.judged)
    if uptime.kept is None:
        return "not measurable"
    return f"{words}, {'kept' if uptime.kept else 'not kept'}"


def _coverage(uptime: Uptime) -> str:
    return percent(*uptime.coverage) + (" (marked)" if uptime.marked else "")


def checks(batch: ImportBatch) -> DetailTable:
    """Those that wait, or that count."""
    counts = {
        "checks": Count("pk"),
        "failed": Count("pk", filter=Q(ok=False)),
        "first": Min("second"),
        "last": Max("second"),
    }
    source: Any = batch.measurements if batch.approved else batch.waiting
    found = source.order_by().values("component__name").annotate(**counts)
    rows = [
        (
            each["component__name"],
            each["checks"],
            each["failed"],
            stamp(instant_of(each["first"])),
            stamp(instant_of(each["last"])),
        )
        for each in found.order_by("component__order")
    ]
    columns = ("Component", "Checks", "Failed", "First", "Last")
    empty = "Forgotten: the import was refused." if batch.approved is False else "None."
    return DetailTable("Checks", columns, rows, empty)


def outages(batch: ImportBatch) -> DetailTable:
    found = batch.outages.select_related("component", "outage")
    rows = [
        (
            outage_link(each.outage) if each.outage else each.title,
            each.component,
            ui.verdict_chip(each.impact),
            stamp(each.starts_at),
            stamp(each.ends_at),
            duration((each.ends_at - each.starts_at).total_seconds()),
        )
        for each in found[:MOST_OUTAGES]
    ]
    columns = ("Outage", "Component", "How", "From", "Until", "Length")
    return DetailTable("Outages", columns, rows)


def remarks(batch: ImportBatch) -> DetailTable:
    rows = [(each,) for each in batch.remarks]
    return DetailTable("What was seen in the file", ("Remark",), rows, "Nothing to remark.")
