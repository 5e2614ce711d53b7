"""What a document claims beside what follows from its rows. PURE."""

from collections.abc import Iterator, Sequence
from typing import Any

from istockist_sla.core.lib.months import MonthBounds
from tickets.sla.bundle.claims import (
    availability_claim,
    bounds_claim,
    figures_claim,
    gaps_claim,
    month_measured,
    opened_within,
    ticket_claim,
)
from tickets.sla.bundle.differences import differences
from tickets.sla.bundle.month_rows import ClientMonth, JudgedTicket
from tickets.sla.clock_verdict import RUNNING
from tickets.sla.terms import CLASSES


def ticket_differences(
    name: str, claim: Any, judged: JudgedTicket, bounds: MonthBounds
) -> Iterator[str]:
    """A ticket of the month has a verdict on its response, or the month is not closed (M1)."""
    recomputed = ticket_claim(judged, bounds)
    yield from differences(name, claim, recomputed)
    if opened_within(judged, bounds) and judged.verdicts.response.verdict == RUNNING:
        yield f"{name}: undecided, its response runs"
    if not recomputed["response"] and not recomputed["fixes"]:
        yield f"{name}: not of this month"


def figures_differences(
    claim: Any, month: ClientMonth, judged: Sequence[JudgedTicket]
) -> Iterator[str]:
    yield from differences("figures", claim, figures_claim(month, judged))


def card_differences(
    card: Any, month: ClientMonth, judged: Sequence[JudgedTicket]
) -> Iterator[str]:
    classes = figures_claim(month, judged)["classes"]
    recomputed = {code: [classes[code]["met"], classes[code]["guaranteed"]] for code in CLASSES}
    claimed = card.get("figures") if isinstance(card, dict) else None
    yield from differences("card", claimed, recomputed)


def bounds_differences(shared: dict[str, Any], bounds: MonthBounds) -> Iterator[str]:
    yield from differences("bounds", shared["bounds"], bounds_claim(bounds))


def service_differences(
    shared: dict[str, Any], availability: Any, month: ClientMonth
) -> Iterator[str]:
    found = month_measured(month.shared, month.bounds)
    yield from differences("gaps", shared["gaps"], gaps_claim(found))
    yield from differences("availability", availability, availability_claim(month, found))
