"""An explained clock as pages show it: icons, CSS classes, instants and the time rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from istockist_sla.core import clocks
from istockist_sla.core.lib import spans, text
from istockist_sla.core.lib.charts import HATCHED, Rule
from tickets.explain.act_rows import ANSWERED
from tickets.explain.explanation import ACT, DUE, NOW, SEGMENT, ClockExplanation, TimelineRow
from tickets.explain.time_rule import time_rule
from tickets.models import Verb
from tickets.sla.clock import CLOSED, MAINTENANCE, PAUSED
from tickets.sla.verdict import EXCLUDED, MET, MISSED, NOT_COVERED, RUNNING
from tickets.wording import fault_classes

MARKS = {
    MET: ("m-met", "ok"),
    MISSED: ("m-missed", "critical"),
    EXCLUDED: ("shield-off", "excluded"),
    NOT_COVERED: ("m-not-covered", ""),
    RUNNING: ("clock", ""),
}
NO_MARK = ("m-none", "")
SEGMENT_ICONS = {PAUSED: "m-waiting", MAINTENANCE: "wrench", CLOSED: "m-closed"}
LEGEND = {
    "counted": "counted",
    "past": "counted, past the limit",
    "free": "still to count",
    "closed": "not counted: closed",
    "paused": "not counted: waiting for an answer",
    "maintenance": "not counted: planned maintenance",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class PanelLine:
    icon: str
    css_class: str
    when: str
    second: str
    words: str
    reading: str
    counted: str
    total: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ExplanationPanel:
    """`css_class` colours the verdict's words; `limit_of` names the class of the limit."""

    clock: ClockExplanation
    icon: str
    css_class: str
    limit_of: str
    rule: Rule | None
    legend: list[tuple[str, str]]
    is_short: bool
    lines: list[PanelLine]


def explanation_panels(clocks: Iterable[ClockExplanation]) -> list[ExplanationPanel]:
    return [_panel(clock) for clock in clocks]


def _panel(clock: ClockExplanation) -> ExplanationPanel:
    icon, css_class = MARKS.get(clock.verdict, NO_MARK)
    if clock.verdict == RUNNING and clock.late_by:
        icon, css_class = "clock-alert", "critical"
    rule = time_rule(clock)
    kinds = {part.kind for part in rule.parts} if rule else set()
    return ExplanationPanel(
        clock=clock,
        icon=icon,
        css_class=css_class,
        limit_of=fault_classes.NAMES.get(clock.fault_class, "the shortest"),
        rule=rule,
        legend=[(kind, words) for kind, words in LEGEND.items() if kind in kinds],
        is_short=bool(kinds & HATCHED),
        lines=[_line(row) for row in clock.rows],
    )


def _line(row: TimelineRow) -> PanelLine:
    return PanelLine(
        icon=_icon(row),
        css_class=_css_class(row),
        when=_dated_span(row.start, row.end) if row.days else span(row.start, row.end),
        second=_second(row),
        words=f"{row.words}, to come" if row.kind == SEGMENT and row.to_come else row.words,
        reading=row.reading,
        counted=_counted(row),
        total=text.stopwatch(row.total),
    )


def _second(row: TimelineRow) -> str:
    if row.days:
        return text.counted(row.days, "day")
    if row.kind == SEGMENT and not row.counted:
        return text.duration_exact(row.seconds)
    return local_span(row.start, row.end)


def _icon(row: TimelineRow) -> str:
    if row.kind == DUE:
        return "flag"
    if row.kind == NOW:
        return "eye"
    if row.kind == ACT:
        return MARKS.get(row.stop, ("",))[0] or _verb(row).icon
    if not row.counted:
        return SEGMENT_ICONS.get(row.code, "moon")
    return "clock-alert" if row.past else "hourglass" if row.to_come else "clock"


def _verb(row: TimelineRow) -> Verb:
    return Verb.ANSWER if row.code == ANSWERED else Verb(row.code)


def _css_class(row: TimelineRow) -> str:
    if row.kind == DUE:
        return "is-limit"
    if row.stop in (MET, MISSED):
        return "is-stop is-met" if row.stop == MET else "is-stop"
    if row.kind != SEGMENT:
        return "is-event"
    if not row.counted:
        return "is-not-counted"
    return "is-past" if row.past else "is-upcoming" if row.to_come else ""


def _counted(row: TimelineRow) -> str:
    if row.kind == DUE:
        return "due"
    if row.stop:
        return "stop"
    if row.kind != SEGMENT:
        return ""
    return text.stopwatch(row.seconds) if row.counted else text.NONE


def span(start: datetime, end: datetime) -> str:
    """`Tue 2 June 16:50:08 – 17:00:00` in GMT; midnight at the end of the day is 24:00:00."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    first = f"{text.short_day(start.date())}{text.NBSP}{start:%H:%M:%S}"
    if start == end:
        return first
    if start.date() == end.date():
        return f"{first} – {end:%H:%M:%S}"
    if end.time() == time.min and end - start <= timedelta(days=1):
        return f"{first} – 24:00:00"
    return f"{first} – {text.short_day(end.date())}{text.NBSP}{end:%H:%M:%S}"


def _dated_span(start: datetime, end: datetime) -> str:
    """`Mon 1 June 2026 00:00:00 – Wed 1 July 2026 09:00:00`, as years may lie between rows."""
    days = (
        f"{text.short_day(at.date())}{text.NBSP}{at.year}{text.NBSP}{at:%H:%M:%S}"
        for at in (start.astimezone(UTC), end.astimezone(UTC))
    )
    return " – ".join(days)


def local_span(start: datetime, end: datetime) -> str:
    """`17:50:08 – 18:00:00 Irish time`, without its day; empty where that clock shows GMT."""
    zone = clocks.zone()
    if text.shows_gmt(zone, start, end):
        return ""
    first, last, name = spans.clocks(start, end, zone, spans.SECOND)
    hours = first if start == end else f"{first} – {last}"
    return f"{hours} {name}".rstrip()
