"""The charts of the months with their sentences; each has the same figures in a table below."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from istockist_sla.core.lib import heatmap, histogram, text
from istockist_sla.core.lib.heatmap import HOURS, HeatMap
from istockist_sla.core.lib.histogram import BEYOND, TENTHS, Bar, Histogram
from istockist_sla.core.lib.linechart import Chart, ChartLine, Point
from istockist_sla.core.lib.plot import Caption
from tickets.models import Client
from tickets.reports.distribution import WHOLE, Distribution
from tickets.reports.load import HourOfWeek, Load
from tickets.reports.trend import SMALL, TrendRow
from tickets.sla.index import Index
from tickets.sla.terms import CLASSES
from tickets.wording import fault_classes

SHARES = (50, 90)  # percent of the answers
SHARE_WORDS = {50: "Half", 90: "Nine in ten"}


class TrendDrawing(NamedTuple):
    chart: Chart
    rows: Sequence[TrendRow]
    client: Client | None
    targets: str
    small: int = SMALL


class LoadDrawing(NamedTuple):
    """`hours` is the table: for each hour its days, Monday first."""

    chart: HeatMap
    load: Load
    hours: list[tuple[str, list[HourOfWeek]]]


class ShareRow(NamedTuple):
    """A tenth of the limit, or what lies beyond all of them."""

    words: str
    bar: Bar


class DistributionDrawing(NamedTuple):
    distribution: Distribution
    chart: Histogram | None
    rows: list[ShareRow]
    limits: str
    sentences: list[str]


def trend_drawing(rows: Sequence[TrendRow], client: Client | None) -> TrendDrawing:
    targets = _target_words(rows)
    sentences = [f"The target is {targets}.", *_verdict_sentences(rows)]
    chart = Chart(
        caption=Caption(
            name="trend",
            title=f"First answers in time, {text.counted(len(rows), 'month')}",
            description=" ".join(sentences),
        ),
        months=[row.month for row in rows],
        lines=[
            ChartLine(code, fault_classes.NAMES[code], [_point(row.indices[code]) for row in rows])
            for code in CLASSES
        ],
        targets=[float(row.terms.index) for row in rows],
    )
    return TrendDrawing(chart, rows, client, targets)


def _point(index: Index) -> Point:
    if not index.guaranteed:
        return Point(None)
    return Point(100 * index.met / index.guaranteed, index.guaranteed < SMALL)


def _target_words(rows: Sequence[TrendRow]) -> str:
    """`98 %`, or `98 % from January 2025, 80 % from January 2026`."""
    steps = [
        (target, next(same)) for target, same in groupby(rows, key=lambda row: row.terms.index)
    ]
    words = [f"{float(target):g}{text.NBSP}%" for target, _ in steps]
    if len(steps) == 1:
        return words[0]
    return ", ".join(
        f"{target} from {row.month.name}" for target, (_, row) in zip(words, steps, strict=True)
    )


def _verdict_sentences(rows: Sequence[TrendRow]) -> Iterator[str]:
    """What was not kept, and where there were no cases."""
    for code in CLASSES:
        name = fault_classes.NAMES[code]
        missed = [row.month.name for row in rows if row.indices[code].kept is False]
        empty = [row.month.name for row in rows if row.indices[code].kept is None]
        if len(empty) == len(rows):
            yield f"{name} had no cases."
            continue
        yield f"{name} was {f'not kept in {text.join_words(missed)}' if missed else 'always kept'}."
        if empty:
            yield f"{name} had no cases in {text.join_words(empty)}."


def load_drawing(load: Load) -> LoadDrawing:
    week = [[heatmap.Cell(hour.tickets, hour.opening) for hour in day] for day in load.week]
    chart = HeatMap(
        caption=Caption(
            name="load",
            title=f"Tickets opened by weekday and hour, {text.zone_name(load.zone)}",
            description=" ".join(_load_sentences(load)),
        ),
        week=week,
    )
    hours = [(f"{hour:02d}:00", [day[hour] for day in load.week]) for hour in range(HOURS)]
    return LoadDrawing(chart, load, hours)


def _load_sentences(load: Load) -> Iterator[str]:
    yield f"{text.counted(load.opened, 'ticket')}, {load.outside_hours} of them outside hours."
    if load.busiest:
        yield f"Most on {load.busiest.name}: {load.busiest.tickets}."


def distribution_drawings(found: Sequence[Distribution]) -> list[DistributionDrawing]:
    return [_distribution_drawing(distribution) for distribution in found]


def _distribution_drawing(found: Distribution) -> DistributionDrawing:
    name = fault_classes.NAMES[found.fault_class]
    bars = histogram.shown(_bars(found))
    sentences = list(_share_sentences(found))
    chart = Histogram(
        caption=Caption(
            name=f"distribution-{found.fault_class}",
            title=f"{name}: first answers by the share of their limit",
            description=" ".join(sentences),
        ),
        bars=bars,
    )
    return DistributionDrawing(
        distribution=found,
        chart=chart if found.answered else None,
        rows=[ShareRow(_share_words(i, found), bar) for i, bar in enumerate(bars, 1)],
        limits=text.join_words([text.duration(limit) for limit in found.limits] or ["–"]),
        sentences=sentences,
    )


def _bars(found: Distribution) -> list[Bar]:
    """Tenths of the limit, each with its end; the last one holds what took more than twice it."""
    met, missed = [0] * BEYOND, [0] * BEYOND
    for counts, into in ((found.met, met), (found.missed, missed)):
        for percent, count in counts.items():
            into[_bar(percent)] += count
    return [Bar(*pair) for pair in zip(met, missed, strict=True)]


def _bar(percent: int) -> int:
    return max(0, (percent - 1) // (WHOLE // TENTHS))


def _share_words(tenth: int, found: Distribution) -> str:
    """Up to which share of the limit, and how long that is where all have the same limit."""
    if tenth == BEYOND:
        return f"over 200{text.NBSP}%"
    words = f"up to {10 * tenth}{text.NBSP}%"
    if len(found.limits) != 1:
        return words
    return f"{words} ({text.duration_exact(found.limits[0] * tenth / TENTHS)})"


def _share_sentences(found: Distribution) -> Iterator[str]:
    yield (
        f"{text.counted(sum(found.met.values()), 'answer')} in time, "
        f"{sum(found.missed.values())} late"
        + (f", {found.unanswered} late and still to come." if found.unanswered else ".")
    )
    if found.cases < SMALL:
        return
    for share in SHARES:
        percent = found.reached_by(share)
        if percent is not None:
            yield f"{SHARE_WORDS[share]} within {percent}{text.NBSP}% of the limit."
