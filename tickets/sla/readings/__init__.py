"""The register: how each open point of the agreement is read, each reading with its id."""

from tickets.sla.clock import (
    CLOSED,
    ELAPSED,
    HOLIDAY,
    MAINTENANCE,
    OUTSIDE_HOURS,
    PAUSED,
    SUPPORT_HOURS,
    WEEKEND,
)
from tickets.sla.readings.clocks import CLOCKS, CLOSING
from tickets.sla.readings.entry import Reading, ReadingGroup, Switch
from tickets.sla.readings.guarantee import GUARANTEE
from tickets.sla.readings.months import AVAILABILITY, MONTHS
from tickets.sla.readings.people import OPENING, PEOPLE

__all__ = ["GROUPS", "READING_OF_REASON", "REGISTER", "Reading", "ReadingGroup", "Switch"]

GROUPS = (PEOPLE, OPENING, CLOCKS, CLOSING, GUARANTEE, AVAILABILITY, MONTHS)
REGISTER = {reading.id: reading for group in GROUPS for reading in group.readings}
# The reading by which a segment of a ledger counts or does not, by the segment's reason.
READING_OF_REASON = {
    SUPPORT_HOURS: "K2",
    OUTSIDE_HOURS: "K2",
    WEEKEND: "K2",
    HOLIDAY: "K3",
    PAUSED: "K10",
    MAINTENANCE: "K11",
    CLOSED: "K13",
    ELAPSED: "K4",
}
