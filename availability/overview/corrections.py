"""What was put right of an outage, as anybody may read it: no names and no reasons."""

from collections.abc import Iterator

from availability.models import Correction
from istockist_sla.core.lib.text import clock_gmt


def changes(correction: Correction) -> list[str]:
    """What a correction changes, each with what was recorded: `until 13:20 GMT, not 13:10 GMT`."""
    return list(_changes(correction))


def _changes(correction: Correction) -> Iterator[str]:
    if correction.component_id != correction.was_component_id:
        yield f"{correction.component}, not {correction.was_component}"
    if correction.impact != correction.was_impact:
        was = correction.get_was_impact_display().lower()
        yield f"{correction.get_impact_display().lower()}, not {was}"
    for word, new, old in (
        ("from", correction.starts_at, correction.was_starts_at),
        ("until", correction.ends_at, correction.was_ends_at),
    ):
        if new != old:
            yield f"{word} {clock_gmt(new)}, not {clock_gmt(old)}"
