"""Facts for tests of verdicts: the terms of version 1, and acts in short form."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from availability.planned import MaintenanceRow
from tests.tickets.sla.calendars import HOUR, office
from tickets.sla.off_the_clock import work_done
from tickets.sla.terms import Act, FactAtOpening, Limit, Terms, VerdictInputs

IRELAND = office()
TERMS = Terms(
    agreement="Standard agreement",
    version=1,
    calendar_version="Ireland, version 1",
    calendar=IRELAND,
    limits={
        "critical": Limit(4 * HOUR, 4 * HOUR),
        "medium": Limit(8 * HOUR, 8 * HOUR),
        "low": Limit(10 * HOUR, 10 * HOUR),
    },
    index=Fraction(98),
)


def at(text: str) -> datetime:
    """`03-10 09:00` or `03-10 09:00:01` of 2026, UTC."""
    moment = datetime.fromisoformat(f"2026-{text}")
    return moment.replace(tzinfo=UTC)


LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TUESDAY = at("03-10 09:00")
SELF_SERVICE = FactAtOpening(value="self-service", since=LONG_AGO, evidence="order", author="Niamh")
FIRST_ORDER = FactAtOpening(
    value=LONG_AGO.isoformat(), since=LONG_AGO, evidence="log", author="Niamh"
)


def took(when: str) -> Act:
    return Act(verb="take", at=at(when), side="support")


def qualified(when: str, fault_class: str = "critical", test: str = "orders-stopped") -> Act:
    return Act(
        verb="qualify",
        at=at(when),
        side="support",
        kind="fault",
        fault_class=fault_class,
        class_test=test,
    )


def classed(when: str, fault_class: str = "critical", test: str = "orders-stopped") -> Act:
    """A class that no person of Support gave: known, but no handling (K6)."""
    return qualified(when, fault_class, test)._replace(person=False)


def as_request(when: str) -> Act:
    return Act(verb="qualify", at=at(when), side="support", kind="request")


def rectified(when: str, fault_class: str, test: str = "other") -> Act:
    return qualified(when, fault_class, test)._replace(verb="rectify")


def downgraded(when: str) -> Act:
    return Act(verb="downgrade", at=at(when), side="support")


def asked(when: str) -> Act:
    return Act(verb="ask", at=at(when), side="support")


def wrote(when: str) -> Act:
    return Act(verb="write", at=at(when), side="client")


def changed_priority(when: str) -> Act:
    return Act(verb="set_priority", at=at(when), side="client")


def closed(when: str, reason: str = "resolved", side: str = "support", person: bool = True) -> Act:
    return Act(verb="close", at=at(when), side=side, person=person, reason=reason)


def reopened(when: str, side: str = "client") -> Act:
    return Act(verb="reopen", at=at(when), side=side)


def facts(*acts: Act, opened: datetime = TUESDAY, terms: Terms = TERMS, **columns) -> VerdictInputs:
    return VerdictInputs(
        **{
            "opened_at": opened,
            "terms": terms,
            "acts": acts,
            "plan": SELF_SERVICE,
            "first_order": FIRST_ORDER,
            **columns,
        }
    )


def switched(**switches) -> Terms:
    return replace(TERMS, **switches)


def maintenance(start: str, end: str) -> MaintenanceRow:
    return work_done(at(start), at(end), "New disks")
