"""What a component's page says of its probe, and of what was measured lately."""

from typing import Any

from django.conf import settings

from availability.admin.event_text import instant_or_dash
from availability.models import Component, MeasurementTally, PlaceCheck, Probe
from istockist_sla.core.lib.text import NONE, clock_gmt
from istockist_sla.desk.actions import DetailTable

LAST_HOURS, LAST_DAYS, LAST_CHECKS = 12, 14, 10
Span = MeasurementTally.Span


def probe_details(component: Component) -> list[tuple[str, Any]]:
    probe: Probe | None = getattr(component, "probe", None)
    if probe is None:
        address = settings.PROBES.get(component.code)
        return [("Probe", f"{address}, from the settings" if address else "none: not measured")]
    slow = f"degraded from {probe.slow_ms} ms" if probe.slow_ms else "never degraded"
    return [
        ("Probe", probe.address if probe.is_active else f"stopped: {probe.address}"),
        ("Asked for", _wanted(probe)),
        ("Time", f"{probe.max_seconds} s at most, {slow}"),
    ]


def _wanted(probe: Probe) -> str:
    if probe.kind != Probe.Kind.HTTP:
        return probe.get_kind_display()
    return f"status {probe.status}, with “{probe.text}”" if probe.text else f"status {probe.status}"


def hours(component: Component) -> DetailTable:
    return _tallies(component, Span.HOUR, LAST_HOURS, "By the hour")


def days(component: Component) -> DetailTable:
    return _tallies(component, Span.DAY, LAST_DAYS, "By the day")


def _tallies(component: Component, span: int, most: int, title: str) -> DetailTable:
    found = MeasurementTally.objects.filter(component=component, span=span)[:most]
    rows = [
        (
            clock_gmt(each.begins_at),
            each.checks,
            each.failed,
            _milliseconds(each.usual_latency_ms),
            _milliseconds(each.latency_most),
        )
        for each in found
    ]
    columns = ("From", "Measurements", "Failed", "Mean answer", "Slowest answer")
    return DetailTable(title, columns, rows, "Nothing is rolled up yet.")


def _milliseconds(value: int | None) -> str:
    return NONE if value is None else f"{value} ms"


def places(component: Component) -> DetailTable:
    """The main probe decides; this tells the network's fault from the service's (A3)."""
    found = PlaceCheck.objects.filter(component=component).select_related("round")
    rows = [
        (instant_or_dash(each.at), each.round.place, each.error or "answered")
        for each in found.order_by("-round__second")[:LAST_CHECKS]
    ]
    return DetailTable(
        "Seen from a second place", ("At", "Place", "Result"), rows, "No second place measures."
    )
