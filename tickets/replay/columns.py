"""Events -> the columns of a ticket."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from istockist_sla.core.models import Event
from tickets.inputs import EventRow
from tickets.models import TicketKind, TicketState, Verb
from tickets.replay.questions import replay_questions, waiting_since
from tickets.sla.terms import CLASS_BELOW

Row = dict[str, Any]

# Verbs that are a message of their side, shown as the last word; a closing by the clock is none,
# nor is a contest that points at what the client has written before.
WORDS = frozenset(
    {
        Verb.WRITE,
        Verb.REPLY,
        Verb.ASK,
        Verb.DOWNGRADE,
        Verb.REOPEN,
        Verb.HEAR_BACK,
        Verb.CONTEST,
        Verb.UPHOLD,
        Verb.WITHDRAW,
    }
)


def replay(events: Sequence[EventRow]) -> Row:
    """The columns of one ticket after all its events in their order."""
    row: Row = {}
    lowered = 0
    team: Row = {}
    for event in events:
        verb = Verb(event.verb)
        if verb == Verb.CLOSE:
            team = {name: row[name] for name in UNHANDED}
        if verb in STEPS:
            STEPS[verb](row, event)
        if verb == Verb.UNDO_CLOSING:
            row |= team
        if verb == Verb.QUALIFY:
            lowered = 0
        elif verb == Verb.DOWNGRADE:
            lowered += 1
        elif verb == Verb.RECTIFY:
            _lower(row, lowered)
        if _is_last_word(verb, event):
            row |= {"last_word_at": event.at, "last_word_side": event.side}
    return row | {"waiting_since": waiting_since(replay_questions(events))}


def replay_components(events: Iterable[EventRow]) -> frozenset[str]:
    """The codes of the ticket's components: those of its newest qualification as a fault."""
    codes: frozenset[str] = frozenset()
    for event in events:
        if event.verb == Verb.QUALIFY and event.data["kind"] == TicketKind.FAULT:
            codes = frozenset(event.data.get("components", ()))
    return codes


def _is_last_word(verb: Verb, event: EventRow) -> bool:
    if verb == Verb.CLOSE:
        return event.side != Event.Side.SYSTEM
    return verb in WORDS and "by_message" not in event.data


def _open(row: Row, event: EventRow) -> None:
    data = event.data
    row |= {
        "client_id": data["client"],
        "administrator_id": data["administrator"],
        "channel": data["channel"],
        "low_priority": data["low_priority"],
        "provisional_class": data["provisional"],
        "follows_id": data.get("follows"),
        "opened_at": event.at,
        "created_at": event.recorded_at,
        "last_word_at": event.at,
        "last_word_side": Event.Side.CLIENT,
        "owner_id": None,
        "qualified_at": None,
        "mail_after_closing": False,
        "perhaps_automatic": data.get("perhaps_automatic", False),
    }
    row |= {"state": TicketState.OPEN, **UNCLASSED, **UNHANDED, **UNCLOSED}
    if "count" in data:  # of an older opening the column alone tells
        row["client_sequence"] = data["count"]


UNCLASSED: Row = {"kind": TicketKind.FAULT, "fault_class": "", "class_test": "", "fault_id": None}
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
    data = event.data
    row |= {"state": TicketState.QUALIFIED, "qualified_at": event.at, "fault_id": data["fault"]}
    row |= {"kind": data["kind"], "fault_class": data["class"], "class_test": data["test"]}


def _rectify(row: Row, event: EventRow) -> None:
    """As a request the ticket leaves its fault, and is qualified once it is unclosed (O4)."""
    data = event.data
    row |= {"kind": data["kind"], "fault_class": data["class"], "class_test": data["test"]}
    if data["kind"] == TicketKind.REQUEST:
        row["fault_id"] = None
        is_closed = row["state"] == TicketState.CLOSED
        row["closed_from" if is_closed else "state"] = TicketState.QUALIFIED


def _lower(row: Row, times: int) -> None:
    """The downgrades since the qualification apply to a rectified class again (C3)."""
    for _ in range(times):
        row["fault_class"] = CLASS_BELOW.get(row["fault_class"], row["fault_class"])


def _move(row: Row, event: EventRow) -> None:
    row["fault_id"] = event.data["fault"]


def _downgrade(row: Row, event: EventRow) -> None:
    row |= {"state": TicketState.DOWNGRADED, "fault_class": event.data["to"]}


def _write(row: Row, event: EventRow) -> None:
    """Mail to a closed ticket flags it and reopens nothing (K13)."""
    row["mail_after_closing"] = row["mail_after_closing"] or row["state"] == TicketState.CLOSED


def _confirm_person(row: Row, event: EventRow) -> None:
    if "opening" in event.data:
        row["perhaps_automatic"] = False


def _hand_over(row: Row, event: EventRow) -> None:
    row |= {"team": event.data["team"], "team_since": event.at}


def _hear_back(row: Row, event: EventRow) -> None:
    row |= UNHANDED


def _set_priority(row: Row, event: EventRow) -> None:
    row["low_priority"] = event.data["low"]


def _close(row: Row, event: EventRow) -> None:
    data = event.data
    row |= {
        "closed_from": row["state"],
        "state": TicketState.CLOSED,
        "closed_at": event.at,
        **UNHANDED,
    }
    row |= {"close_reason": data["reason"], "duplicate_of_id": data["duplicate_of"]}


def _reopen(row: Row, event: EventRow) -> None:
    row |= {"state": row["closed_from"], "mail_after_closing": False, **UNCLOSED}


# The other verbs change no column but the last word.
STEPS: dict[Verb, Callable[[Row, EventRow], None]] = {
    Verb.OPEN: _open,
    Verb.TAKE: _own,
    Verb.ASSIGN: _own,
    Verb.QUALIFY: _qualify,
    Verb.RECTIFY: _rectify,
    Verb.MOVE: _move,
    Verb.DOWNGRADE: _downgrade,
    Verb.WRITE: _write,
    Verb.CONFIRM_PERSON: _confirm_person,
    Verb.HAND_OVER: _hand_over,
    Verb.HEAR_BACK: _hear_back,
    Verb.SET_PRIORITY: _set_priority,
    Verb.CLOSE: _close,
    Verb.REOPEN: _reopen,
    Verb.UNDO_CLOSING: _reopen,
}
