"""What stands behind a month's four figures, counted (M2)."""

from typing import NamedTuple

from tickets.reports.decisions import FindingCount, Invoiced, finding_counts, invoiced
from tickets.reports.fixes import FixCount, fix_counts
from tickets.reports.monthly import MonthFigures
from tickets.reports.service import ServiceCounts, service_counts
from tickets.reports.volume import Volume, reopenings, volume


class Behind(NamedTuple):
    """Decisions, fixes, service and volume of the month."""

    findings: list[FindingCount]
    invoiced: Invoiced
    fixes: list[FixCount]
    service: ServiceCounts
    volume: Volume
    reopened: int


def behind(figures: MonthFigures) -> Behind:
    start, until, client = figures.start, figures.until, figures.client
    return Behind(
        findings=finding_counts(start, figures.end, client),
        invoiced=invoiced(start, figures.end, client),
        fixes=fix_counts(start, figures.end, client),
        service=service_counts(start, until),
        volume=volume(start, until, opened=figures.opened, client=client),
        reopened=reopenings(start, until, client).count(),
    )
