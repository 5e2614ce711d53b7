"""Limits of the first answer and of the fix."""

from istockist_sla.core.lib import text

HOUR = 3600


def limit_text(seconds: int, *, elapsed: bool) -> str:
    """`4 support hours`; under the switch `elapsed` of K4 every hour counts."""
    hours, rest = divmod(seconds, HOUR)
    if rest:
        return f"{text.duration(seconds)}{'' if elapsed else ' of support time'}"
    return text.counted(hours, "hour" if elapsed else "support hour")
