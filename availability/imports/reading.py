"""A file of another monitor as checks and outages of our components: all of it, or nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError

from availability.coverage import Check, epoch
from availability.imports.formats import READERS
from availability.imports.formats.items import (
    FoundCheck,
    FoundOutage,
    LeftOut,
    Wrong,
    quoted,
)
from availability.models import Component, ImportBatch
from istockist_sla.core.lib.text import counted

MOST_ROWS = 500_000
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the file is. `component`: all of it is of this one; `monitor`: only what it says under
    this name is taken; `zone` is that of instants that name none."""

    format: str
    component: Component | None = None
    monitor: str = ""
    zone: ZoneInfo | None = None


@dataclass(slots=True)
class Found:
    """Checks by component and second, outages, and what was left out, with how often."""

    checks: dict[Component, dict[int, tuple[bool, int | None]]] = field(default_factory=dict)
    outages: list[tuple[Component, FoundOutage]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)

    def in_order(self, component: Component) -> list[Check]:
        return [Check(second, ok) for second, (ok, _) in sorted(self.checks[component].items())]

    @property
    def components(self) -> list[Component]:
        named = [*self.checks, *(component for component, _ in self.outages)]
        return sorted(set(named), key=lambda each: (each.order, each.name))

    @property
    def is_empty(self) -> bool:
        return not self.checks and not self.outages


def read(file: BinaryIO, source: Source, *, at: datetime) -> Found:
    """What the file holds up to `at`; raises ValidationError with a message for each row that
    cannot be taken."""
    reading = _Reading(source, at)
    try:
        for count, item in enumerate(READERS[source.format](file, source.zone), start=1):
            if count > MOST_ROWS:
                raise ValueError(f"At most {MOST_ROWS} rows at a time. Import the file in parts.")
            reading.take(item)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    reading.refuse_mixture()
    if reading.errors:
        raise ValidationError(_shortened(reading.errors))
    if reading.found.is_empty:
        raise ValidationError(["Nothing in the file can be imported.", *reading.found.left_out])
    return reading.found


def _shortened(errors: Sequence[str]) -> list[str]:
    more = len(errors) - MOST_SHOWN
    return [*errors[:MOST_SHOWN], *([f"And {counted(more, 'more row')}."] if more > 0 else [])]


class _Reading:
    """Names become components; of two checks in one second the failed one counts."""

    def __init__(self, source: Source, at: datetime) -> None:
        self.source, self.at = source, at
        self.found, self.errors = Found(), list[str]()
        self.names: dict[str, int] = {}
        self.by_name: dict[str, Component] = {}
        for each in Component.objects.all():
            self.by_name |= {each.name.casefold(): each, each.code: each}

    def take(self, item: FoundCheck | FoundOutage | Wrong | LeftOut) -> None:
        if isinstance(item, Wrong):
            self.errors.append(f"{item.where}: {item.text}.")
        elif isinstance(item, LeftOut):
            self._leave_out(item)
        elif self.source.monitor and item.name.casefold() != self.source.monitor.casefold():
            self.found.left_out["of other monitors"] += 1
        else:
            self._take_row(item)

    def _leave_out(self, item: LeftOut) -> None:
        """Of outages each by itself; of checks, which are many, only the reason."""
        is_outage = self.source.format in OF_OUTAGES
        words = f"{item.where}: {item.text}" if is_outage else item.text
        self.found.left_out[words] += 1

    def _take_row(self, item: FoundCheck | FoundOutage) -> None:
        self.names[item.name] = self.names.get(item.name, 0) + 1
        component = self.source.component or self.by_name.get(item.name.casefold())
        end = item.at if isinstance(item, FoundCheck) else item.ends_at
        if component is None:
            self._refuse_name(item)
        elif end > self.at:
            self.errors.append(f"{item.where}: it lies in the future.")
        elif isinstance(item, FoundOutage):
            self.found.outages.append((component, item))
        else:
            self._take_check(component, item)

    def _refuse_name(self, item: FoundCheck | FoundOutage) -> None:
        """Once for each name."""
        if self.names[item.name] == 1:
            what = f"there is no component {quoted(item.name)}" if item.name else "it names none"
            self.errors.append(f"{item.where}: {what}; say which component the file is about.")

    def _take_check(self, component: Component, check: FoundCheck) -> None:
        rows = self.found.checks.setdefault(component, {})
        before = rows.get(epoch(check.at))
        if before is not None:
            self.found.left_out["second checks of the same second"] += 1
        if before is None or (before[0] and not check.ok):
            rows[epoch(check.at)] = check.ok, check.latency_ms

    def refuse_mixture(self) -> None:
        """Checks of several monitors are not those of one component."""
        names = list(islice(self.names, MOST_SHOWN))
        if self.source.component and self.found.checks and len(self.names) > 1:
            listed = ", ".join(quoted(name) for name in names)
            self.errors.append(f"The file holds several monitors: {listed}. Name one of them.")


OF_OUTAGES = (
    ImportBatch.Format.CSV_OUTAGES,
    ImportBatch.Format.HEALTHCHECKS,
    ImportBatch.Format.STATUSPAGE,
)


def remarks(left_out: Counter[str]) -> Iterable[str]:
    """`Left out, 3: in maintenance nothing was measured.`"""
    for words, count in left_out.most_common(MOST_SHOWN):
        yield f"Left out, {count}: {words}."
    if len(left_out) > MOST_SHOWN:
        yield f"Left out for {len(left_out) - MOST_SHOWN} other reasons."
