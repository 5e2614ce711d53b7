"""Maintenance: announce, move and cancel its window (A4)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from availability import telling
from availability.incidents.base import MAINTENANCE, append_event, codes
from availability.incidents.work import Bound, bound_of, lock_uncancelled
from availability.models import Component, Maintenance, MaintenanceWindow
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused


@transaction.atomic
def announce(
    *,
    kind: Maintenance.Kind,
    title: str,
    text: str,
    components: Sequence[Component],
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    at: datetime,
) -> Maintenance:
    """Publish a window. One published at its start or later is shown, but never planned (A4)."""
    if not components:
        raise ActionRefused("Name at least one component.")
    maintenance = Maintenance.objects.create(kind=kind, title=title, text=text)
    maintenance.components.set(components)
    _publish(maintenance, "announce", starts_at, ends_at, by, at)
    return maintenance


@transaction.atomic
def move(
    maintenance: Maintenance, *, starts_at: datetime, ends_at: datetime, by: User, at: datetime
) -> Maintenance:
    """A new window in place of the last; it is planned from this publication on (A4)."""
    maintenance = _lock_unfinished(maintenance)
    window = maintenance.window
    if (window.starts_at, window.ends_at) == (to_second(starts_at), to_second(ends_at)):
        raise ActionRefused("This is the window already announced.")
    _publish(maintenance, "move", starts_at, ends_at, by, at)
    return maintenance


@transaction.atomic
def cancel(maintenance: Maintenance, *, by: User, at: datetime) -> Maintenance:
    maintenance, at = _lock_unfinished(maintenance), to_second(at)
    if bound_of(maintenance, Bound.BEGIN) is not None:
        raise ActionRefused("The work has begun. End it instead.")
    maintenance.cancelled_at = at
    maintenance.save(update_fields=["cancelled_at"])
    append_event(MAINTENANCE, maintenance, "cancel", by=by, at=at)
    telling.tell_of_maintenance(maintenance, "cancel", at=at)
    return maintenance


def _lock_unfinished(maintenance: Maintenance) -> Maintenance:
    row = lock_uncancelled(maintenance)
    if bound_of(row, Bound.END) is not None:
        raise ActionRefused("The work has ended.")
    return row


def _publish(
    maintenance: Maintenance,
    verb: str,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    at: datetime,
) -> None:
    starts_at, ends_at, at = to_second(starts_at), to_second(ends_at), to_second(at)
    if ends_at <= starts_at:
        raise ActionRefused("The window ends after its start.")
    if ends_at <= at:
        raise ActionRefused("The window is over already.")
    MaintenanceWindow.objects.create(
        maintenance=maintenance, published_at=at, starts_at=starts_at, ends_at=ends_at
    )
    components = codes(maintenance.components.all())
    append_event(
        MAINTENANCE,
        maintenance,
        verb,
        by=by,
        at=at,
        nature=maintenance.kind,
        starts_at=starts_at,
        ends_at=ends_at,
        components=components,
    )
    telling.tell_of_maintenance(maintenance, verb, at=at)
