"""Facts and verdicts -> both clocks, explained second by second."""

from datetime import datetime

from istockist_sla.core.lib import text
from tickets.explain import labels
from tickets.explain.act_rows import Reader, act_rows
from tickets.explain.explanation import (
    CLIENT,
    DUE,
    EARLIER_FIX,
    FIX,
    NOW,
    RESPONSE,
    ClockExplanation,
    TimelineRow,
)
from tickets.explain.labels import NAMES
from tickets.explain.timeline import Ledger, timeline_rows, when_counted
from tickets.sla.clock import Segment
from tickets.sla.off_the_clock import maintenance_periods
from tickets.sla.terms import VerdictInputs
from tickets.sla.verdict import EVERY_SECOND, EXCLUDED, NOT_COVERED, ClockVerdict, Verdicts
from tickets.wording import fault_classes


def clock_explanations(
    facts: VerdictInputs, verdicts: Verdicts, *, reader: Reader, channel: str, now: datetime
) -> tuple[ClockExplanation, ...]:
    """The first answer's, and the fix's unless the ticket is a request; clients see the fix only
    where their version makes it contractual (K8)."""
    clocks = [(RESPONSE, verdicts.response)]
    is_fault = verdicts.history.kind != "request"
    if is_fault and (reader.audience != CLIENT or facts.terms.fix_is_contractual):
        clocks += [(EARLIER_FIX, fix) for fix in verdicts.earlier_fixes]
        clocks.append((FIX, verdicts.fix))
    return tuple(
        _explain_clock(facts, verdicts, code, clock, reader=reader, channel=channel, now=now)
        for code, clock in clocks
    )


def _explain_clock(
    facts: VerdictInputs,
    verdicts: Verdicts,
    code: str,
    clock: ClockVerdict,
    *,
    reader: Reader,
    channel: str,
    now: datetime,
) -> ClockExplanation:
    if reader.audience == CLIENT and clock.verdict in (EXCLUDED, NOT_COVERED):
        # A limit that is not promised is neither shown nor passed.
        clock = clock._replace(limit=None, due_at=None, pass_at=None)
    ledger = _ledger(facts, verdicts, code, clock, reader.audience, now)
    rows = act_rows(facts, verdicts, reader, channel=channel, code=code, clock=clock)
    last = clock.stopped_at if code == EARLIER_FIX else None
    shown = [row for row in rows if last is None or row.start <= last]
    return ClockExplanation(
        code=code,
        name=_name(code, facts),
        question=labels.question(code, clock),
        words=labels.verdict(clock, reader.audience),
        verdict=clock.verdict,
        reason=clock.reason,
        reason_words=labels.reason(clock) if clock.reason else "",
        reading=clock.reading,
        fault_class=clock.fault_class,
        limit=clock.limit,
        elapsed=clock.elapsed,
        wall_clock=clock.wall_clock,
        late_by=clock.late_by,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        rows=timeline_rows(ledger, [*shown, *_limits(facts, verdicts, code, clock, now)]),
    )


def _name(code: str, facts: VerdictInputs) -> str:
    if code == RESPONSE or facts.terms.fix_is_contractual:
        return NAMES[code]
    return f"{NAMES[code]}, indicative"


def _ledger(
    facts: VerdictInputs,
    verdicts: Verdicts,
    code: str,
    clock: ClockVerdict,
    audience: str,
    now: datetime,
) -> Ledger:
    origin, until = facts.opened_at, None
    if code != RESPONSE and facts.terms.from_downgrade:
        origin, until = _class_in_force(verdicts, clock, now)
    return Ledger(
        segments=[*clock.ledger, *_to_come(facts, clock, now)],
        origin=origin,
        until=until,
        due_at=clock.due_at,
        now=max(now, facts.opened_at),
        zone=facts.terms.calendar.zone,
        audience=audience,
    )


def _class_in_force(
    verdicts: Verdicts, clock: ClockVerdict, now: datetime
) -> tuple[datetime, datetime | None]:
    """From when until when the class of the verdict was in force (K9)."""
    phases = verdicts.history.classes_in_force(clock.stopped_at or now)
    at = next(i for i, phase in enumerate(phases) if phase.fault_class == clock.fault_class)
    return phases[at].since, phases[at + 1].since if at + 1 < len(phases) else None


def _to_come(facts: VerdictInputs, clock: ClockVerdict, now: datetime) -> tuple[Segment, ...]:
    """The time that a running clock has yet to count, up to the due instant."""
    start = max(now, facts.opened_at)
    if not _runs(clock) or clock.due_at is None or clock.due_at <= start:
        return ()
    calendar = EVERY_SECOND if facts.terms.elapsed else facts.terms.calendar
    maintenance = maintenance_periods(facts.maintenance, opened_at=facts.opened_at, now=now)
    return calendar.excluding(maintenance).segments(start, clock.due_at)


def _runs(clock: ClockVerdict) -> bool:
    return clock.pass_at is not None


def _limits(
    facts: VerdictInputs, verdicts: Verdicts, code: str, clock: ClockVerdict, now: datetime
) -> list[TimelineRow]:
    """The present of a clock that runs, its due instant, and limits used up before a downgrade."""
    rows = []
    end = clock.stopped_at or now
    if clock.stopped_at is None and end > facts.opened_at:
        rows.append(
            TimelineRow(kind=NOW, start=now, end=now, words="As it stands", reading="", code=NOW)
        )
    if clock.due_at is not None and (clock.due_at <= end or clock.stopped_at or _runs(clock)):
        rows.append(_limit(clock, code, end))
    if code != RESPONSE:
        rows += _used_up_before(facts, verdicts, clock, end)
    return rows


def _limit(clock: ClockVerdict, code: str, end: datetime) -> TimelineRow:
    at, limit = clock.due_at or end, labels.limit(clock)
    reading = "K8" if code != RESPONSE else "K7" if clock.fault_class else "C2"
    if at <= end:
        words = f"Limit reached: {limit}"
    elif clock.stopped_at is None:
        words = f"Limit: {limit}"
    else:
        words = f"Limit, not reached: {limit}"
    return TimelineRow(
        kind=DUE,
        start=at,
        end=at,
        words=words,
        reading=reading,
        code=DUE,
        total=clock.limit or 0,
        to_come=at > end,
    )


def _used_up_before(
    facts: VerdictInputs, verdicts: Verdicts, clock: ClockVerdict, end: datetime
) -> list[TimelineRow]:
    """Classes whose fix limit was used up while they were in force, other than the verdict's."""
    rows = []
    for phase in verdicts.history.classes_in_force(end):
        limit = facts.terms.limits[phase.fault_class].fix if phase.fault_class else None
        if phase.fault_class == clock.fault_class or phase.fault_class not in clock.passed:
            continue
        origin = phase.since if facts.terms.from_downgrade else facts.opened_at
        at = when_counted(clock.ledger, origin, limit or 0)
        if at is not None:
            hours = text.duration_exact(limit or 0)
            words = f"Limit of {fault_classes.NAMES[phase.fault_class]} reached: {hours}"
            rows.append(
                TimelineRow(
                    kind=DUE,
                    start=at,
                    end=at,
                    words=words,
                    reading="K9",
                    code=phase.fault_class,
                    total=limit or 0,
                )
            )
    return rows
