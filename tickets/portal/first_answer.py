"""The panel that sets the first answer against its limit."""

from dataclasses import dataclass
from datetime import datetime

from istockist_sla.core.lib import text
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, WARNING_SECONDS, ClockVerdict
from tickets.wording import fault_classes, not_judged
from tickets.wording.limits import limit_text


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstAnswer:
    """`tone` is the bar's, "" for no bar; amounts in seconds of support time."""

    icon: str
    css_class: str
    words: str
    tone: str
    counted: int
    limit: int
    due_at: datetime | None
    basis: str
    answered_at: datetime | None
    note: str

    @property
    def sentence(self) -> str:
        return f"{text.duration(self.counted)} of {text.duration(self.limit)} counted"


def first_answer(verdict: ClockVerdict, *, in_support_hours: bool) -> FirstAnswer:
    """How the panel reads; a limit that is not promised is neither shown nor missed."""
    icon, css_class, words, tone = _line(verdict)
    judged = verdict.verdict not in (NOT_COVERED, EXCLUDED)
    return FirstAnswer(
        icon=icon,
        css_class=css_class,
        words=words,
        tone=tone if judged else "",
        counted=verdict.elapsed,
        limit=verdict.limit or 0,
        due_at=verdict.due_at if judged else None,
        basis=_basis(verdict, in_support_hours) if judged else "",
        answered_at=verdict.stopped_at,
        note=_note(verdict),
    )


def _line(verdict: ClockVerdict) -> tuple[str, str, str, str]:
    """Icon, its CSS class, the verdict in words, and the bar's tone."""
    elapsed, late_by = text.duration(verdict.elapsed), text.duration(verdict.late_by)
    if verdict.verdict in (NOT_COVERED, EXCLUDED):
        words = f"Answered after {elapsed}" if verdict.stopped_at else "To come"
        return "clock", "", words, ""
    if verdict.verdict == MISSED:
        return "m-missed", "critical", f"Late by {late_by}", "counted"
    if verdict.stopped_at and verdict.fault_class:
        return "m-met", "ok", "In time", "met"
    if verdict.stopped_at:
        return "clock", "", f"Answered after {elapsed}", "counted"
    if verdict.late_by:
        return "m-critical", "critical", f"Shortest limit passed by {late_by}", "counted"
    left = (verdict.limit or 0) - verdict.elapsed
    if left < WARNING_SECONDS:
        return "alarm-clock", "medium", f"{text.duration(left)} left", "soon"
    return "clock", "", f"{text.duration(left)} left", "counted"


def _basis(verdict: ClockVerdict, in_support_hours: bool) -> str:
    limit = limit_text(verdict.limit or 0, elapsed=not in_support_hours)
    if verdict.fault_class:
        return f"{limit} for {fault_classes.NAMES[verdict.fault_class]}"
    return f"{limit}, our shortest limit, until the class is given"


def _note(verdict: ClockVerdict) -> str:
    if verdict.verdict in (NOT_COVERED, EXCLUDED):
        return f"Not judged. {not_judged.sentence_for_client(verdict.reason)}".strip()
    if verdict.stopped_at and not verdict.fault_class:
        return "Whether that was in time is judged once the class is given."
    return ""
