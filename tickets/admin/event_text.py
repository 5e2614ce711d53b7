"""Events of tickets told as sentences: in the thread, in the history and on the first page."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from istockist_sla.core.models import Event, User
from tickets.admin.event_icons import ICONS
from tickets.models import CloseReason, FaultClass, Finding, Team, Ticket
from tickets.sla.terms import CLASS_TESTS
from tickets.wording.class_tests import CHOICES as SENSE

ORDER = list(CLASS_TESTS)


class TicketEventText(NamedTuple):
    icon: str
    who: str
    text: SafeString | str
    at: datetime
    event: Event
    by_viewer: bool = False


class NamedRows(NamedTuple):
    """Rows that events name by id."""

    users: dict[int, User]
    tickets: dict[int, Ticket]


def describe(events: Iterable[Event], *, viewer: User | None = None) -> list[TicketEventText]:
    """One sentence an event, in a fixed number of queries."""
    events = list(events)
    known = NamedRows(
        User.objects.in_bulk([e.data["owner"] for e in events if e.data.get("owner")]),
        Ticket.objects.in_bulk(
            [
                e.data[key]
                for e in events
                for key in ("duplicate_of", "follows")
                if e.data.get(key) and e.subject_kind == Event.Kind.TICKET
            ]
        ),
    )
    return [_describe(event, known, viewer) for event in events]


def _describe(event: Event, known: NamedRows, viewer: User | None) -> TicketEventText:
    icon, told = ICONS.get(event.verb, "activity"), TEXTS.get(event.verb)
    mine = viewer is not None and event.actor_id == viewer.pk
    who = "You" if mine else (str(event.actor) if event.actor else "The system")
    text = told(event.data, known) if told else event.verb.replace("_", " ")
    return TicketEventText(icon, who, text, event.at, event, mine)


def class_name(code: str) -> str:
    return str(FaultClass(code).label) if code in FaultClass.values else code


def test_sense(code: str) -> str:
    """`orders cannot be created or received (C1, test 2)`."""
    if code not in SENSE:
        return ""
    sense = SENSE[code]
    if not sense.startswith(("Client admin", "Only")):
        sense = sense[0].lower() + sense[1:]
    return f"{sense} (C1, test {ORDER.index(code) + 1})"


def fault_link(fault_id: int | None) -> SafeString | str:
    if not fault_id:
        return ""
    return format_html(
        '<a href="{}">F-{}</a>', reverse("admin:tickets_fault_change", args=[fault_id]), fault_id
    )


def ticket_link(ticket: Ticket | None) -> SafeString | str:
    if ticket is None:
        return "another ticket"
    url = reverse("admin:tickets_ticket_change", args=[ticket.pk])
    return format_html('<a href="{}">{}</a>', url, ticket.number)


def _open(data: dict[str, Any], known: NamedRows) -> SafeString | str:
    earlier = known.tickets.get(data.get("follows", 0))
    if earlier is not None:
        return format_html("opened the ticket, after ticket {}.", ticket_link(earlier))
    return "opened the ticket."


def _take(data: dict[str, Any], known: NamedRows) -> str:
    return "took it in charge."


def _assign(data: dict[str, Any], known: NamedRows) -> str:
    owner = known.users.get(data.get("owner") or 0)
    return f"assigned it to {owner}." if owner else "gave it back to nobody."


def _qualify(data: dict[str, Any], known: NamedRows) -> SafeString | str:
    if data.get("kind") == "request":
        return "qualified it as a request: no class, no limit (O3)."
    return format_html(
        "qualified it as {}: {}. Attached to fault {}.",
        class_name(data.get("class", "")),
        test_sense(data.get("test", "")),
        fault_link(data.get("fault")),
    )


def _move(data: dict[str, Any], known: NamedRows) -> SafeString:
    return format_html(
        "moved it from fault {} to {}.", fault_link(data.get("from")), fault_link(data.get("fault"))
    )


def _downgrade(data: dict[str, Any], known: NamedRows) -> str:
    """On the fault's own page its tickets went down together (K9)."""
    if "tickets" in data:
        return "put a workaround in place: its tickets went down one class."
    return (
        f"downgraded it from {class_name(data.get('from', ''))} to "
        f"{class_name(data.get('to', ''))}: a workaround is in place."
    )


