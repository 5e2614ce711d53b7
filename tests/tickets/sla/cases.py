"""Facts for verdict tests: version 1's terms, and acts written short."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

from tickets.sla.clock import Calendar, Period, Window
from tickets.sla.terms import Act, Dated, Facts, Limit, Terms

HOUR = 3600
HOLIDAYS = {
    date(2026, 1, 1): "New Year's Day",
    date(2026, 2, 2): "Saint Brigid's Day",
    date(2026, 3, 17): "Saint Patrick's Day",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "May holiday",
    date(2026, 12, 25): "Christmas Day",
}
IRELAND = Calendar("UTC", [Window(day, time(9), time(17)) for day in range(5)], HOLIDAYS)
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
SELF_SERVICE = Dated("self-service", LONG_AGO, "order", "Niamh")
FIRST_ORDER = Dated(LONG_AGO.isoformat(), LONG_AGO, "log", "Niamh")


def took(when: str) -> Act:
    return Act("take", at(when), "support")


def qualified(when: str, fault_class: str = "critical", test: str = "orders-stopped") -> Act:
    return Act("qualify", at(when), "support", True, "fault", fault_class, test)


def classed(when: str, fault_class: str = "critical", test: str = "orders-stopped") -> Act:
    """A class that no person of Support gave: known, but no handling (K6)."""
    return qualified(when, fault_class, test)._replace(person=False)


def as_request(when: str) -> Act:
    return Act("qualify", at(when), "support", True, "request")


def rectified(when: str, fault_class: str, test: str = "other") -> Act:
    return Act("rectify", at(when), "support", True, "fault", fault_class, test)


def downgraded(when: str) -> Act:
    return Act("downgrade", at(when), "support")


def asked(when: str) -> Act:
    return Act("ask", at(when), "support")


def wrote(when: str) -> Act:
    return Act("write", at(when), "client")


def closed(when: str, reason: str = "resolved", side: str = "support", person: bool = True) -> Act:
    return Act("close", at(when), side, person, reason=reason)


def reopened(when: str, side: str = "client") -> Act:
    return Act("reopen", at(when), side)


def facts(*acts: Act, opened: datetime = TUESDAY, terms: Terms = TERMS, **columns) -> Facts:
    return Facts(
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


def maintenance(start: str, end: str) -> Period:
    return Period(at(start), at(end), "maintenance", "New disks")
