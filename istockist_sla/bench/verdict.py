"""Full verdicts a second on one core: both clocks, ledgers, conditions, for typical tickets."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from time import process_time
from typing import Any

from istockist_sla.bench.goals import reached
from tickets.seed import HOUR, IRISH_HOLIDAYS, LIMITS
from tickets.sla.clock import Calendar, Holiday, Window
from tickets.sla.off_the_clock import work_done
from tickets.sla.terms import Act, FactAtOpening, Limit, Terms, VerdictInputs
from tickets.sla.verdict import judge

TICKETS = 4_000
ROUNDS = 9
GOAL = 20_000
YEAR = 2026
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=3)
# Every switch of a version that a verdict honours, flipped (K4, K9, K8, G1, A4).
SWITCHES: dict[str, dict[str, Any]] = {
    "as shipped": {},
    "every second counts": {"elapsed": True},
    "counted from the downgrade": {"from_downgrade": True},
    "the fix is contractual": {"fix_is_contractual": True},
    "orders only": {"orders_only": True},
    "releases are maintenance": {"release_is_maintenance": True},
}
SWITCHES["all of them"] = {name: value for one in SWITCHES.values() for name, value in one.items()}
# Six acts after the opening: verb, side, hours since the one before on average.
# Either story takes three days.
QUESTION = [
    ("take", "support", 2),
    ("qualify", "support", 2),
    ("ask", "support", 4),
    ("write", "client", 20),
    ("reply", "support", 8),
    ("close", "support", 36),
]
WORKAROUND = [
    ("qualify", "support", 3),
    ("reply", "support", 2),
    ("hand_over", "support", 2),
    ("downgrade", "support", 15),
    ("write", "client", 20),
    ("close", "support", 30),
]
CLASSES = [
    ("critical", "orders-stopped"),
    ("medium", "orders-partly"),
    ("medium", "degraded"),
    ("low", "other"),
]


def measure() -> Iterator[str]:
    """The facts are made before the time is taken; each is judged three days after its opening."""
    yield f"{TICKETS:,} tickets of six acts in three days, {ROUNDS} rounds taken in turn, median"
    yield f"verdicts a second of one core's processor time, goal {GOAL:,}."
    known = {name: typical(replace(terms(), **flipped)) for name, flipped in SWITCHES.items()}
    rates: dict[str, list[float]] = {name: [] for name in known}
    for _ in range(ROUNDS):
        for name, tickets in known.items():
            rates[name].append(_rate(tickets))
    for name, measured in rates.items():
        rate = median(measured)
        yield f"  {name:<28}{rate:>10,.0f}  {reached(rate >= GOAL)}"


def _rate(tickets: list[VerdictInputs]) -> float:
    begun = process_time()
    for facts in tickets:
        judge(facts, now=facts.opened_at + SPAN)
    return len(tickets) / (process_time() - begun)


def typical(in_force: Terms) -> list[VerdictInputs]:
    """Opened on any day of the week between 7 and 19; two in three with a question that pauses,
    the others with a workaround; one in ten beside maintenance; one in five still open."""
    chance = random.Random(YEAR)
    return [_ticket(n, chance, in_force) for n in range(TICKETS)]


def _ticket(n: int, chance: random.Random, in_force: Terms) -> VerdictInputs:
    day = datetime(YEAR, 1, 5, tzinfo=UTC) + timedelta(days=chance.randrange(320))
    opened = day + timedelta(seconds=chance.randrange(7 * HOUR, 19 * HOUR))
    story = WORKAROUND if n % 3 == 0 else QUESTION
    fault_class, test = CLASSES[n % len(CLASSES)]
    at, acts = opened, []
    for verb, side, hours in story[: 5 if n % 5 == 0 else 6]:
        at += timedelta(seconds=chance.randrange(2 * hours * HOUR))
        act = Act(verb, at, side)
        if verb == "qualify":
            act = act._replace(kind="fault", fault_class=fault_class, class_test=test)
        elif verb == "close":
            act = act._replace(reason="resolved")
        acts.append(act)
    begins = opened + timedelta(hours=20)
    work = work_done(begins, begins + timedelta(hours=2), "New disks")
    return VerdictInputs(
        opened_at=opened,
        terms=in_force,
        acts=tuple(acts),
        plan=FactAtOpening("custom", LONG_AGO, "Signed order", "Niamh Kearney"),
        first_order=FactAtOpening(LONG_AGO.isoformat(), LONG_AGO, "Order log", "Niamh Kearney"),
        maintenance=(work,) if n % 10 == 0 else (),
    )


def terms() -> Terms:
    """Version 1, as it is shipped."""
    windows = [Window(weekday, time(9), time(17)) for weekday in range(5)]
    holidays = {
        date.fromisoformat(f"{YEAR}-{day}"): Holiday(name) for day, name in IRISH_HOLIDAYS[YEAR]
    }
    return Terms(
        agreement="Standard agreement",
        version=1,
        calendar_version="Ireland, version 1",
        calendar=Calendar(UTC, windows, holidays),
        limits={code: Limit(response * HOUR, fix * HOUR) for code, response, fix in LIMITS},
    )