def _close(data: dict[str, Any], known: NamedRows) -> SafeString | str:
    reason = data.get("reason", "")
    if reason == CloseReason.DUPLICATE:
        original = known.tickets.get(data.get("duplicate_of") or 0)
        return format_html("closed it as a duplicate of {}.", ticket_link(original))
    label = str(CloseReason(reason).label) if reason in CloseReason.values else reason
    return f"closed it: {label[:1].lower()}{label[1:]}."


def _hand_over(data: dict[str, Any], known: NamedRows) -> str:
    return f"handed it over to {_team(data)}."


def _hear_back(data: dict[str, Any], known: NamedRows) -> str:
    return f"reported back for {_team(data)}."


def _finding(words: str) -> Callable[[dict[str, Any], NamedRows], SafeString | str]:
    """A sentence about a finding, with its name as a link in the place of the brackets."""

    def told(data: dict[str, Any], known: NamedRows) -> SafeString | str:
        kind = data.get("of", "")
        name = Finding.Kind(kind).label.lower() if kind in Finding.Kind.values else kind
        url = reverse("admin:tickets_finding_change", args=[data.get("finding") or 0])
        return format_html(words, format_html('<a href="{}">{}</a>', url, name))

    return told


def _contest(data: dict[str, Any], known: NamedRows) -> SafeString | str:
    """In the portal by the client, else pointed at by Support."""
    by_mail = "by_message" in data
    words = "recorded that the client contests: {}." if by_mail else "contests: {}."
    return _finding(words)(data, known)


def _rectify(data: dict[str, Any], known: NamedRows) -> SafeString | str:
    before = class_name(data.get("before", ""))
    if data.get("kind") == "request":
        return f"put its class right: not {before} but a request (C3, O4)."
    test = test_sense(data.get("test", ""))
    return f"put its class right: {class_name(data.get('class', ''))}, not {before} (C3); {test}."


def _team(data: dict[str, Any]) -> str:
    team = data.get("team", "")
    return str(Team(team).label) if team in Team.values else "a technical team"


def _always(words: str) -> Callable[[dict[str, Any], NamedRows], str]:
    return lambda data, known: words


def _priority(data: dict[str, Any], known: NamedRows) -> str:
    priority = "low" if data.get("low") else "normal"
    return f"set the priority to {priority}; the one at the opening counts (G6)."


TEXTS: dict[str, Callable[[dict[str, Any], NamedRows], SafeString | str]] = {
    "open": _open,
    "take": _take,
    "assign": _assign,
    "qualify": _qualify,
    "move": _move,
    "downgrade": _downgrade,
    "close": _close,
    "hand_over": _hand_over,
    "hear_back": _hear_back,
    "set_priority": _priority,
    "reopen": _always("reopened it in the state and class it was closed in (K13)."),
    "write": _always("wrote."),
    "reply": _always("replied to the client."),
    "ask": _always("asked the client."),
    "note": _always("wrote an internal note."),
    "answer": _always("recorded the client's answer."),
    "propose": _finding("put forward: {}. It waits for another manager (G10)."),
    "approve": _finding("approved: {}."),
    "decline": _finding("declined: {}."),
    "rectify": _rectify,
    "contest": _contest,
    "uphold": _finding("upheld after the contest: {}."),
    "withdraw": _finding("withdrew after the contest: {}."),
    "resolve": _always("resolved the fault on all of its open tickets."),
    "notify": _always("wrote to all open tickets of the fault."),
}
