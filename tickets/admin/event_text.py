"""Events of tickets as sentences: in the thread, in the history and on the first page."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.models import Event, User
from tickets.admin.links import fault_link, finding_link, ticket_link
from tickets.models import CloseReason, FaultClass, Finding, Team, Ticket, Verb
from tickets.wording.class_tests import CLAUSES


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketEventText:
    icon: str
    who: str
    text: SafeString | str
    at: datetime
    event: Event
    by_viewer: bool


class NamedRows(NamedTuple):
    """Rows that events name by id."""

    users: dict[int, User]
    tickets: dict[int, Ticket]


EventWriter = Callable[[dict[str, Any], NamedRows], SafeString | str]


def describe(events: Iterable[Event], *, viewer: User | None = None) -> list[TicketEventText]:
    """One sentence for each event, in a fixed number of queries."""
    events = list(events)
    rows = _named_rows(events)
    return [_describe(event, rows, viewer) for event in events]


def _named_rows(events: list[Event]) -> NamedRows:
    acted = {event.actor.pk: event.actor for event in events if event.actor is not None}
    owners = {event.data["owner"] for event in events if event.data.get("owner")}
    tickets = [
        event.data[key]
        for event in events
        for key in ("duplicate_of", "follows", "split_from", "ticket")
        if event.data.get(key) and event.subject_kind == Event.Kind.TICKET
    ]
    others = User.objects.in_bulk(owners - acted.keys())
    return NamedRows({**acted, **others}, Ticket.objects.in_bulk(tickets))


def _describe(event: Event, rows: NamedRows, viewer: User | None) -> TicketEventText:
    by_viewer = viewer is not None and event.actor_id == viewer.pk
    return TicketEventText(
        icon=Verb(event.verb).icon if event.verb in Verb.values else "activity",
        who="You" if by_viewer else str(event.actor or "The system"),
        text=_text(event, rows),
        at=event.at,
        event=event,
        by_viewer=by_viewer,
    )


def _text(event: Event, rows: NamedRows) -> SafeString | str:
    if event.verb not in Verb.values:
        return event.verb.replace("_", " ")
    return TEXTS[Verb(event.verb)](event.data, rows)


def class_name(code: str) -> str:
    return str(FaultClass(code).label) if code in FaultClass.values else code


def class_test_text(code: str) -> str:
    """`orders cannot be created or received (C1, test 2)`."""
    if code not in CLAUSES:
        return ""
    return f"{CLAUSES[code]} (C1, test {list(CLAUSES).index(code) + 1})"


def _open(data: dict[str, Any], rows: NamedRows) -> SafeString | str:
    origin = rows.tickets.get(data.get("split_from", 0))
    if origin is not None:
        return format_html("opened it from a message in ticket {}.", ticket_link(origin))
    earlier = rows.tickets.get(data.get("follows", 0))
    if earlier is not None:
        return format_html("opened the ticket, after ticket {}.", ticket_link(earlier))
    return "opened the ticket."


def _assign(data: dict[str, Any], rows: NamedRows) -> str:
    owner = rows.users.get(data.get("owner") or 0)
    return f"assigned it to {owner}." if owner else "gave it back to nobody."


def _qualify(data: dict[str, Any], rows: NamedRows) -> SafeString | str:
    if data.get("kind") == "request":
        return "qualified it as a request: no class, no limit (O3)."
    return format_html(
        "qualified it as {}: {}. Attached to fault {}.",
        class_name(data.get("class", "")),
        class_test_text(data.get("test", "")),
        fault_link(data.get("fault")),
    )


def _move(data: dict[str, Any], rows: NamedRows) -> SafeString:
    return format_html(
        "moved it from fault {} to {}.", fault_link(data.get("from")), fault_link(data.get("fault"))
    )


def _downgrade(data: dict[str, Any], rows: NamedRows) -> str:
    """On the fault's own page its tickets went down together (K9)."""
    if "tickets" in data:
        return "put a workaround in place: its tickets went down one class."
    return (
        f"downgraded it from {class_name(data.get('from', ''))} to "
        f"{class_name(data.get('to', ''))}: a workaround is in place."
    )


def _close(data: dict[str, Any], rows: NamedRows) -> SafeString | str:
    reason = data.get("reason", "")
    if reason == CloseReason.DUPLICATE:
        original = rows.tickets.get(data.get("duplicate_of") or 0)
        return format_html("closed it as a duplicate of {}.", ticket_link(original))
    label = str(CloseReason(reason).label) if reason in CloseReason.values else reason
    return f"closed it: {label[:1].lower()}{label[1:]}."


def _hand_over(data: dict[str, Any], rows: NamedRows) -> str:
    return f"handed it over to {_team(data)}."


def _hear_back(data: dict[str, Any], rows: NamedRows) -> str:
    return f"reported back for {_team(data)}."


def _finding(sentence: str) -> EventWriter:
    """A sentence about a finding, with its name as a link in the place of the brackets."""

    def write(data: dict[str, Any], rows: NamedRows) -> SafeString | str:
        kind = data.get("of", "")
        name = Finding.Kind(kind).label.lower() if kind in Finding.Kind.values else kind
        return format_html(sentence, finding_link(data.get("finding") or 0, name))

    return write


def _contest(data: dict[str, Any], rows: NamedRows) -> SafeString | str:
    by_mail = "by_message" in data
    sentence = "recorded that the client contests: {}." if by_mail else "contests: {}."
    return _finding(sentence)(data, rows)


