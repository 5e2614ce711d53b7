"""Letters to subscribers, queued with the event that they tell of: one for each and update."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from availability.models import Maintenance, OutageUpdate, Subscription
from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.models import Event

# What was over for so long when it is told is no news, but a record of the past.
NEWS = timedelta(days=7)
AT_ONCE = 500


def tell_of_update(update: OutageUpdate) -> None:
    """Of a published incident: that it is new, how it goes on, that it is over."""
    whole = update.outage.incident
    ends = [each.ended_at for each in whole]
    if all(end is not None and end < update.at - NEWS for end in ends):
        return
    components = {row.component_id for each in whole for row in each.interruptions.all()}
    _queue(
        components, f"status-update:{update.pk}", "status_update", {"update": update.pk}, update.at
    )


def tell_of_maintenance(maintenance: Maintenance, verb: str, *, at: datetime) -> None:
    """That a window is announced, moved or cancelled; `verb` is that of its event."""
    window = maintenance.window.pk
    components = {each.pk for each in maintenance.components.all()}
    context = {"maintenance": maintenance.pk, "window": window, "verb": verb}
    _queue(components, f"status-{verb}:{window}", "status_maintenance", context, at)


def _queue(
    components: Iterable[int], key: str, template: str, context: dict[str, Any], at: datetime
) -> None:
    rows = Subscription.objects.confirmed().concerning(components).order_by("pk")
    readers = list(rows.values_list("pk", "address"))
    for first in range(0, len(readers), AT_ONCE):
        letters.queue_all(
            [
                letters.draft(
                    key=key,
                    kind=Event.Kind.SUBSCRIPTION,
                    subject_id=pk,
                    template=template,
                    to=Address(address, ""),
                    at=at,
                    context=context,
                    is_required=False,
                )
                for pk, address in readers[first : first + AT_ONCE]
            ]
        )
