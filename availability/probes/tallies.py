"""Measurements rolled up by the hour and by the day. The measurements themselves stay."""

from datetime import datetime

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Mod

from availability.coverage import epoch
from availability.models import Component, Measurement, MeasurementTally

Span = MeasurementTally.Span


def roll_up(*, at: datetime) -> int:
    """Every hour and day that is over, from the last that was rolled up on, which is counted
    anew; how many were written."""
    return sum(
        _roll_up(component, span, before=epoch(at) // span * span)
        for component in Component.objects.all()
        for span in Span
    )


def _roll_up(component: Component, span: int, *, before: int) -> int:
    rolled = MeasurementTally.objects.filter(component=component, span=span)
    since = rolled.aggregate(last=Max("second"))["last"] or 0
    measured = Measurement.objects.filter(component=component, second__gte=since, second__lt=before)
    rows = [
        MeasurementTally(component=component, span=span, **found)
        for found in _counted(measured, span)
    ]
    MeasurementTally.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["component", "span", "second"],
        update_fields=["checks", "failed", "latency_total", "latency_most"],
    )
    return len(rows)


def _counted(measured: QuerySet[Measurement], span: int) -> list[dict[str, int]]:
    answered = Q(ok=True)
    found = (
        measured.annotate(begin=F("second") - Mod(F("second"), span))
        .values("begin")
        .annotate(
            checks=Count("*"),
            failed=Count("pk", filter=~answered),
            total=Sum("latency_ms", filter=answered),
            most=Max("latency_ms", filter=answered),
        )
        .order_by("begin")
    )
    return [
        {
            "second": each["begin"],
            "checks": each["checks"],
            "failed": each["failed"],
            "latency_total": each["total"] or 0,
            "latency_most": each["most"],
        }
        for each in found
    ]
