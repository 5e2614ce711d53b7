"""The service level of this month so far and of the last one, in a few words each."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.text import MONTHS, NBSP
from tickets import inputs
from tickets.models import Client
from tickets.reports.monthly import ClassFigure, MonthFigures, figures_so_far
from tickets.wording import fault_classes

KEPT, NOT_KEPT, SO_FAR = "kept", "not kept", "so far"


class Measure(NamedTuple):
    """One figure in words; of a running month it is neither kept nor missed yet."""

    state: str
    words: str


class MonthLevel(NamedTuple):
    """`opened` tickets in all; `undecided` of them have no verdict yet."""

    name: str
    is_running: bool
    opened: int
    measures: list[Measure]
    undecided: int

    @property
    def title(self) -> str:
        return f"{self.name} so far" if self.is_running else self.name


def levels(client: Client, at: datetime) -> list[MonthLevel]:
    """This month, and the last one where it had cases or a measured availability."""
    month = inputs.month_of(at)
    running, last = (
        _level(each) for each in figures_so_far([month, month.previous], client=client, at=at)
    )
    return [running, last] if last.measures else [running]


def _level(figures: MonthFigures) -> MonthLevel:
    return MonthLevel(
        name=MONTHS[figures.month.month - 1],
        is_running=figures.is_running,
        opened=figures.opened,
        measures=[*_availability(figures), *_classes(figures)],
        undecided=figures.undecided,
    )


def _classes(figures: MonthFigures) -> Iterator[Measure]:
    for figure in figures.classes:
        if figure.index.guaranteed:
            kept, target = figure.index.kept is True, figure.index.target
            yield _measure(figures, _in_time(figure), kept=kept, target=target)


def _in_time(figure: ClassFigure) -> str:
    index = figure.index
    name = fault_classes.NAMES[figure.fault_class]
    return f"{name}: {index.met}{NBSP}of{NBSP}{index.guaranteed} in time"


def _availability(figures: MonthFigures) -> Iterator[Measure]:
    """Of a month measured in part with the bounds between which it lies (A6)."""
    uptime = figures.uptime
    if uptime is None or uptime.judged.percent is None:
        return
    words = f"Availability {uptime.judged.percent}{NBSP}%"
    if uptime.marked:
        words += (
            f" (measured for {uptime.coverage.percent}{NBSP}% of the time: between "
            f"{uptime.worst.percent}{NBSP}% and {uptime.best.percent}{NBSP}%)"
        )
    target = figures.terms.availability_index
    yield _measure(figures, words, kept=uptime.kept is True, target=target)


def _measure(figures: MonthFigures, words: str, *, kept: bool, target: object) -> Measure:
    if figures.is_running:
        return Measure(SO_FAR, words)
    return Measure(KEPT, words) if kept else Measure(NOT_KEPT, f"{words}, below {target}{NBSP}%")
