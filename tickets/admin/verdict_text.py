"""Why a clock has no judged verdict, in words."""

from tickets.sla.conditions import CONDITION_NAMES
from tickets.sla.verdict import NOT_COVERED, REASON_WORDS, ClockVerdict


def why_not_judged(clock: ClockVerdict) -> str:
    """`not covered: free plan`, `excluded: introductory period`."""
    words = REASON_WORDS if clock.verdict == NOT_COVERED else CONDITION_NAMES
    return f"{clock.verdict}: {words.get(clock.reason, clock.reason).lower()}"
