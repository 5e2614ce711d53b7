"""The months of the past as their manager closed them, but for the last, which is left to close;
one of them was amended."""

from datetime import datetime, timedelta

from istockist_sla.core.lib.months import Month
from istockist_sla.demo.outgoing_mail import mark_due_as_sent
from istockist_sla.demo.world import World
from tickets import inputs, lifecycle
from tickets.models import ClockResult, Finding
from tickets.reports.closing import amending
from tickets.reports.closing.beginning import begin
from tickets.reports.closing.checklist import closable_from
from tickets.reports.closing.proceeding import proceed

# In the morning of the fifth support date, when the manager comes to it.
AFTER_OPENING = timedelta(hours=1, minutes=12)
LOW_TEST = "read-only"
EVIDENCE = "The client's export shows that orders came in all the time; only a report was stale."
REASON = "The class was given by mistake, as the client's own export shows (C3)."


def close_months(world: World) -> None:
    """In their order. Raises ActionRefused where something still stands in the way."""
    manager = world.staff["managers"][0]
    month = inputs.month_of(world.start)
    while _closed_on(month.next) < world.now:
        at = _closed_on(month)
        proceed(begin(month, by=manager, at=at), at=at, is_time=lambda: True)
        mark_due_as_sent(at=at)
        month = month.next
    _amend(world, month.shifted(-2))


def _closed_on(month: Month) -> datetime:
    return closable_from(inputs.month_bounds(month)) + AFTER_OPENING


def _amend(world: World, last: Month) -> None:
    """The class of the newest ticket up to this month that was answered in time as Medium is
    rectified long after the closing: now, as whatever is recorded follows what was before."""
    proposer, approver = world.staff["managers"][:2]
    found = _answered_as_medium(last)
    if found is None:
        return
    month, at = inputs.month_of(found.opened_at), world.now - timedelta(seconds=1)
    finding = lifecycle.propose(
        found.ticket_id,
        kind=Finding.Kind.RECTIFICATION,
        evidence=EVIDENCE,
        by=proposer,
        at=at,
        class_test=LOW_TEST,
    )
    lifecycle.approve(finding.pk, by=approver, at=at)
    proposal = amending.propose(month, reason=REASON, by=proposer, at=at)
    amendment = amending.approve(proposal.pk, by=approver, at=at)
    proceed(amendment, at=at, is_time=lambda: True)
    mark_due_as_sent(at=at)


def _answered_as_medium(last: Month) -> ClockResult | None:
    """The newest up to this month whose ticket was closed in it too, so that no other is moved."""
    answered = ClockResult.objects.responses().filter(
        opened_at__lt=inputs.month_bounds(last).end, fault_class="medium", verdict="met"
    )
    for each in answered.select_related("ticket").order_by("-opened_at"):
        closed_at = each.ticket.closed_at
        if closed_at and inputs.month_of(closed_at) == inputs.month_of(each.opened_at):
            return each
    return None
