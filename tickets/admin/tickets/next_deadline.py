"""The clock of a ticket that matters next, in support time, for queue and first page."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets import inputs
from tickets.models import Ticket
from tickets.sla.conditions import WORDS
from tickets.sla.verdict import (
    EXCLUDED,
    NOT_COVERED,
    REASON_WORDS,
    ClockVerdict,
    Verdicts,
    judge,
)

SOON = 3600


class NextClock(NamedTuple):
    """What `next_clock` of the look tags draws; amounts in counted seconds (K4)."""

    kind: str
    amount: int = 0
    counted: int = 0
    limit: int = 0
    note: str = ""


def attach(
    tickets: Iterable[Ticket], *, now: datetime, book: inputs.PublishedVersions | None = None
) -> None:
    """Give each ticket its `clock` and `verdicts`, in a fixed number of queries."""
    tickets = list(tickets)
    known = inputs.load_inputs_for_many(tickets, versions=book)
    for ticket in tickets:
        verdicts = judge(known[ticket.pk], now=now)
        ticket.verdicts = verdicts  # type: ignore[attr-defined]
        ticket.clock = next_clock(ticket, verdicts, now)  # type: ignore[attr-defined]


def next_clock(ticket: Ticket, verdicts: Verdicts, now: datetime) -> NextClock:
    """The first answer's clock until it is given, then the fix's (C2, K6, K8)."""
    if ticket.is_closed:
        return NextClock("none", note="closed")
    if not ticket.is_fault:
        return NextClock("none", note="request, outside the index")
    if verdicts.response.stopped_at is None:
        return _running(verdicts.response, "answer", now)
    if not ticket.fault_class:
        return NextClock("none", note="answered, to qualify")
    fix = verdicts.fix
    if fix.limit is None:
        return NextClock("none", note="no fix limit for this class")
    since = verdicts.history.paused_since
    if since is not None and fix.elapsed <= fix.limit:
        note = f"waiting for client since {text.clock_gmt(since, now)}"
        return NextClock("paused", fix.limit - fix.elapsed, fix.elapsed, fix.limit, note)
    return _running(fix, "fix", now)


def _running(clock: ClockVerdict, what: str, now: datetime) -> NextClock:
    limit, due = clock.limit or 0, clock.due_at
    when = text.clock_gmt(due, now) if due else ""
    if clock.elapsed > limit:
        if clock.verdict in (NOT_COVERED, EXCLUDED):
            return NextClock("none", note=f"{why_not_judged(clock)}; was due {when}")
        kind = "missed" if clock.fault_class else "strictest"
        return NextClock(kind, clock.late_by, limit, limit, f"{what} was due {when}")
    left = limit - clock.elapsed
    kind = "soon" if left < SOON else "left"
    note = f"{what} by {when}"
    if clock.verdict in (NOT_COVERED, EXCLUDED):
        kind, note = "left", f"{note}, {why_not_judged(clock)}"
    return NextClock(kind, left, clock.elapsed, limit, note)


def why_not_judged(clock: ClockVerdict) -> str:
    """`not covered: free plan`, `excluded: introductory period`."""
    words = REASON_WORDS if clock.verdict == NOT_COVERED else WORDS
    return f"{clock.verdict}: {words.get(clock.reason, clock.reason).lower()}"
