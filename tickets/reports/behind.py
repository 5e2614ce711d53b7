"""What stands behind a month's four figures, counted in one statement (M2)."""

from datetime import datetime
from typing import Any, NamedTuple

from tickets.models import Client
from tickets.reports.decisions import (
    FindingCount,
    Invoiced,
    decision_parts,
    finding_counts,
    invoiced,
)
from tickets.reports.fixes import FixCount, fix_counts, fix_parts
from tickets.reports.monthly import MonthFigures
from tickets.reports.one_statement import ask, days_given
from tickets.reports.ratings import RatingCounts, rating_counts, rating_parts
from tickets.reports.service import ServiceCounts, service_counts, service_parts
from tickets.reports.volume import Volume, reopened, unclosed_given, volume, volume_parts

PARTS = (decision_parts, fix_parts, service_parts, volume_parts, rating_parts)


class Behind(NamedTuple):
    """Decisions, fixes, service, volume and ratings of the month."""

    findings: list[FindingCount]
    invoiced: Invoiced
    fixes: list[FixCount]
    service: ServiceCounts
    volume: Volume
    reopened: int
    ratings: RatingCounts


def behind(figures: MonthFigures) -> Behind:
    start, until, end, client = figures.start, figures.until, figures.end, figures.client
    found = ask(PARTS, month_given(start, until, end, client))
    return Behind(
        findings=finding_counts(found),
        invoiced=invoiced(found),
        fixes=fix_counts(found, start, end, client),
        service=service_counts(found, start, until),
        volume=volume(found, figures.opened),
        reopened=reopened(found),
        ratings=rating_counts(found),
    )


def month_given(
    start: datetime, until: datetime, end: datetime, client: Client | None
) -> dict[str, Any]:
    """What all parts of a month have to know; `until` is its end once it is over."""
    instants = unclosed_given(client, start=start, until=until)
    return {**instants, "end": end, **days_given(start, end)}
