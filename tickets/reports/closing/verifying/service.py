"""The tables of outages and maintenance, compared with the events that they follow from."""

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from availability import figures
from availability.ranges import TimeRange
from availability.rows import Records
from tickets.reports.closing.verifying.remarks import Code, Place, Remark


class ServiceTables:
    """Read once for all months."""

    def __init__(self) -> None:
        self._stored, self._told = figures.stored(), figures.told()

    def of_span(self, span: TimeRange, place: Place) -> Iterator[Remark]:
        within = [_of_span(each, span) for each in (self._stored, self._told)]
        for kind in (field.name for field in fields(Records)):
            stored, told = getattr(self._stored, kind), getattr(self._told, kind)
            for key in sorted({*getattr(within[0], kind), *getattr(within[1], kind)}):
                says = _difference(stored.get(key), told.get(key))
                if says:
                    yield place.remark(Code.SERVICE, says, f"{kind} {key}")


def _of_span(records: Records, span: TimeRange) -> Records:
    """With all that belongs to what lies in it."""
    within = records.within(span)
    outages = {each.outage for each in within.interruptions.values()}
    maintenance = {
        key: row
        for key, row in records.maintenance.items()
        if row.reaches(span.start) and any(each.start < span.end for each in row.announcements)
    }
    return replace(
        within,
        outages={key: row for key, row in records.outages.items() if key in outages},
        corrections={
            key: row
            for key, row in records.corrections.items()
            if row.interruption in within.interruptions
        },
        causes={key: row for key, row in records.causes.items() if row.outage in outages},
        maintenance=maintenance,
        late_work={
            key: row for key, row in records.late_work.items() if row.maintenance in maintenance
        },
    )


def _difference(stored: Any, told: Any) -> str:
    if stored == told:
        return ""
    if stored is None or told is None:
        return "in no table" if stored is None else "in no event"
    names = [
        field.name
        for field in fields(stored)
        if field.compare and getattr(stored, field.name) != getattr(told, field.name)
    ]
    return f"the table says another {', '.join(names)} than the events"
