"""A ticket that the amendment of a closed month names is judged by what was known then (M1, P4)."""

from datetime import datetime

from django.db import transaction

from istockist_sla.core.lib.months import Month
from istockist_sla.core.lib.time import to_second
from tickets.lifecycle.base import SYSTEM, commit_step, lock_to_write
from tickets.models import Verb


@transaction.atomic
def amend(ticket_id: int, *, month: Month, recorded_before: datetime, at: datetime) -> None:
    """`recorded_before` is the instant of the amendment."""
    commit_step(
        lock_to_write(ticket_id),
        verb=Verb.AMEND,
        by=None,
        side=SYSTEM,
        at=to_second(at),
        data={"month": str(month), "recorded_before": recorded_before.isoformat()},
    )