def _rectify(data: dict[str, Any], rows: NamedRows) -> SafeString | str:
    before = class_name(data.get("before", ""))
    if data.get("kind") == "request":
        return f"put its class right: not {before} but a request (C3, O4)."
    test = class_test_text(data.get("test", ""))
    return f"put its class right: {class_name(data.get('class', ''))}, not {before} (C3); {test}."


def _split(data: dict[str, Any], rows: NamedRows) -> SafeString:
    new = rows.tickets.get(data.get("ticket") or 0)
    if data.get("moved"):
        return format_html("put a message into ticket {}, where it belongs.", ticket_link(new))
    return format_html("made a message a ticket of its own: {}.", ticket_link(new))


def _team(data: dict[str, Any]) -> str:
    team = data.get("team", "")
    return str(Team(team).label) if team in Team.values else "a technical team"


def _always(sentence: str) -> EventWriter:
    return lambda data, rows: sentence


def _priority(data: dict[str, Any], rows: NamedRows) -> str:
    priority = "low" if data.get("low") else "normal"
    return f"set the priority to {priority}; the one at the opening counts (G6)."


def _rate(data: dict[str, Any], rows: NamedRows) -> str:
    return f"rated how it was handled: {data.get('value')} of 5."


TEXTS: dict[Verb, EventWriter] = {
    Verb.OPEN: _open,
    Verb.TAKE: _always("took it in charge."),
    Verb.ASSIGN: _assign,
    Verb.QUALIFY: _qualify,
    Verb.MOVE: _move,
    Verb.REPLY: _always("replied to the client."),
    Verb.NOTIFY: _always("wrote to all open tickets of the fault."),
    Verb.ASK: _always("asked the client."),
    Verb.NOTICE_FAILED: _always("found that a question reached nobody: it pauses no more (K10)."),
    Verb.NOTICE_DELIVERED: _always("delivered the question after all: it pauses again (K10)."),
    Verb.WRITE: _always("wrote."),
    Verb.ANSWER: _always("recorded the client's answer."),
    Verb.CONFIRM_PERSON: _always("confirmed that a person wrote it: it answers (K10)."),
    Verb.SPLIT: _split,
    Verb.NOTE: _always("wrote an internal note."),
    Verb.HAND_OVER: _hand_over,
    Verb.HEAR_BACK: _hear_back,
    Verb.SET_PRIORITY: _priority,
    Verb.DOWNGRADE: _downgrade,
    Verb.CLOSE: _close,
    Verb.RESOLVE: _always("resolved the fault on all of its open tickets."),
    Verb.REOPEN: _always("reopened it in the state and class it was closed in (K13)."),
    Verb.UNDO_CLOSING: _always("undid the closing: an answer had come in time (E2)."),
    Verb.RATE: _rate,
    Verb.PROPOSE: _finding("put forward: {}. It waits for another manager (G10)."),
    Verb.APPROVE: _finding("approved: {}."),
    Verb.DECLINE: _finding("declined: {}."),
    Verb.RECTIFY: _rectify,
    Verb.CONTEST: _contest,
    Verb.UPHOLD: _finding("upheld after the contest: {}."),
    Verb.WITHDRAW: _finding("withdrew after the contest: {}."),
    Verb.AMEND: _always("judged it anew: an amendment of a closed month names it (M1)."),
}
# A person's own latest actions, with the ticket's number in the place of the brackets.
RECENT_ACTIONS: dict[Verb, str] = {
    Verb.OPEN: "Opened {} for a client",
    Verb.TAKE: "Took {} in charge",
    Verb.ASSIGN: "Assigned {}",
    Verb.QUALIFY: "Qualified {}",
    Verb.MOVE: "Moved {} to another fault",
    Verb.REPLY: "Replied on {}",
    Verb.NOTIFY: "Wrote to the client on {}",
    Verb.ASK: "Asked the client on {}",
    Verb.WRITE: "Wrote on {}",
    Verb.ANSWER: "Recorded the answer on {}",
    Verb.NOTICE_FAILED: "Noticed a failed question on {}",
    Verb.NOTICE_DELIVERED: "Noticed a delivered question on {}",
    Verb.CONFIRM_PERSON: "Confirmed that a person wrote on {}",
    Verb.SPLIT: "Split a message off {}",
    Verb.UNDO_CLOSING: "Undid the closing of {}",
    Verb.NOTE: "Noted on {}",
    Verb.HAND_OVER: "Handed {} over",
    Verb.HEAR_BACK: "Reported back on {}",
    Verb.SET_PRIORITY: "Changed the priority of {}",
    Verb.DOWNGRADE: "Downgraded {}",
    Verb.CLOSE: "Closed {}",
    Verb.RESOLVE: "Resolved {}",
    Verb.REOPEN: "Reopened {}",
    Verb.RATE: "Rated {}",
    Verb.PROPOSE: "Put a finding forward on {}",
    Verb.APPROVE: "Approved a finding on {}",
    Verb.DECLINE: "Declined a finding on {}",
    Verb.RECTIFY: "Rectified the class of {}",
    Verb.CONTEST: "Recorded a contest on {}",
    Verb.UPHOLD: "Upheld a decision on {}",
    Verb.WITHDRAW: "Withdrew a decision on {}",
    Verb.AMEND: "Amended the month of {}",
}
