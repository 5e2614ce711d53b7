"""What people did, as far as a clock asks for it: the marks between the stretches of time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from istockist_sla.core.lib.text import _
from tickets.explain.explanation import ACT, CLIENT, RESPONSE, TimelineRow
from tickets.explain.labels import CLASSES
from tickets.models import Channel, CloseReason
from tickets.sla.history import CLIENT as BY_CLIENT
from tickets.sla.history import HANDLING, HOUSEKEEPING, SUPPORT
from tickets.sla.terms import Act, Facts
from tickets.sla.verdict import ClockVerdict, Verdicts

OPENINGS = {
    Channel.MAIL: _("Opened by e-mail"),
    Channel.PORTAL: _("Opened in the portal"),
    Channel.DESK: _("Opened by Support for an administrator"),
}
CLOSINGS = {
    CloseReason.RESOLVED: _("closed it as resolved"),
    CloseReason.NO_ANSWER: _("closed it: our question had no answer"),
    CloseReason.CONFIRMED: _("closed it unresolved"),
    CloseReason.DUPLICATE: _("closed it as a duplicate"),
    CloseReason.SPAM: _("closed it as spam"),
}
# Acts after the first answer that still say how it is judged (C2, C3).
CLASSING = frozenset({"qualify", "rectify"})
# What Support only said is shown where it is the first answer (K6).
SPOKEN = frozenset({"reply", "uphold", "withdraw"})
OF_FIX_ALONE = frozenset({"downgrade", "answered"})


class Viewer(NamedTuple):
    """Names of those who acted, by verb and instant, as far as the reader may know them."""

    audience: str
    names: Mapping[tuple[str, datetime], str]

    def did(self, act: Act) -> str:
        """Clients read who spoke with them, not who gave the class."""
        hidden = self.audience == CLIENT and act.verb in CLASSING | {"downgrade"}
        name = "" if hidden else self.names.get((act.verb, act.at), "")
        if name:
            return name
        return _("The client") if act.side == BY_CLIENT else _("Support")


def act_rows(
    facts: Facts, verdicts: Verdicts, who: Viewer, *, channel: str, code: str, clock: ClockVerdict
) -> list[TimelineRow]:
    """The acts that one clock's timeline shows, in their order; the one that stops it says so."""
    found = [_opened(facts, channel)]
    stopped = False
    for act, words, reading, verb in _described(facts, verdicts, who):
        if verb in OF_FIX_ALONE and code == RESPONSE:
            continue
        stops = not stopped and _stops(act, code, clock)
        if verb in SPOKEN and not stops:
            continue
        if code == RESPONSE and stopped and verb not in CLASSING:
            continue
        stopped = stopped or stops
        if stops and code == RESPONSE:
            reader = "you" if who.audience == CLIENT else "the client"
            words, reading = f"{words}: the first act that {reader} can see", "K6"
        stop = (clock.verdict or "none") if stops else ""
        found.append(TimelineRow(ACT, act.at, act.at, words, reading, verb, stop=stop))
    return found


def _opened(facts: Facts, channel: str) -> TimelineRow:
    words = OPENINGS[Channel(channel)] if channel else _("Opened")
    reading = "P2" if channel == Channel.DESK else "O1"
    return TimelineRow(ACT, facts.opened_at, facts.opened_at, words, reading, "open")


def _stops(act: Act, code: str, clock: ClockVerdict) -> bool:
    if act.at != clock.stopped_at:
        return False
    if code != RESPONSE:
        return act.verb == "close"
    if act.verb == "close":
        return act.side == SUPPORT and act.reason not in HOUSEKEEPING
    return act.verb in HANDLING and act.side == SUPPORT and act.person


def _described(
    facts: Facts, verdicts: Verdicts, who: Viewer
) -> Iterator[tuple[Act, str, str, str]]:
    """Each act with its sentence, its reading and the verb that it is shown under."""
    answers = {end for _start, end in verdicts.history.pauses if end is not None}
    last = max((act.at for act in facts.acts), default=facts.opened_at)
    lower = {phase.since: phase.fault_class for phase in verdicts.history.phases(last)[1:]}
    taken = False
    for act in facts.acts:
        name = who.did(act)
        if act.verb in TEXTS and not (act.verb == "take" and taken):
            taken = taken or act.verb == "take"
            reading, say = TEXTS[act.verb]
            yield act, f"{name} {say(act, lower.get(act.at, ''))}", reading, act.verb
        elif act.at in answers and (act.side == BY_CLIENT or act.verb == "answer"):
            answers.discard(act.at)
            said = "answered" if act.side == BY_CLIENT else "recorded the answer"
            yield act, f"{name} {said}", "K10", "answered"


def _qualified(act: Act, lower: str) -> str:
    what = CLASSES.get(act.fault_class) or "a request for information"
    return f"qualified it as {what}"


def _rectified(act: Act, lower: str) -> str:
    if act.kind == "request":
        return "rectified it to a request for information"
    return f"rectified the class to {CLASSES[act.fault_class]}, from the opening on"


def _downgraded(act: Act, lower: str) -> str:
    after = f"from here it is {CLASSES[lower]}" if lower else "the class stays"
    return f"put a workaround in place: {after}"


def _closed(act: Act, lower: str) -> str:
    return CLOSINGS[CloseReason(act.reason)]


def _always(words: str) -> Callable[[Act, str], str]:
    return lambda act, lower: words


# Each verb with its reading, and what is said of the act and of the class that it lowers to.
TEXTS: dict[str, tuple[str, Callable[[Act, str], str]]] = {
    "take": ("K6", _always("took it in charge")),
    "reply": ("K6", _always("replied")),
    "uphold": ("K6", _always("answered the contest")),
    "withdraw": ("K6", _always("answered the contest")),
    "ask": ("K10", _always("asked a question")),
    "qualify": ("C2", _qualified),
    "rectify": ("C3", _rectified),
    "downgrade": ("K9", _downgraded),
    "close": ("E1", _closed),
    "reopen": ("K13", _always("reopened it")),
}
