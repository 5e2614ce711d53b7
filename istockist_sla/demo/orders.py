"""How many orders each client of the demo has a day, as their counts are imported (G5)."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from istockist_sla.demo.cast import CLIENTS, Company, DemoFact
from tickets.models import ClientFact

DAY = timedelta(days=1)
# Orders of a weekday beside a busy one; at the weekend few customers order.
WEEKDAY_FACTORS = (1.0, 0.9, 0.95, 1.0, 1.1, 0.35, 0.2)
BUSY_FACTOR = 2.6
# One client has a day of its own just now, which nobody has looked at yet.
BUSY_YESTERDAY = "meadow"


def csv_lines(first: date, last: date, today: date) -> Iterator[str]:
    """The lines of a file from the order system, from day `first` to day `last`."""
    yield "client,day,orders"
    for company in CLIENTS:
        usual = 40 + 12 * company.weight
        altered = _altered_periods(company, today)
        day = max(first, today - (company.joined - 1) * DAY)
        while day <= last:
            times = BUSY_FACTOR if any(start <= day < end for start, end in altered) else 1.0
            if company.code == BUSY_YESTERDAY and day == today - DAY:
                times = BUSY_FACTOR
            chance = Random(f"{company.code}:{day}").uniform(0.85, 1.15)
            count = round(usual * WEEKDAY_FACTORS[day.weekday()] * chance * times)
            yield f"{company.code},{day},{count}"
            day += DAY


def _altered_periods(company: Company, today: date) -> list[tuple[date, date]]:
    """From each day on which the volume became unusual to the day on which it was no longer."""
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
