"""Measurements rolled up by the hour and by the day. The measurements themselves stay."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from availability.coverage import epoch
from availability.models import Component, Measurement, MeasurementTally

Span = MeasurementTally.Span
# What was asked before an hour was over is recorded by then.
SETTLED_AFTER = timedelta(minutes=10)
BATCH = 500
# Whole hours and whole days.
SOME = 2 * Span.DAY


class Answer(NamedTuple):
    second: int
    ok: bool
    latency_ms: int | None


def roll_up(*, at: datetime) -> int:
    """Every hour and day that is over and not rolled up yet; how many were written."""
    over = epoch(at - SETTLED_AFTER)
    return sum(
        _roll_up(component, span, before=over // span * span)
        for component in Component.objects.all()
        for span in Span
    )


def _roll_up(component: Component, span: int, *, before: int) -> int:
    """A few days at a time, so that nobody who measures waits for it."""
    made = 0
    while some := _roll_up_some(component, span, before):
        made += some
    return made


def _next_to_roll_up(component: Component, span: int, before: int) -> int | None:
    """The first hour or day with measurements after what was rolled up; None: all was."""
    rolled = MeasurementTally.objects.filter(component=component, span=span)
    last = rolled.aggregate(last=Max("second"))["last"]
    measured = Measurement.objects.filter(component=component, second__lt=before)
    if last is not None:
        measured = measured.filter(second__gte=last + span)
    first = measured.order_by("second").values_list("second", flat=True).first()
    return None if first is None else first // span * span


@transaction.atomic
def _roll_up_some(component: Component, span: int, before: int) -> int:
    """How many were written; the component's lock keeps what is measured meanwhile out of it."""
    Component.objects.select_for_update().get(pk=component.pk)
    since = _next_to_roll_up(component, span, before)
    if since is None:
        return 0
    measured = Measurement.objects.filter(
        component=component, second__gte=since, second__lt=min(before, since + SOME)
    ).order_by("second")
    answers = (Answer(*each) for each in measured.values_list("second", "ok", "latency_ms"))
    rows = [
        _tally(component, span, begin, list(found))
        for begin, found in groupby(answers, lambda each: each.second // span * span)
    ]
    MeasurementTally.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _tally(
    component: Component, span: int, begin: int, answers: Sequence[Answer]
) -> MeasurementTally:
    latencies = [each.latency_ms or 0 for each in answers if each.ok]
    return MeasurementTally(
        component=component,
        span=span,
        second=begin,
        checks=len(answers),
        failed=len(answers) - len(latencies),
        latency_total=sum(latencies),
        latency_most=max(latencies, default=None),
    )
