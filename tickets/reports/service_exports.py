"""Outages and maintenance of a month as plain data, for JSON."""

from typing import Any

from availability.models import Interruption
from tickets.reports import service
from tickets.reports.monthly import MonthFigures


def service_data(figures: MonthFigures) -> dict[str, Any]:
    rows = service.outages_of_month(figures.start, figures.until, figures.uptime)
    works = service.maintenance_of(figures.start, figures.until).with_windows().order_by("pk")
    return {
        "outages": [_outage_data(row) for row in rows],
        "maintenance": [_work_data(service.work_row(work)) for work in works],
    }


def _outage_data(row: service.OutageRow) -> dict[str, Any]:
    outage = row.outage
    return {
        "id": outage.pk,
        "title": outage.title,
        "started_at": outage.started_at,
        "ended_at": outage.ended_at,
        "cause": outage.cause,
        "in_the_figure": [
            {"bucket": share.bucket, "cause": share.cause, "seconds": share.seconds}
            for share in row.shares
        ],
        "interruptions": [_interruption_data(each) for each in outage.interruptions.all()],
    }


def _interruption_data(interruption: Interruption) -> dict[str, Any]:
    """With its own delay, from its own detection (A7)."""
    delay = interruption.publication_delay
    return {
        "component": interruption.component.code,
        "impact": interruption.impact,
        "found_by_the_probe": interruption.by_probe,
        "started_at": interruption.started_at,
        "ended_at": interruption.ended_at,
        "detected_at": interruption.detected_at,
        "published_after_seconds": None if delay is None else int(delay.total_seconds()),
    }


def _work_data(row: service.WorkRow) -> dict[str, Any]:
    return {
        "id": row.maintenance.pk,
        "title": row.maintenance.title,
        "announced_seconds_before": row.announced_before,
        "early_seconds": row.early,
        "overrun_seconds": row.overrun,
        "kept": row.is_kept,
    }
