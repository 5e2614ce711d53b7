"""A result as a row, and what two results in a row mean.

In a row is what the server recorded one after the other: the ids count, not what a clock that
was wrong has stamped the rows with.
"""

from datetime import datetime
from enum import Enum

from django.db import transaction

from availability import incidents
from availability.coverage import epoch
from availability.models import Component, Impact, Measurement, Probe
from availability.models.components import MEASUREMENT_COVERS, MEASUREMENT_INTERVAL
from availability.probes.targets import Result

# What the column of latencies holds at most; no target waits longer.
MOST_MS = 32_767


class Answered(Enum):
    NOT, SLOWLY, WELL = "not", "slowly", "well"


@transaction.atomic
def record(component: Component, result: Result, *, at: datetime) -> Measurement | None:
    """Keep one result and act on it; None for a second one within the same half interval.

    The queue may run a job twice, and two failures of the same moment are not two in a row.
    """
    component = Component.objects.select_for_update().get(pk=component.pk)
    before = Measurement.objects.recorded_last(component, at)
    if before and abs(epoch(at) - before.second) < MEASUREMENT_INTERVAL.total_seconds() / 2:
        return None
    if component.monitored_since is None:
        component = incidents.start_monitoring(component, at=at)
    _note_certificate(component, result.certificate_ends_at)
    # Only a clock that was wrong can have stamped another one with this second.
    Measurement.objects.filter(component=component, second=epoch(at)).delete()
    check = Measurement.objects.create(
        component=component,
        second=epoch(at),
        ok=not result.error,
        latency_ms=None if result.latency_ms is None else min(result.latency_ms, MOST_MS),
        error=result.error,
        follows=before is not None and _speaks(before, epoch(at)),
    )
    if before is not None:
        _decide(component, check, before)
    return check


def _speaks(check: Measurement, second: int) -> bool:
    return 0 < second - check.second <= MEASUREMENT_COVERS.total_seconds()


def _note_certificate(component: Component, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at != component.certificate_ends_at:
        component.certificate_ends_at = ends_at
        component.save(update_fields=["certificate_ends_at"])


def _decide(component: Component, newest: Measurement, before: Measurement) -> None:
    """Two failures confirm an outage, two successes end it, from the first of the two; two slow
    answers make it degraded (A5).

    What has unmeasured time between it confirms nothing: that time is unknown and would become
    downtime (A6). Of two stamps of which the later recorded is the earlier, one is wrong.
    """
    if newest.ok != before.ok or newest.at <= before.at:
        return
    slow_ms = Probe.objects.filter(component=component).values_list("slow_ms", flat=True).first()
    answers = {_answered(each, slow_ms) for each in (before, newest)}
    in_a_row = newest.at - before.at <= MEASUREMENT_COVERS
    if answers == {Answered.NOT} and in_a_row:
        incidents.confirm(component, started_at=before.at, at=newest.at)
    elif answers == {Answered.SLOWLY} and in_a_row:
        incidents.confirm(component, started_at=before.at, at=newest.at, impact=Impact.DEGRADED)
    elif Answered.NOT not in answers:
        impacts = [Impact.DOWN, Impact.DEGRADED] if answers == {Answered.WELL} else [Impact.DOWN]
        incidents.recover(component, ended_at=before.at, at=newest.at, impacts=impacts)


def _answered(check: Measurement, slow_ms: int | None) -> Answered:
    if not check.ok:
        return Answered.NOT
    is_slow = slow_ms is not None and (check.latency_ms or 0) >= slow_ms
    return Answered.SLOWLY if is_slow else Answered.WELL
