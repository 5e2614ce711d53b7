"""A month of all components for the desk: every stretch that was not up, and what it rests on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from availability import figures
from availability.agreement import StandardAgreement
from availability.models import (
    Component,
    GapExplanation,
    Impact,
    Interruption,
    Maintenance,
    Outage,
)
from availability.ranges import SECOND, TimeRange
from availability.uptime import Bucket, Interval, Uptime, month_uptime
from istockist_sla.core.lib.months import Month

# Shorter times without a measurement are counted together.
LONG_GAP = timedelta(minutes=10)
MOST_GAPS = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class ComponentMonth:
    """`degraded` were slow answers, which are up in the figure."""

    component: Component
    uptime: Uptime
    degraded: list[tuple[TimeRange, int]]

    @property
    def is_measured(self) -> bool:
        return self.component.monitored_since is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A time for which no measurement of these components speaks, since they are measured."""

    number: int
    span: TimeRange
    components: list[Component]
    explanations: list[GapExplanation]

    @property
    def seconds(self) -> float:
        return (self.span.end - self.span.start).total_seconds()


@dataclass(frozen=True, kw_only=True, slots=True)
class RibbonMonth:
    """`down` are seconds of the figure by outage and component, `excluded` by maintenance."""

    month: Month
    at: datetime
    start: datetime
    end: datetime
    components: list[ComponentMonth]
    outages: list[Outage]
    maintenance: list[Maintenance]
    gaps: list[Gap]
    gaps_not_listed: int
    short_gaps: int
    short_seconds: int
    undecided: int
    down: Counter[tuple[str, str]]

    @property
    def contractual(self) -> ComponentMonth | None:
        found = (each for each in self.components if each.component.is_contractual)
        return next(found, None)

    @property
    def unexplained(self) -> list[Gap]:
        return [gap for gap in self.gaps if not gap.explanations]

    @property
    def last(self) -> datetime:
        """The month's last second, for its day."""
        return self.end - SECOND

    @property
    def is_running(self) -> bool:
        return self.at < self.end


def ribbon_month(month: Month, *, at: datetime, agreement: StandardAgreement) -> RibbonMonth:
    """In a fixed number of queries, whatever happened."""
    at = at.replace(microsecond=0)
    start, end = agreement.months().bounds(month)
    until = max(start, min(end, at))
    outages = list(Outage.objects.overlapping(start, until).with_updates().order_by("started_at"))
    months = _component_months(start, end, at, outages, agreement)
    long, short = _gaps(months)
    undecided = Interruption.objects.to_decide().overlapping(start, until).count()
    return RibbonMonth(
        month=month,
        at=at,
        start=start,
        end=end,
        components=months,
        outages=outages,
        maintenance=_maintenance(start, until),
        gaps=_explained(dict(sorted(long.items())[:MOST_GAPS]), start, until),
        gaps_not_listed=max(0, len(long) - MOST_GAPS),
        short_gaps=len(short),
        short_seconds=sum(int((span.end - span.start).total_seconds()) for span in short),
        undecided=undecided,
        down=_down(months),
    )


def _component_months(
    start: datetime,
    end: datetime,
    at: datetime,
    outages: Sequence[Outage],
    agreement: StandardAgreement,
) -> list[ComponentMonth]:
    until, terms = max(start, min(end, at)), agreement.terms_at(start)
    components = list(Component.objects.all())
    intervals = figures.intervals(components, start, until)
    return [
        ComponentMonth(
            component=each,
            uptime=month_uptime(start, end, intervals[each.pk], until=at, terms=terms),
            degraded=_degraded(each, outages, until),
        )
        for each in components
    ]


def _degraded(
    component: Component, outages: Sequence[Outage], until: datetime
) -> list[tuple[TimeRange, int]]:
    return [
        (TimeRange(each.started_at, each.ended_at or until), outage.pk)
        for outage in outages
        for each in outage.interruptions.all()
        if each.component_id == component.pk and each.impact == Impact.DEGRADED
    ]


def _maintenance(start: datetime, until: datetime) -> list[Maintenance]:
    announced = Q(windows__starts_at__lt=until, windows__ends_at__gt=start)
    worked = Q(work_started_at__lt=until) & Q(work_ended_at__gt=start)
    rows = Maintenance.objects.filter(announced | worked).distinct()
    return list(rows.with_windows().order_by("pk"))


def _gaps(
    months: Sequence[ComponentMonth],
) -> tuple[dict[TimeRange, list[Component]], list[TimeRange]]:
    """Long ones with all that they concern; short ones once for each component."""
    long: dict[TimeRange, list[Component]] = {}
    short: list[TimeRange] = []
    for each in months:
        for piece in each.uptime.of(Bucket.UNKNOWN):
            span = _since_measured(piece, each.component)
            if span.end - span.start >= LONG_GAP:
                long.setdefault(span, []).append(each.component)
            elif span.start < span.end:
                short.append(span)
    return long, short


def _since_measured(piece: Interval, component: Component) -> TimeRange:
    since = component.monitored_since or piece.end
    return TimeRange(max(piece.start, since), piece.end)


def _explained(
    spans: dict[TimeRange, list[Component]], start: datetime, until: datetime
) -> list[Gap]:
    """With each explanation of one of its components that says something of its time."""
    rows = GapExplanation.objects.overlapping(start, until).select_related("by")
    found = list(rows.prefetch_related("components").order_by("at", "pk"))
    return [
        Gap(
            number=number,
            span=span,
            components=components,
            explanations=[
                each
                for each in found
                if each.starts_at < span.end
                and each.ends_at > span.start
                and set(components) & set(each.components.all())
            ],
        )
        for number, (span, components) in enumerate(spans.items(), start=1)
    ]


def _down(months: Sequence[ComponentMonth]) -> Counter[tuple[str, str]]:
    """Seconds by what they rest on and by component."""
    found: Counter[tuple[str, str]] = Counter()
    for each in months:
        for piece in each.uptime.pieces:
            if piece.source:
                found[piece.source, each.component.code] += piece.seconds
    return found
