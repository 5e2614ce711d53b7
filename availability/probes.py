"""The probe: one GET a component, its result as a row, and what two results in a row mean."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import NamedTuple

import httpx
from django.conf import settings
from django.db import transaction

from availability import incidents
from availability.coverage import epoch
from availability.models import Component, Measurement
from availability.models.components import MEASUREMENT_COVERS, MEASUREMENT_INTERVAL


class Target(NamedTuple):
    """What is asked for one component, in seconds at most, and the status that means up."""

    code: str
    url: str
    timeout: float
    expected: int


class Result(NamedTuple):
    """`error` is a short code, empty where the component answered as expected."""

    latency_ms: int | None
    error: str = ""


def targets() -> list[Target]:
    """From the settings: a component without an address is not measured."""
    return [
        Target(code, url, settings.PROBE_TIMEOUT, settings.PROBE_STATUS)
        for code, url in settings.PROBES.items()
        if url
    ]


def probe_all(*, at: datetime) -> int:
    """Measure every target as of `at`, all at the same time; how many rows were recorded."""
    wanted = targets()
    if not wanted:
        return 0
    components = {each.code: each for each in Component.objects.all()}
    with ThreadPoolExecutor(max_workers=len(wanted)) as pool:
        results = list(pool.map(measure, wanted))
    recorded = [
        record(components[target.code], result, at=at)
        for target, result in zip(wanted, results, strict=True)
        if target.code in components
    ]
    return sum(check is not None for check in recorded)


def measure(target: Target) -> Result:
    """Only the status line and the headers are read, no redirect is followed."""
    began = time.monotonic()
    try:
        with httpx.stream("GET", target.url, timeout=target.timeout) as response:
            status = response.status_code
    except httpx.TimeoutException:
        return Result(None, "timeout")
    except httpx.ConnectError:
        return Result(None, "no connection")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return Result(None, type(error).__name__[:40])
    seconds = time.monotonic() - began
    if seconds > target.timeout:
        return Result(None, "timeout")
    if status != target.expected:
        return Result(round(seconds * 1000), f"status {status}")
    return Result(round(seconds * 1000))


@transaction.atomic
def record(component: Component, result: Result, *, at: datetime) -> Measurement | None:
    """Keep one result and act on it; None for a second one within the same half interval.

    The queue may run a job twice, and two failures of the same moment are not two in a row.
    """
    component = Component.objects.select_for_update().get(pk=component.pk)
    newest = Measurement.objects.latest_of(component, 1)
    if newest and epoch(at) - newest[0].second < MEASUREMENT_INTERVAL.total_seconds() / 2:
        return None
    if component.monitored_since is None:
        component = incidents.start_monitoring(component, at=at)
    check = Measurement.objects.create(
        component=component,
        second=epoch(at),
        ok=not result.error,
        latency_ms=result.latency_ms,
        error=result.error,
    )
    _decide(component, check, newest[0] if newest else None)
    return check


def _decide(component: Component, newest: Measurement, before: Measurement | None) -> None:
    """Two failures confirm an outage, two successes end it, from the first of the two (A5).

    Failures with unmeasured time between them are not in a row: that time is unknown and
    would become downtime (A6).
    """
    if before is None or newest.ok != before.ok:
        return
    if newest.ok:
        incidents.recover(component, ended_at=before.at, at=newest.at)
    elif newest.at - before.at <= MEASUREMENT_COVERS:
        incidents.confirm(component, started_at=before.at, at=newest.at)
