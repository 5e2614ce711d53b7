"""What the file of a client says of a ticket, beside what would be said of it now: whether that is
another, and by which reading."""

from collections.abc import Sequence
from typing import Any

from tickets.sla.bundle.changes import LATE_ACT, LATE_TICKET
from tickets.sla.folder import EventRow
from tickets.sla.history import CLIENT, RECORDED_ANSWERS

Claim = dict[str, Any]
# Of a clock that ran on at the closing these tell only when it was looked at.
RUNS_ON = frozenset({"elapsed", "wall_clock", "stopped_at", "due_at", "passed"})
# The fix that a reopening undid stays in a closed month as it was closed (K13).
MARK = "reopened"
# Of several acts the first that stands here is the reason.
REASON_OF_VERB = {
    "rectify": "rectification",
    "undo_closing": "undone-closing",
    "reopen": "reopening",
    "approve": "finding",
    "uphold": "finding",
    "withdraw": "finding",
}
HOUSEKEEPING = ("duplicate", "spam")
LATE_ANSWER = "late-answer"
NOTICES = frozenset({"notice_failed", "notice_delivered"})


def is_same(before: Claim | None, after: Claim | None) -> bool:
    """Whatever a clock that has run on by itself shows, and a reopening marks."""
    if before is None or after is None:
        return before is after
    return material(before, of=before) == material(after, of=before)


def material(claim: Claim | None, *, of: Claim | None) -> Claim | None:
    """Without what may differ from the claim before and is no change."""
    if claim is None:
        return None
    response = claim["response"]
    known = of["response"] if of is not None else response
    if response is not None and known is not None and known["stopped_at"] is None:
        response = {key: value for key, value in response.items() if key not in RUNS_ON}
    fixes = [{key: fix[key] for key in fix if key != MARK} for fix in claim["fixes"]]
    return {**claim, "response": response, "fixes": fixes}


def reason_of(added: Sequence[EventRow], *, is_new: bool) -> str:
    """Of acts that were recorded after the closing; `is_new` is a ticket that was."""
    if is_new:
        return LATE_TICKET
    verbs = {event.verb for event in added}
    closed_as = [event.data["reason"] for event in added if event.verb == "close"]
    for verb, reason in REASON_OF_VERB.items():
        if verb in verbs and not set(closed_as) & set(HOUSEKEEPING):
            return reason
    for reason in HOUSEKEEPING:
        if reason in closed_as:
            return reason
    if any(_is_late_answer(event) for event in added):
        return LATE_ANSWER
    return LATE_ACT


def _is_late_answer(event: EventRow) -> bool:
    """Received before it was recorded, or taken for an answer afterwards (K10, O1)."""
    if event.verb in RECORDED_ANSWERS or event.verb in NOTICES:
        return True
    return event.side == CLIENT and event.at < event.recorded_at
