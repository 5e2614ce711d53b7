"""Why a clock has no judged verdict, in words."""

from tickets.sla.verdict import ClockVerdict
from tickets.wording.not_judged import LABELS


def why_not_judged(clock: ClockVerdict) -> str:
    """`not covered: free plan`, `excluded: introductory period`."""
    return f"{clock.verdict}: {LABELS.get(clock.reason, clock.reason).lower()}"
