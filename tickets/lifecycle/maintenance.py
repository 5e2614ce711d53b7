"""Planned maintenance takes time off the clocks, as it is announced, done or left undone (K11)."""

from datetime import UTC, datetime, timedelta

from django.db.models import Max, Min, Q

from availability.models import MaintenanceWindow
from istockist_sla.core.models import Event
from tickets.lifecycle.timers import refresh_many
from tickets.models import Counter, Ticket

# Cursors: the last event that was followed, and up to when the ends of windows were, in seconds.
FOLLOWED, PASSED = "maintenance", "windows passed"
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def follow_maintenance(*, at: datetime) -> int:
    """Refresh the tickets that maintenance touches which has begun, ended or moved, or whose
    window has passed: that shifts deadlines and verdicts, even of tickets closed by then.

    Returns how many tickets were refreshed; cursors make a doubled run do nothing.
    """
    followed, passed = _cursor(FOLLOWED), _cursor(PASSED)
    changed = Event.objects.filter(subject_kind=Event.Kind.MAINTENANCE, id__gt=followed)
    newest = changed.newest_id()
    over = MaintenanceWindow.objects.filter(
        ends_at__gt=BEGINNING + timedelta(seconds=passed), ends_at__lte=at
    )
    ids = _touched(
        Q(maintenance__in=changed.values("subject_id"))
        | Q(maintenance__in=over.values("maintenance"))
    )
    refresh_many(ids, at=at)
    Counter.objects.filter(name=FOLLOWED).update(last=newest or followed)
    until = max(passed, int((at - BEGINNING).total_seconds()))
    Counter.objects.filter(name=PASSED).update(last=until)
    return len(ids)


def _cursor(name: str) -> int:
    return Counter.objects.get_or_create(name=name, defaults={"last": 0})[0].last


def _touched(maintenance: Q) -> list[int]:
    windows = MaintenanceWindow.objects.filter(maintenance)
    bounds = windows.aggregate(start=Min("starts_at"), end=Max("ends_at"))
    if bounds["start"] is None:
        return []
    touched = Ticket.objects.touched_by(bounds["start"], bounds["end"])
    return list(touched.order_by("pk").values_list("pk", flat=True))
