"""The clock, measured beside the fastest packages in the same run."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version
from statistics import median
from time import process_time
from typing import Any

from istockist_sla.bench.goals import reached
from tickets.seed import HOUR, IRISH_HOLIDAYS, LIMITS
from tickets.sla.clock import Calendar, Holiday, Window

# The packages to compare with come with the development requirements only.
try:
    import timegrid
except ImportError:
    timegrid = None
try:
    import workclock
except ImportError:
    workclock = None  # type: ignore[assignment]

YEAR = 2026
SPAN = timedelta(days=30)
OPENS, CLOSES = time(9), time(17)
CALLS = 20_000
ROUNDS = 15


@dataclass
class Implementation:
    """One way to answer a question: what is called, with what, and how its answer is read."""

    name: str
    call: Callable[[Any, Any], Any]
    rows: list[tuple[Any, Any]]
    read: Callable[[Any], Any]
    rates: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return median(self.rates)

    def answers(self) -> list[Any]:
        return [self.read(self.call(*row)) for row in self.rows]

    def run(self) -> None:
        call, rows = self.call, self.rows
        begun = process_time()
        for first, second in rows:
            call(first, second)
        self.rates.append(len(rows) / (process_time() - begun))


@dataclass
class Comparison:
    """The first implementation is ours; goals: its calls a second, and their ratio to the best."""

    title: str
    rate_goal: int
    ratio_goal: float | None
    implementations: list[Implementation]


def measure() -> Iterator[str]:
    """Each package answers in its own types, made before the time is taken."""
    for name, package in (("workclock", workclock), ("timegrid", timegrid)):
        if package is None:
            yield f"{name} is not installed and therefore not measured."
    questions = _clock_questions()
    for question in questions:
        yield from _compared(question)
    for _ in range(ROUNDS):
        for question in questions:
            for implementation in question.implementations:
                implementation.run()
    yield f"{CALLS:,} calls a round, {ROUNDS} rounds taken in turn, median calls a second of"
    yield "processor time, so that other work on the machine does not show."
    for question in questions:
        yield from _table(question)


def _clock_questions() -> list[Comparison]:
    chance = random.Random(YEAR)
    new_year = datetime(YEAR, 1, 1, tzinfo=UTC)
    starts = [new_year + timedelta(seconds=chance.randrange(335 * 86_400)) for _ in range(CALLS)]
    ends = [start + SPAN for start in starts]
    office = Office()
    lengths = list(map(office.calendar.between, starts, ends))
    limits = [LIMITS[n % len(LIMITS)][1] * HOUR for n in range(CALLS)]
    return [
        Comparison("after, what 30 days hold", 800_000, 6, office.after(starts, lengths)),
        Comparison("between, 30 days", 700_000, 1.5, office.between(starts, ends)),
        Comparison("after, limits of 4, 8 and 10 h", 800_000, None, office.after(starts, limits)),
    ]


class Office:
    """Monday to Friday from 9 to 17 in UTC with Irish holidays, as each package has it."""

    def __init__(self) -> None:
        holidays = [
            date.fromisoformat(f"{year}-{day}")
            for year in (YEAR - 1, YEAR, YEAR + 1)
            for day, _ in IRISH_HOLIDAYS[year]
        ]
        windows = [Window(weekday, OPENS, CLOSES) for weekday in range(5)]
        self.calendar = Calendar(UTC, windows, dict.fromkeys(holidays, Holiday("Public holiday")))
        if workclock:
            self.schedule = workclock.Schedule(
                [workclock.WorkDay(OPENS, CLOSES), workclock.Holidays(holidays)]
            )
        if timegrid:
            self.grid = timegrid.TimeGridCalendar.weekdays(OPENS, CLOSES)
            for holiday in holidays:
                self.grid.close(holiday)
            # Its fastest way to measure; it has none such to add.
            self.line = self.grid.compile(*map(_naive, (_new_year(YEAR), _new_year(YEAR + 1))))

    def after(self, starts: list[datetime], seconds: list[int]) -> list[Implementation]:
        lengths = [timedelta(seconds=n) for n in seconds]
        implementations = [
            Implementation("clock", self.calendar.after, _pairs(starts, seconds), _same)
        ]
        if workclock:
            rows = _pairs(starts, lengths)
            implementations.append(Implementation("workclock", self.schedule.add, rows, _same))
        if timegrid:
            rows = _pairs(map(_naive, starts), lengths)
            implementations.append(
                Implementation("timegrid", self.grid.add_work_duration, rows, _aware)
            )
        return implementations

    def between(self, starts: list[datetime], ends: list[datetime]) -> list[Implementation]:
        implementations = [
            Implementation("clock", self.calendar.between, _pairs(starts, ends), _same)
        ]
        if workclock:
            rows = _pairs(starts, ends)
            implementations.append(
                Implementation("workclock", self.schedule.between, rows, _seconds)
            )
        if timegrid:
            rows = _pairs(map(_naive, starts), map(_naive, ends))
            implementations.append(
                Implementation("timegrid", self.line.get_working_duration, rows, _seconds)
            )
        return implementations


def _compared(question: Comparison) -> Iterator[str]:
    ours, *others = question.implementations
    expected = ours.answers()
    for other in others:
        pairs = zip(ours.rows, expected, other.answers(), strict=True)
        different = [pair for pair in pairs if pair[1] != pair[2]]
        if different:
            (row, answer, its_answer), count = different[0], len(different)
            yield f"{question.title}: {other.name} gives {count:,} of {CALLS:,} other answers,"
            yield f"  for example {its_answer} and not {answer} for {row[0]}, {row[1]}."
        else:
            yield f"{question.title}: all answers of {other.name} are those of the clock."


def _table(question: Comparison) -> Iterator[str]:
    ours, *others = question.implementations
    yield ""
    yield question.title
    yield f"  {ours.name:<18}{ours.rate:>12,.0f}"
    for other in others:
        name = f"{other.name} {version(other.name)}"
        yield f"  {name:<18}{other.rate:>12,.0f}   the clock is {ours.rate / other.rate:.2f} x"
    yield f"  goal {question.rate_goal:,}: {reached(ours.rate >= question.rate_goal)}"
    if others and question.ratio_goal is not None:
        ratio = ours.rate / max(other.rate for other in others)
        result = reached(ratio >= question.ratio_goal)
        yield f"  goal {question.ratio_goal:g} x the better package: {result}"


def _pairs(first: Iterable[Any], second: Iterable[Any]) -> list[tuple[Any, Any]]:
    return list(zip(first, second, strict=True))


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)


def _naive(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)


def _seconds(length: timedelta) -> int:
    return length // timedelta(seconds=1)


def _same(answer: Any) -> Any:
    return answer
