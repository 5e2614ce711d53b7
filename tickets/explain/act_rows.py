"""What people did, as far as a clock depends on it: the rows between the segments of time."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from tickets.explain.explanation import ACT, CLIENT, RESPONSE, TimelineRow
from tickets.models import Channel, CloseReason, TicketKind, Verb
from tickets.sla.history import CLIENT as CLIENT_SIDE
from tickets.sla.history import HANDLING, HOUSEKEEPING, SUPPORT, answers
from tickets.sla.terms import Act, VerdictInputs
from tickets.sla.verdict import ClockVerdict, Verdicts
from tickets.wording import close_reasons, fault_classes

OPENINGS: dict[Channel, str] = {
    Channel.MAIL: "Opened by e-mail",
    Channel.PORTAL: "Opened in the portal",
    Channel.DESK: "Opened by Support for an administrator",
    Channel.IMPORT: "Taken over from an earlier system",
}
# The code of a row in which a question is answered, by whichever verb.
ANSWERED = "answered"
ANSWERS: dict[Verb, str] = {
    Verb.ANSWER: "recorded the answer",
    Verb.CONFIRM_PERSON: "confirmed that a person had written the answer",
}
# Verbs after the first answer that still decide how it is judged (C2, C3).
CLASSIFYING = frozenset({Verb.QUALIFY, Verb.RECTIFY})
# Verbs that only say something are shown where they are the first answer (K6).
MESSAGES = frozenset({Verb.REPLY, Verb.UPHOLD, Verb.WITHDRAW})
FIX_ONLY = frozenset({Verb.DOWNGRADE, Verb.NOTICE_FAILED, Verb.NOTICE_DELIVERED, ANSWERED})


class Reader(NamedTuple):
    """Who reads the explanation, and the names that they may know, by verb and instant."""

    audience: str
    names: Mapping[tuple[str, datetime], str]

    def name_of_actor(self, act: Act) -> str:
        """Clients read who wrote to them, not who gave the class."""
        hidden = self.audience == CLIENT and act.verb in CLASSIFYING | {Verb.DOWNGRADE}
        name = "" if hidden else self.names.get((act.verb, act.at), "")
        if name:
            return name
        return "The client" if act.side == CLIENT_SIDE else "Support"


def act_rows(
    facts: VerdictInputs,
    verdicts: Verdicts,
    reader: Reader,
    *,
    channel: str,
    code: str,
    clock: ClockVerdict,
) -> list[TimelineRow]:
    """The acts that one clock's timeline shows, in their order; the one that stops it says so."""
    rows = [_opening(facts, channel)]
    stopped = False
    for act, words, reading, row_code in _descriptions(facts, verdicts, reader):
        if row_code in FIX_ONLY and code == RESPONSE:
            continue
        stops = not stopped and _stops(act, code, clock)
        if row_code in MESSAGES and not stops:
            continue
        if code == RESPONSE and stopped and row_code not in CLASSIFYING:
            continue
        stopped = stopped or stops
        if stops and code == RESPONSE:
            viewer = "you" if reader.audience == CLIENT else "the client"
            words, reading = f"{words}: the first act that {viewer} can see", "K6"
        stop = (clock.verdict or "none") if stops else ""
        rows.append(
            TimelineRow(
                kind=ACT,
                start=act.at,
                end=act.at,
                words=words,
                reading=reading,
                code=row_code,
                stop=stop,
            )
        )
    return rows


def _opening(facts: VerdictInputs, channel: str) -> TimelineRow:
    words = OPENINGS[Channel(channel)] if channel else "Opened"
    reading = "P2" if channel == Channel.DESK else "O1"
    at = facts.opened_at
    return TimelineRow(kind=ACT, start=at, end=at, words=words, reading=reading, code=Verb.OPEN)


def _stops(act: Act, code: str, clock: ClockVerdict) -> bool:
    if act.at != clock.stopped_at:
        return False
    if code != RESPONSE:
        return act.verb == Verb.CLOSE
    if act.verb == Verb.CLOSE:
        return act.side == SUPPORT and act.reason not in HOUSEKEEPING
    return act.verb in HANDLING and act.side == SUPPORT and act.person


def _descriptions(
    facts: VerdictInputs, verdicts: Verdicts, reader: Reader
) -> Iterator[tuple[Act, str, str, str]]:
    """Each act with its sentence, its reading and the code of its row."""
    questions = verdicts.history.questions
    ended_at = {question.answered_at for question in questions if question.is_answered}
    last = max((act.at for act in facts.acts), default=facts.opened_at)
    lower = {
        phase.since: phase.fault_class for phase in verdicts.history.classes_in_force(last)[1:]
    }
    taken = False
    for act in facts.acts:
        name, verb = reader.name_of_actor(act), Verb(act.verb)
        if verb in TEXTS and not (verb == Verb.TAKE and taken):
            taken = taken or verb == Verb.TAKE
            reading, text = TEXTS[verb]
            yield act, f"{name} {text(act, lower.get(act.at, ''))}", reading, verb
        elif act.at in ended_at and answers(act):
            ended_at.discard(act.at)
            yield act, f"{name} {ANSWERS.get(verb, 'answered')}", "K10", ANSWERED


def _qualified(act: Act, lower: str) -> str:
    kind = fault_classes.class_name(act.fault_class) or "a request for information"
    return f"qualified it as {kind}"


def _rectified(act: Act, lower: str) -> str:
    if act.kind == TicketKind.REQUEST:
        return "rectified it to a request for information"
    name = fault_classes.NAMES[act.fault_class]
    return f"rectified the class to {name}, from the opening on"


def _downgraded(act: Act, lower: str) -> str:
    after = f"from here it is {fault_classes.NAMES[lower]}" if lower else "the class stays"
    return f"put a workaround in place: {after}"


def _closed(act: Act, lower: str) -> str:
    return close_reasons.EVENTS[CloseReason(act.reason)]


def _always(words: str) -> Callable[[Act, str], str]:
    return lambda act, lower: words


# Each verb with its reading, and its text from the act and the class that it lowers to.
TEXTS: dict[Verb, tuple[str, Callable[[Act, str], str]]] = {
    Verb.TAKE: ("K6", _always("took it in charge")),
    Verb.REPLY: ("K6", _always("replied")),
    Verb.UPHOLD: ("K6", _always("answered the contest")),
    Verb.WITHDRAW: ("K6", _always("answered the contest")),
    Verb.ASK: ("K10", _always("asked a question")),
    Verb.NOTICE_FAILED: ("K10", _always("could not deliver a question to anybody")),
    Verb.NOTICE_DELIVERED: ("K10", _always("delivered the question after all")),
    Verb.QUALIFY: ("C2", _qualified),
    Verb.RECTIFY: ("C3", _rectified),
    Verb.DOWNGRADE: ("K9", _downgraded),
    Verb.CLOSE: ("E1", _closed),
    Verb.REOPEN: ("K13", _always("reopened it")),
    Verb.UNDO_CLOSING: ("E2", _always("undid the closing: an answer had come before it")),
}
