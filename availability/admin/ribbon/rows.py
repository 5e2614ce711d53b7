"""The tables below the ribbons: outages, maintenance, gaps to explain."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from availability.admin.ribbon.month import Gap, RibbonMonth
from availability.models import Component, Maintenance, Outage
from istockist_sla.core.lib.text import NONE, duration
from istockist_sla.desk.fields import INSTANT_FORMAT


class OutageLine(NamedTuple):
    """`down` are the seconds of the month's figure, by component; `waits` for a decision."""

    outage: Outage
    components: list[str]
    down: list[tuple[str, int]]
    published_after: str
    waits: bool


class MaintenanceLine(NamedTuple):
    maintenance: Maintenance
    excluded: int


class GapLine(NamedTuple):
    """Where it is explained, and where it becomes a declared outage."""

    gap: Gap
    explain: str
    declare: str


def outage_lines(page: RibbonMonth) -> Iterator[OutageLine]:
    for outage in page.outages:
        rows = list(outage.interruptions.all())
        yield OutageLine(
            outage=outage,
            components=list(dict.fromkeys(f"{each.component} {each.impact}" for each in rows)),
            down=[
                (each.component.name, seconds)
                for each in page.components
                if (seconds := page.down[f"outage:{outage.pk}", each.component.code])
            ],
            published_after=_published(outage),
            waits=any(
                not each.by_probe and each.approved is None and each.impact == "down"
                for each in rows
            ),
        )


def _published(outage: Outage) -> str:
    if outage.published_at is None:
        return "not yet"
    delay = (outage.published_at - outage.detected_at).total_seconds()
    return duration(delay) if delay else "at once"


def maintenance_lines(page: RibbonMonth) -> list[MaintenanceLine]:
    decides = page.contractual.component.code if page.contractual else NONE
    return [
        MaintenanceLine(each, page.down[f"maintenance:{each.pk}", decides])
        for each in page.maintenance
    ]


def gap_lines(page: RibbonMonth) -> list[GapLine]:
    return [
        GapLine(
            gap,
            explain=_address(
                "gapexplanation",
                starts_at=gap.span.start,
                ends_at=gap.span.end,
                components=",".join(each.code for each in gap.components),
            ),
            declare=_address(
                "outage",
                started_at=gap.span.start,
                ended_at=gap.span.end,
                **{f"impact_{each.code}": "down" for each in gap.components},
            ),
        )
        for gap in page.gaps
    ]


def _address(model: str, **values: datetime | str) -> str:
    told = {
        name: value if isinstance(value, str) else value.strftime(INSTANT_FORMAT)
        for name, value in values.items()
    }
    return f"{reverse(f'admin:availability_{model}_add')}?{urlencode(told)}"


def names(components: list[Component], of: int) -> str:
    """`all components`, or each by its name."""
    if len(components) == of and of > 1:
        return "all components"
    return ", ".join(each.name for each in components)
