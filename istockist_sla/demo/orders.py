"""How many orders the demo's clients have a day, as their counts are imported (G5)."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from istockist_sla.demo.cast import CLIENTS, Company, DemoFact
from tickets.models import ClientFact

DAY = timedelta(days=1)
# What a weekday brings, beside a busy one; at the weekend few clients order.
WEEKDAYS = (1.0, 0.9, 0.95, 1.0, 1.1, 0.35, 0.2)
ALTERED = 2.6
# One client has a day of its own just now, which nobody has looked at yet.
BUSY_YESTERDAY = "meadow"


def lines(first: date, last: date, today: date) -> Iterator[str]:
    """The CSV of [first, last] as a file that came from the order system."""
    yield "client,day,orders"
    for company in CLIENTS:
        usual = 40 + 12 * company.weight
        altered = _altered(company, today)
        day = max(first, today - (company.joined - 1) * DAY)
        while day <= last:
            times = ALTERED if any(start <= day < end for start, end in altered) else 1.0
            if company.code == BUSY_YESTERDAY and day == today - DAY:
                times = ALTERED
            chance = Random(f"{company.code}:{day}").uniform(0.85, 1.15)
            yield f"{company.code},{day},{round(usual * WEEKDAYS[day.weekday()] * chance * times)}"
            day += DAY


def _altered(company: Company, today: date) -> list[tuple[date, date]]:
    """From each day on which the volume was altered until the one on which it no longer was."""
    facts = [fact for fact in company.facts if fact.kind == ClientFact.Kind.ORDER_VOLUME]
    begins = [_since(fact, today) for fact in facts]
    ends = [*begins[1:], today]
    return [
        (begin, end)
        for fact, begin, end in zip(facts, begins, ends, strict=False)
        if fact.value == ClientFact.YES
    ]


def _since(fact: DemoFact, today: date) -> date:
    return today - (fact.days + 2) * DAY
