"""Some clients say how well a closed ticket was handled."""

from datetime import datetime

from istockist_sla.demo import phrases
from istockist_sla.demo.ticket_script import TicketScript
from istockist_sla.demo.world import Scenario, administrators
from tickets import lifecycle

SHARE, WITH_WORDS = 0.4, 0.5
# How often each value is given.
WEIGHTS = {5: 9, 4: 7, 3: 2, 2: 1, 1: 1}


def rated(script: TicketScript, at: datetime) -> Scenario:
    """After the closing at `at`, by chance; ends with the instant of the rating, or with `at`."""
    rng = script.world.chance(f"{script.name}.rating.{at}")
    if rng.random() >= SHARE:
        return at
    at = yield script.world.client_later(rng, at, 10, 600)
    value = rng.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    text = rng.choice(phrases.RATED[value]) if rng.random() < WITH_WORDS else ""
    by = rng.choice(administrators(script.company, at)).user
    lifecycle.rate(script.ticket_id, value=value, text=text, by=by, at=at)
    return at
