"""The clock of a ticket that matters next, in support time, for the queue and the first page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from istockist_sla.core.lib import text
from tickets import inputs
from tickets.admin.verdict_text import why_not_judged
from tickets.deadlines import is_paused
from tickets.models import Ticket
from tickets.sla.verdict import EXCLUDED, MISSED, NOT_COVERED, ClockVerdict, Verdicts, judge

SOON = 3600


@dataclass(frozen=True, kw_only=True, slots=True)
class NextClock:
    """What the template tag `next_clock` draws; amounts in counted seconds (K4).

    `kind`: missed, past, strictest, soon, left, to_qualify, paused or none. `amount`: left, or
    late by.
    """

    kind: str
    amount: int = 0
    counted: int = 0
    limit: int = 0
    note: str = ""


def attach_clocks(
    tickets: Iterable[Ticket], *, now: datetime, versions: inputs.Versions | None = None
) -> None:
    """Give each ticket its `clock` and `verdicts`, in a fixed number of queries."""
    tickets = list(tickets)
    loaded = inputs.load_inputs_for_many(tickets, versions=versions)
    for ticket in tickets:
        verdicts = judge(loaded[ticket.pk], now=now)
        ticket.verdicts = verdicts  # type: ignore[attr-defined]
        ticket.clock = next_clock(ticket, verdicts, now)  # type: ignore[attr-defined]


def next_clock(ticket: Ticket, verdicts: Verdicts, now: datetime) -> NextClock:
    """The first answer's clock until it is given, then the fix's (C2, K6, K8)."""
    if ticket.is_closed:
        return NextClock(kind="none", note="closed")
    if not ticket.is_fault:
        return NextClock(kind="none", note="request, outside the index")
    if verdicts.response.stopped_at is None:
        return _running(verdicts.response, "answer", now)
    if not ticket.fault_class:
        after = text.duration(verdicts.response.elapsed)
        return NextClock(kind="to_qualify", note=f"first answer after {after}")
    since = verdicts.history.paused_since
    if since is not None and is_paused(verdicts):
        return _paused(verdicts.fix, since, now)
    return _running(verdicts.fix, "fix", now)


def _paused(fix: ClockVerdict, since: datetime, now: datetime) -> NextClock:
    limit = fix.limit or 0
    return NextClock(
        kind="paused",
        amount=limit - fix.elapsed,
        counted=fix.elapsed,
        limit=limit,
        note=f"waiting for client since {text.clock_gmt(since, now)}",
    )


def _running(clock: ClockVerdict, what: str, now: datetime) -> NextClock:
    if clock.verdict in (NOT_COVERED, EXCLUDED):
        return NextClock(kind="none", note=why_not_judged(clock))
    if clock.limit is None:
        return NextClock(kind="none", note=f"no {what} limit for this class")
    if clock.elapsed > clock.limit:
        return _past(clock, clock.limit, what, now)
    left = clock.limit - clock.elapsed
    return NextClock(
        kind="soon" if left < SOON else "left",
        amount=left,
        counted=clock.elapsed,
        limit=clock.limit,
        note=f"{what} by {_due(clock, now)}",
    )


def _past(clock: ClockVerdict, limit: int, what: str, now: datetime) -> NextClock:
    """Missed is a verdict; until then a limit is passed, without a class the strictest (C2)."""
    running = "past" if clock.fault_class else "strictest"
    return NextClock(
        kind="missed" if clock.verdict == MISSED else running,
        amount=clock.late_by,
        counted=limit,
        limit=limit,
        note=f"{what} was due {_due(clock, now)}",
    )


def _due(clock: ClockVerdict, now: datetime) -> str:
    return text.clock_gmt(clock.due_at, now) if clock.due_at else ""
