"""The panels that set the first answer, and a contractual fix, against their limits."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets.sla.verdict import (
    EXCLUDED,
    MET,
    MISSED,
    NO_VERDICT,
    NOT_COVERED,
    WARNING_SECONDS,
    ClockVerdict,
)
from tickets.wording import fault_classes, not_judged
from tickets.wording.limits import limit_text


@dataclass(frozen=True, kw_only=True, slots=True)
class ClockPanel:
    """`tone` is the bar's, "" for no bar; amounts in seconds of support time. `is_promised`: by
    the ticket's own class, not by the shortest limit. `did`: what was done, and when."""

    code: str
    title: str
    icon: str
    css_class: str
    words: str
    tone: str
    counted: int
    limit: int
    due_at: datetime | None
    is_promised: bool
    basis: str
    did: str
    done_at: datetime | None
    note: str

    @property
    def sentence(self) -> str:
        return f"{text.duration(self.counted)} of {text.duration(self.limit)} counted"


class Line(NamedTuple):
    """Icon, its CSS class, the verdict in words, and the bar's tone."""

    icon: str
    css_class: str
    words: str
    tone: str


def first_answer(verdict: ClockVerdict, *, is_closed: bool, in_support_hours: bool) -> ClockPanel:
    """How the panel reads; a limit that is not promised is neither shown nor missed."""
    return _panel(
        ("first-answer", "First answer", "We answered"),
        verdict,
        _line(verdict, is_closed),
        note=_note(verdict),
        in_support_hours=in_support_hours,
    )


def fix(verdict: ClockVerdict, *, waits: bool, in_support_hours: bool) -> ClockPanel | None:
    """Of a fix with a contractual limit; none before the class, which gives the limit. `waits`:
    for the client, while its clock stands still."""
    if verdict.limit is None or not verdict.fault_class:
        return None
    return _panel(
        ("fix", "Fix", "We fixed it" if verdict.verdict in (MET, MISSED) else "Closed"),
        verdict,
        _fix_line(verdict, waits),
        note=_not_judged(verdict),
        in_support_hours=in_support_hours,
    )


def _panel(
    names: tuple[str, str, str],
    verdict: ClockVerdict,
    line: Line,
    *,
    note: str,
    in_support_hours: bool,
) -> ClockPanel:
    judged = verdict.verdict not in (NOT_COVERED, EXCLUDED)
    code, title, did = names
    return ClockPanel(
        code=code,
        title=title,
        icon=line.icon,
        css_class=line.css_class,
        words=line.words,
        tone=line.tone if judged else "",
        counted=verdict.elapsed,
        limit=verdict.limit or 0,
        due_at=verdict.due_at if judged else None,
        is_promised=bool(verdict.fault_class),
        basis=_basis(verdict, in_support_hours) if judged else "",
        did=did,
        done_at=verdict.stopped_at,
        note=note,
    )


def _line(verdict: ClockVerdict, is_closed: bool) -> Line:
    elapsed, late_by = text.duration(verdict.elapsed), text.duration(verdict.late_by)
    if verdict.verdict in (NOT_COVERED, EXCLUDED):
        to_come = "Closed before one" if is_closed else "To come"
        words = f"Answered after {elapsed}" if verdict.stopped_at else to_come
        return Line("clock", "", words, "")
    if verdict.verdict == MISSED:
        return Line("m-missed", "critical", f"Late by {late_by}", "counted")
    if verdict.stopped_at and verdict.fault_class:
        return Line("m-met", "ok", "In time", "met")
    if verdict.stopped_at:
        return Line("clock", "", f"Answered after {elapsed}", "counted")
    if verdict.late_by:
        return Line("m-critical", "critical", f"Shortest limit passed by {late_by}", "counted")
    left = (verdict.limit or 0) - verdict.elapsed
    if left < WARNING_SECONDS:
        return Line("alarm-clock", "medium", f"{text.duration(left)} left", "soon")
    return Line("clock", "", f"{text.duration(left)} left", "counted")


def _fix_line(verdict: ClockVerdict, waits: bool) -> Line:
    elapsed = text.duration(verdict.elapsed)
    if verdict.verdict in (NOT_COVERED, EXCLUDED, NO_VERDICT):
        words = f"Closed after {elapsed}" if verdict.stopped_at else "To come"
        return Line("clock", "", words, "")
    if verdict.late_by:
        late_by = text.duration(verdict.late_by)
        return Line("m-missed", "critical", f"Late by {late_by}", "counted")
    if verdict.verdict == MISSED:
        return Line("m-missed", "critical", "Late in an earlier class", "counted")
    if verdict.stopped_at:
        return Line("m-met", "ok", "In time", "met")
    if waits:
        return Line("m-waiting", "", f"Paused at {elapsed}, until you answer", "on-hold")
    left = (verdict.limit or 0) - verdict.elapsed
    return Line("clock", "", f"{text.duration(left)} left", "counted")


def _basis(verdict: ClockVerdict, in_support_hours: bool) -> str:
    limit = limit_text(verdict.limit or 0, elapsed=not in_support_hours)
    if verdict.fault_class:
        return f"{limit} for {fault_classes.NAMES[verdict.fault_class]}"
    return f"{limit}, our shortest limit, until the class is given"


def _not_judged(verdict: ClockVerdict) -> str:
    if verdict.verdict not in (NOT_COVERED, EXCLUDED):
        return ""
    return f"Not judged. {not_judged.sentence_for_client(verdict.reason)}".strip()


def _note(verdict: ClockVerdict) -> str:
    not_judged_because = _not_judged(verdict)
    if not_judged_because or verdict.fault_class or not verdict.stopped_at:
        return not_judged_because
    return "Whether that was in time is judged once the class is given."
