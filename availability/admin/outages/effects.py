"""What a correction would change, for whoever decides it: recorded beside proposed."""

from datetime import datetime

from availability.admin.month_changes import corrected
from availability.models import Component, Correction, Impact, Measurement
from availability.month import down_spans
from availability.ranges import SECOND
from availability.rows import InterruptionRow
from istockist_sla.core.lib.text import second_gmt, stopwatch
from istockist_sla.desk.actions import DetailTable


def effect(correction: Correction, now: datetime) -> DetailTable:
    """The seconds are those of this interruption alone, by what was measured (A5)."""
    recorded = correction.interruption.row
    proposed = corrected(correction)
    rows = [
        ("Component", correction.was_component, correction.component),
        ("How", correction.get_was_impact_display(), correction.get_impact_display()),
        ("From", *(second_gmt(each.started_at, now) for each in (recorded, proposed))),
        ("Until", *(second_gmt(each.ended_at or now, now) for each in (recorded, proposed))),
        (
            "Counts as down",
            stopwatch(_down(recorded, correction.was_component)),
            stopwatch(_down(proposed, correction.component)),
        ),
    ]
    if correction.withdraws:
        rows = [("Stands", "yes", "no: withdrawn"), rows[-1]]
    title = f"Proposed by {correction.proposed_by}"
    return DetailTable(title, ("", "Recorded", "Proposed"), rows)


def _down(row: InterruptionRow, component: Component) -> int:
    """Without exclusions and other interruptions, which may cover the same time."""
    if row.withdrawn or row.impact != Impact.DOWN or row.ended_at is None:
        return 0
    span = (row.started_at, row.ended_at)
    measured = Measurement.objects.measured([component], *span)[component.pk]
    spans = down_spans(row, measured, row.ended_at)
    return sum((each.end - each.start) // SECOND for each in spans)
