"""What an approval would make of the availability of the months that it reaches."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from availability import figures
from availability.agreement import in_force
from availability.figures import Asked
from availability.models import Component, Correction, Exclusion, Interruption
from availability.rows import InterruptionRow, Records
from availability.uptime import Uptime
from istockist_sla.core.lib.text import duration_exact, percent
from istockist_sla.desk.approvals import Change

# The last ones of a statement that reaches further back.
MOST_MONTHS = 12
Statement = Interruption | Correction | Exclusion


def month_changes(
    component: Component,
    span: tuple[datetime, datetime],
    *,
    approved: Statement,
    at: datetime,
) -> Iterator[Change]:
    """Each month's figure of the component as it is, and with the statement approved; nothing is
    written."""
    calendar, terms_at = in_force().months(), in_force().terms_at
    last = calendar.month_of(min(span[1], at))
    months = [last.shifted(-back) for back in range(MOST_MONTHS - 1, -1, -1)]
    bounds = [calendar.bounds(month) for month in months]
    reached = [each for each in zip(months, bounds, strict=True) if each[1].end > span[0]]
    asked = [Asked(*each, terms_at(each.start)) for _, each in reached]
    if not asked:
        return
    records = figures.touching(asked[0].start, min(at, asked[-1].end))
    before, after = (
        figures.month_figures(component, asked, at=at, records=rows)
        for rows in (records, _with(records, approved))
    )
    for (month, _), was, then in zip(reached, before, after, strict=True):
        yield Change(f"Availability of {component.in_text}, {month.name}", _cell(was), _cell(then))


def _with(records: Records, statement: Statement) -> Records:
    if isinstance(statement, Exclusion):
        row = replace(statement.row, approved=True)
        return replace(records, exclusions={**records.exclusions, row.id: row})
    if isinstance(statement, Correction):
        interruption = corrected(statement)
    else:
        interruption = replace(statement.row, approved=True)
    return replace(records, interruptions={**records.interruptions, interruption.id: interruption})


def corrected(correction: Correction) -> InterruptionRow:
    """The interruption as it is proposed to be (A5)."""
    recorded = correction.interruption.row
    return replace(
        recorded,
        component=correction.component.code,
        impact=correction.impact,
        started_at=correction.starts_at,
        ended_at=correction.ends_at,
        approved=None if recorded.by_probe else True,
        withdrawn=correction.withdraws,
    )


def _cell(uptime: Uptime) -> SafeString | str:
    """The figure, and what it counts."""
    if uptime.kept is None:
        return "not measurable"
    tone, words = ("text-ok", "kept") if uptime.kept else ("text-critical", "not kept")
    excluded = f", {duration_exact(uptime.excluded)} excluded" if uptime.excluded else ""
    return format_html(
        '<strong>{}</strong> <span class="{}">{}</span><span class="second">down {}{}</span>',
        percent(*uptime.judged),
        tone,
        words,
        duration_exact(uptime.down),
        excluded,
    )
