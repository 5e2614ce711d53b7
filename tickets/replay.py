"""Events -> the columns that they tell, written apart from the steps that store them (law 4)."""

from collections.abc import Callable, Iterable
from typing import Any

from istockist_sla.core.models import Event
from tickets.inputs import EventRow
from tickets.sla.terms import LOWER

Row = dict[str, Any]

# Verbs that are a word of their side, shown as the last one; a closing by the clock is none, nor
# is a contest that points at what the client has written before.
WORDS = {"write", "reply", "ask", "downgrade", "reopen", "hear_back"}
WORDS |= {"contest", "uphold", "withdraw"}


def replay(events: Iterable[EventRow]) -> Row:
    """The columns of one ticket after all its events in their order."""
    row: Row = {}
    lowered = 0
    for event in events:
        if event.verb in STEPS:
            STEPS[event.verb](row, event)
        if event.verb == "qualify":
            lowered = 0
        elif event.verb == "downgrade":
            lowered += 1
        elif event.verb == "rectify":
            _lower(row, lowered)
        if event.side == Event.Side.CLIENT:
            row["waiting_since"] = None
        spoken = event.verb in WORDS and "by_message" not in event.data
        if spoken or (event.verb == "close" and event.side != Event.Side.SYSTEM):
            row |= {"last_word_at": event.at, "last_word_side": event.side}
    return row


def _open(row: Row, event: EventRow) -> None:
    said = event.data
    row |= {
        "client_id": said["client"],
        "administrator_id": said["administrator"],
        "channel": said["channel"],
        "low_priority": said["low_priority"],
        "provisional_class": said["provisional"],
        "follows_id": said.get("follows"),
        "opened_at": event.at,
        "created_at": event.recorded_at,
        "last_word_at": event.at,
        "last_word_side": "client",
        "owner_id": None,
        "qualified_at": None,
        "mail_after_closing": False,
    }
    row |= {"state": "open", **UNCLASSED, **UNHANDED, **UNCLOSED, "waiting_since": None}


UNCLASSED: Row = {"kind": "fault", "fault_class": "", "class_test": "", "fault_id": None}
UNHANDED: Row = {"team": "", "team_since": None}
UNCLOSED: Row = {
    "closed_at": None,
    "closed_from": "",
    "close_reason": "",
    "duplicate_of_id": None,
}


def _own(row: Row, event: EventRow) -> None:
    row["owner_id"] = event.data["owner"]


def _qualify(row: Row, event: EventRow) -> None:
    said = event.data
    row |= {"state": "qualified", "qualified_at": event.at, "fault_id": said["fault"]}
    row |= {"kind": said["kind"], "fault_class": said["class"], "class_test": said["test"]}


def _rectify(row: Row, event: EventRow) -> None:
    """As a request the ticket leaves its fault, and is qualified once it is unclosed (O4)."""
    said = event.data
    row |= {"kind": said["kind"], "fault_class": said["class"], "class_test": said["test"]}
    if said["kind"] == "request":
        row["fault_id"] = None
        row["closed_from" if row["state"] == "closed" else "state"] = "qualified"


def _lower(row: Row, times: int) -> None:
    """The downgrades since the qualification apply to a rectified class again (C3)."""
    for _ in range(times):
        row["fault_class"] = LOWER.get(row["fault_class"], row["fault_class"])


def _move(row: Row, event: EventRow) -> None:
    row["fault_id"] = event.data["fault"]


def _downgrade(row: Row, event: EventRow) -> None:
    row |= {"state": "downgraded", "fault_class": event.data["to"]}


def _ask(row: Row, event: EventRow) -> None:
    row["waiting_since"] = row["waiting_since"] or event.at


def _answer(row: Row, event: EventRow) -> None:
    row["waiting_since"] = None


def _write(row: Row, event: EventRow) -> None:
    """Mail to a closed ticket flags it and reopens nothing (K13)."""
    row["mail_after_closing"] = row["mail_after_closing"] or row["state"] == "closed"


def _hand_over(row: Row, event: EventRow) -> None:
    row |= {"team": event.data["team"], "team_since": event.at}


def _hear_back(row: Row, event: EventRow) -> None:
    row |= UNHANDED


def _set_priority(row: Row, event: EventRow) -> None:
    row["low_priority"] = event.data["low"]


def _close(row: Row, event: EventRow) -> None:
    said = event.data
    row |= {"closed_from": row["state"], "state": "closed", "closed_at": event.at, **UNHANDED}
    row |= {"close_reason": said["reason"], "duplicate_of_id": said["duplicate_of"]}
    row["waiting_since"] = None


def _reopen(row: Row, event: EventRow) -> None:
    row |= {"state": row["closed_from"], "mail_after_closing": False, **UNCLOSED}


STEPS: dict[str, Callable[[Row, EventRow], None]] = {
    "open": _open,
    "take": _own,
    "assign": _own,
    "qualify": _qualify,
    "rectify": _rectify,
    "move": _move,
    "downgrade": _downgrade,
    "ask": _ask,
    "answer": _answer,
    "write": _write,
    "hand_over": _hand_over,
    "hear_back": _hear_back,
    "set_priority": _set_priority,
    "close": _close,
    "reopen": _reopen,
}
