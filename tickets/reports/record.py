"""The months that there are figures of."""

from datetime import datetime

from istockist_sla.core.lib.months import Month
from tickets import inputs

# The month of version 1: before it no agreement was in force (V1).
FIRST_MONTH = Month(2019, 10)


def in_the_record(month: Month, at: datetime) -> Month:
    """The month itself; raises ValueError, with a message for the user, for one before the record
    or still to come."""
    if month < FIRST_MONTH:
        raise ValueError(
            f"There are no figures of {month.name}: they begin with {FIRST_MONTH.name}, when the "
            "agreement came into force."
        )
    if month > inputs.month_of(at):
        raise ValueError(f"There are no figures of {month.name} yet: it has not begun.")
    return month
