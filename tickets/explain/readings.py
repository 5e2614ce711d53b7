"""The register of readings with what one agreement version says at each switch."""

from collections.abc import Mapping
from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets.models import AgreementVersion
from tickets.sla.clock import Holiday
from tickets.sla.hours import written_hours
from tickets.sla.readings import GROUPS, Reading
from tickets.sla.terms import Terms
from tickets.wording import fault_classes
from tickets.wording.support_hours import weekly_hours


class Chapter(NamedTuple):
    """A group of the register; each reading with what its switches say in one version."""

    title: str
    readings: list[tuple[Reading, list[str]]]


def chapters(terms: Terms, year: int) -> list[Chapter]:
    """The whole register, with the values of these terms and the holidays of `year`."""
    values = switch_values(terms, year)
    return [
        Chapter(
            group.title,
            [
                (reading, [values[switch.field] for switch in reading.switches])
                for reading in group.readings
            ],
        )
        for group in GROUPS
    ]


def switch_values(terms: Terms, year: int) -> dict[str, str]:
    """The value of every switch in these terms, by its field; holidays are those of `year`."""
    contractual = terms.fix_is_contractual
    system_uptime = AgreementVersion.SystemUptime(terms.system_uptime)
    return {
        **_calendar_values(terms, year),
        "hours": "every hour counts" if terms.elapsed else "support hours",
        "response_seconds": _limits({c: limit.response for c, limit in terms.limits.items()}),
        "fix_seconds": _limits({c: limit.fix for c, limit in terms.limits.items()})
        if contractual
        else "indicative, for our own work",
        "fix_is_contractual": "part of the contract" if contractual else "not part of the contract",
        "downgrade_counts_from": "from the last workaround"
        if terms.from_downgrade
        else "from the opening",
        "scope": "order processing only" if terms.orders_only else "all faults",
        "index_percent": _percent(float(terms.index)),
        "availability_percent": _percent(float(terms.availability_index)),
        "system_uptime": str(system_uptime.label),
        "release_is_maintenance": "yes" if terms.release_is_maintenance else "no",
    }


def _calendar_values(terms: Terms, year: int) -> dict[str, str]:
    week = terms.calendar.week
    days = sorted(day for day in week.holidays if day.year == year)
    named = [f"{text.short_day(day)} ({_holiday(week.holidays[day])})" for day in days]
    return {
        "zone": "GMT all year" if str(week.zone) == "UTC" else str(week.zone),
        "windows": weekly_hours(week.hours),
        "days": f"{year}: {', '.join(named)}" if named else f"{year}: no list, weekends only",
    }


def _holiday(holiday: Holiday) -> str:
    """`Saint Stephen's Day`, `Christmas Eve, 09:00-13:00`."""
    return ", ".join(filter(None, [holiday.name, written_hours(holiday.hours)]))


def _limits(limits: Mapping[str, int | None]) -> str:
    """`Critical 4 h, Medium 8 h, Low none`."""
    return ", ".join(
        f"{name}{text.NBSP}{text.duration_exact(seconds) if seconds else 'none'}"
        for code, name in fault_classes.NAMES.items()
        if code in limits
        for seconds in [limits[code]]
    )


def _percent(value: float) -> str:
    return f"{value:g}{text.NBSP}%"
