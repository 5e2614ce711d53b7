"""The months of the past as their manager closed them, but for the last, which is left to close."""

from datetime import timedelta

from istockist_sla.demo.outgoing_mail import mark_due_as_sent
from istockist_sla.demo.world import World
from tickets import inputs
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.checklist import closable_from
from tickets.reports.closing.proceeding import proceed

# In the morning of the fifth support date, when the manager comes to it.
AFTER_OPENING = timedelta(hours=1, minutes=12)


def close_months(world: World) -> None:
    """In their order. Raises ActionRefused where something still stands in the way."""
    manager = world.staff["managers"][0]
    month = inputs.month_of(world.start)
    while True:
        at = closable_from(inputs.month_bounds(month)) + AFTER_OPENING
        following = closable_from(inputs.month_bounds(month.next)) + AFTER_OPENING
        if following >= world.now:
            return
        proceed(begin(month, by=manager, at=at), at=at, is_time=lambda: True)
        mark_due_as_sent(at=at)
        month = month.next
