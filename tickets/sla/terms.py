"""What a verdict rests on: the terms in force and the facts of one ticket."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from availability.planned import MaintenanceRow
from availability.uptime import AvailabilityTerms
from tickets.sla.clock import Calendar

CRITICAL, MEDIUM, LOW = "critical", "medium", "low"
CLASSES = (CRITICAL, MEDIUM, LOW)
# A workaround lowers a ticket one class; Low is the lowest (K9).
CLASS_BELOW = {CRITICAL: MEDIUM, MEDIUM: LOW}
FREE = "free"
EVERY_SECOND = Calendar.always()
# The tests of C1 in their order, with the class that each gives.
CLASS_TESTS = {
    "inaccessible": CRITICAL,
    "orders-stopped": CRITICAL,
    "orders-partly": MEDIUM,
    "read-only": LOW,
    "degraded": MEDIUM,
    "other": LOW,
}
# The words for each test, to follow "a Critical fault:" (C1).
TEST_WORDS = {
    "inaccessible": "the client admin or the API cannot be reached",
    "orders-stopped": "orders cannot be created or received",
    "orders-partly": (
        "online ordering is interrupted in part, or more than 10 % of orders are over "
        "30 minutes late"
    ),
    "read-only": "only content to read, such as reports, is missing or out of date",
    "degraded": (
        "it can be used only by a detour, very slowly or with random errors, or another "
        "function is at fault"
    ),
    "other": "none of the graver cases applies",
}
# The tests that speak of orders: the scope `orders` covers only these (G1).
ORDER_TESTS = frozenset({"orders-stopped", "orders-partly"})


class Limit(NamedTuple):
    """Seconds that may count (K4, K7); the fix limit of a class is optional (K8)."""

    response: int
    fix: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provisions:
    """What a version of an agreement says at each of its switches. Percentages are exact."""

    limits: dict[str, Limit]
    index: Fraction = Fraction(98)
    availability_index: Fraction = Fraction(98)
    elapsed: bool = False
    from_downgrade: bool = False
    fix_is_contractual: bool = False
    orders_only: bool = False
    system_uptime: str = "as_written"
    release_is_maintenance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Provisions):
    """One version of an agreement with its calendar, ready to count (V1)."""

    agreement: str
    version: int
    calendar_version: str
    calendar: Calendar

    @property
    def limit_calendar(self) -> Calendar:
        """What the seconds of a limit are counted on: support hours, or every second (K4)."""
        return EVERY_SECOND if self.elapsed else self.calendar

    @property
    def strictest(self) -> int:
        """The response limit that counts down before qualification (C2)."""
        return min(limit.response for limit in self.limits.values())


def availability_of(terms: Terms) -> AvailabilityTerms:
    """What the same version says of the availability (V1)."""
    return AvailabilityTerms(
        index=terms.availability_index,
        system_uptime=terms.system_uptime,
        release_is_maintenance=terms.release_is_maintenance,
    )


class FactAtOpening(NamedTuple):
    """A fact about the client as it held at the opening (P4)."""

    value: str
    since: datetime
    evidence: str
    author: str


class Act(NamedTuple):
    """One event of the ticket, reduced to what a verdict needs."""

    verb: str
    at: datetime
    side: str
    person: bool = True
    kind: str = ""
    fault_class: str = ""
    class_test: str = ""
    reason: str = ""
    question: int = 0  # which one an act asks, or about whose notice it is


class DecidedFinding(NamedTuple):
    """A decided finding: not a fault (C5), or a condition that rests on a judgement (G3, G5)."""

    kind: str
    evidence: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictInputs:
    """All that a verdict about one ticket rests on. Instants are UTC, in whole seconds.

    `maintenance` concerns a component of the ticket; what of it was off the clock depends on
    the instant of judging (K11).
    """

    opened_at: datetime
    terms: Terms
    acts: tuple[Act, ...] = ()
    in_force: bool = True
    imported: bool = False
    plan: FactAtOpening | None = None
    rate_limit: FactAtOpening | None = None
    first_order: FactAtOpening | None = None
    order_volume: FactAtOpening | None = None
    low_priority: bool = False
    findings: tuple[DecidedFinding, ...] = ()
    maintenance: tuple[MaintenanceRow, ...] = ()
