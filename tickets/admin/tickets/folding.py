"""A long thread: its beginning, its last stretch, and what lies between folded to its turning
points, each a link that unfolds the places around it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from tickets.admin.event_text import class_name
from tickets.models import InboundMail, Team, Verb

BEGINNING, LAST, AROUND = 2, 20, 20
# So few are not worth folding.
FEWEST = 8
MOST_POINTS = 10
ALL = "all"
POINTS: dict[str, str] = {
    Verb.QUALIFY: "qualified it",
    Verb.RECTIFY: "put its class right",
    Verb.DOWNGRADE: "downgraded it",
    Verb.HAND_OVER: "handed it over",
    Verb.ASK: "asked the client",
    Verb.SPLIT: "split a message off",
    Verb.MOVE: "moved it to another fault",
    Verb.CLOSE: "closed it",
    Verb.REOPEN: "reopened it",
    Verb.UNDO_CLOSING: "undid the closing",
    Verb.APPROVE: "approved a finding",
    Verb.CONTEST: "contested",
}
CUT = "cut"


class Slot(NamedTuple):
    """A place in the thread before its texts are read: the line of an event, its message, or the
    note of a machine, which has no event. `anchor` is its id on the page."""

    at: datetime
    anchor: str
    event: Event | None = None
    message_id: int = 0
    note: InboundMail | None = None


class TurningPoint(NamedTuple):
    """One event, or several of one kind together."""

    icon: str
    since: datetime
    until: datetime
    words: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fold:
    """What is folded: how much, of which days, and its turning points."""

    messages: int
    events: int
    since: datetime
    until: datetime
    points: Sequence[TurningPoint]
    before_url: str
    after_url: str

    @property
    def counted(self) -> str:
        kinds = [(self.messages, "message"), (self.events, "event")]
        said = [text.counted(count, noun) for count, noun in kinds if count]
        return f"{' and '.join(said)} {'is' if self.messages + self.events == 1 else 'are'} folded"


class Stretch(NamedTuple):
    """Places that are shown, or a fold."""

    slots: Sequence[Slot]
    fold: Fold | None = None


def stretches(slots: Sequence[Slot], asked: str) -> list[Stretch]:
    """`asked`: the number of a place to be shown with those around it, or `all`."""
    if asked == ALL:
        return [Stretch(slots)]
    shown = {*range(BEGINNING), *range(len(slots) - LAST, len(slots))}
    if asked.isdecimal() and len(asked) < 6:
        shown |= {*range(int(asked) - AROUND // 4, int(asked) + AROUND)}
    found, number = list[Stretch](), 0
    while number < len(slots):
        is_shown, end = number in shown, number
        while end < len(slots) and (end in shown) == is_shown:
            end += 1
        is_worth_it = not is_shown and end - number >= FEWEST
        fold = _fold(slots, number, end) if is_worth_it else None
        found.append(Stretch(slots[number:end], fold))
        number = end
    return found


def _fold(slots: Sequence[Slot], start: int, end: int) -> Fold:
    folded = slots[start:end]
    messages = sum(bool(slot.message_id) for slot in folded)
    return Fold(
        messages=messages,
        events=len(folded) - messages,
        since=folded[0].at,
        until=folded[-1].at,
        points=list(_points(folded, start)),
        before_url=_url(max(end - AROUND, start + AROUND // 4), folded[-1]),
        after_url=_url(start + AROUND // 4, folded[0]),
    )


def _points(folded: Sequence[Slot], start: int) -> Iterable[TurningPoint]:
    """In the order of their first; those of one kind together where there are several."""
    kinds: dict[str, list[tuple[int, Slot]]] = {}
    for number, slot in enumerate(folded, start):
        if slot.event is not None and not (slot.message_id and _has_line(kinds, slot)):
            kind = CUT if slot.event.data.get("cut") else slot.event.verb
            if kind in POINTS or kind == CUT:
                kinds.setdefault(kind, []).append((number, slot))
    for kind, found in list(kinds.items())[:MOST_POINTS]:
        (number, first), last = found[0], found[-1][1]
        yield TurningPoint(
            icon="split" if kind == CUT else Verb(kind).icon,
            since=first.at,
            until=last.at,
            words=_words(kind, [slot.event for _, slot in found if slot.event]),
            url=_url(number, first),
        )


def _has_line(kinds: dict[str, list[tuple[int, Slot]]], slot: Slot) -> bool:
    """Whether the event of this message stands there already, by its line."""
    known = kinds.get(slot.event.verb if slot.event else "", [])
    return bool(known) and known[-1][1].event is slot.event


def _words(kind: str, events: Sequence[Event]) -> str:
    times = len(events)
    if kind == CUT:
        return f"{text.counted(times, 'mail')} cut, kept whole as raw mail"
    if kind == Verb.ASK:
        return f"{text.counted(times, 'question')} to the client"
    if kind == Verb.HAND_OVER:
        teams = dict.fromkeys(_team(event.data) for event in events)
        return f"Handed over to {' and '.join(teams)}{_times(times)}"
    who = str(events[0].actor or "The system")
    if kind == Verb.QUALIFY and events[-1].data.get("class"):
        return f"{who} qualified it as {class_name(events[-1].data['class'])}{_times(times)}"
    return f"{who} {POINTS[kind]}{_times(times)}"


def _team(data: dict[str, Any]) -> str:
    team = data.get("team", "")
    return str(Team(team).label) if team in Team.values else "a technical team"


def _times(count: int) -> str:
    return {1: "", 2: ", twice"}.get(count, f", {count} times")


def _url(number: int, slot: Slot) -> str:
    return f"?place={number}#{slot.anchor}"
