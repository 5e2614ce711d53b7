"""Whether what was recorded of the service since a closing moves the availability of the month, or
a clock of a ticket of it."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from availability.month import component_uptime
from availability.ranges import TimeRange
from availability.uptime import AS_WRITTEN, SCHEDULED, AvailabilityTerms
from istockist_sla.core.lib.months import MonthBounds
from tickets.sla.bundle.claims import month_measured, ticket_claim, uptime_claim
from tickets.sla.bundle.documents import CLIENT_PART
from tickets.sla.bundle.month_rows import ClientMonth, SharedRows
from tickets.sla.bundle.reading import read_client, read_document
from tickets.sla.bundle.service_rows import maintenance_document

# By whatever terms a client is judged; the index moves no second.
EVERY_TERMS = [
    AvailabilityTerms(system_uptime=system_uptime, release_is_maintenance=release)
    for system_uptime, release in product((AS_WRITTEN, SCHEDULED), (False, True))
]
TARGET = 9800


def availability_moved(kept: SharedRows, now: SharedRows, bounds: MonthBounds) -> bool:
    return _availability(kept, bounds) != _availability(now, bounds)


def _availability(shared: SharedRows, bounds: MonthBounds) -> list[dict[str, Any]]:
    service = shared.service
    if not service.component:
        return []
    found = month_measured(shared, bounds)
    return [
        uptime_claim(
            component_uptime(
                service.component,
                bounds.start,
                bounds.end,
                at=shared.stamp.recorded_before,
                measured=found,
                records=service.records.within(TimeRange(*bounds)),
                terms=terms,
            ),
            TARGET,
        )
        for terms in EVERY_TERMS
    ]


def tickets_moved(kept: SharedRows, now: SharedRows, documents: Iterable[str]) -> bool:
    """Whether any ticket of these files is judged otherwise by the maintenance as it is now."""
    if _maintenance(kept) == _maintenance(now):
        return False
    return any(_differs(now, document) for document in documents)


def _maintenance(shared: SharedRows) -> list[dict[str, Any]]:
    return [maintenance_document(row) for row in shared.maintenance]


def _differs(shared: SharedRows, document: str) -> bool:
    read = read_document(CLIENT_PART, document.encode("ascii"))
    month = ClientMonth(shared, read_client(read))
    claims = [ticket_claim(judged, month.bounds) for judged in month.judged()]
    return claims != [ticket["claim"] for ticket in read.value["tickets"]]
