"""The acts on a ticket in the form in which they stand in its document, and what a letter says of
them: how many there were, and their digest.

An act is written from itself and those before it alone: what comes later never changes it, so that
the acts of which a letter tells are the first of every later document. PURE."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tickets.sla.bundle.canonical import canonical, digest
from tickets.sla.bundle.values import Part, written
from tickets.sla.folder import IN_EFFECT, EventRow
from tickets.sla.history import (
    CLIENT,
    HANDLING,
    RATE,
    RECORDED_ANSWERS,
    REQUEST,
    STEPS,
    SUPPORT,
)

OPEN, CONTEST, APPROVE, ASK = "open", "contest", "approve", "ask"
# Of these the client is told at the decision (G3, C3, C5); the others move no verdict themselves.
TOLD_KINDS = frozenset(
    {"client-error", "client-negligence", "maintenance-cause", "no-fault", "rectification"}
)
ABOUT_FINDINGS = frozenset({*IN_EFFECT, CONTEST})
CHANNELS = ("mail", "portal", "desk", "import")
SIDES = (CLIENT, SUPPORT, "technical", "system")
FAULT = "fault"
# What a verdict reads of an act, besides who did it and when.
READ_OF_ACTS: dict[str, dict[str, Callable[[Part], Any]]] = {
    OPEN: {"channel": lambda part: part.one_of(*CHANNELS), "low_priority": Part.flag},
    "qualify": {
        "kind": lambda part: part.one_of(FAULT, REQUEST),
        "class": Part.code_or_empty,
        "test": Part.code_or_empty,
        "components": lambda part: list(part.each(Part.code)),
    },
    "rectify": {
        "kind": lambda part: part.one_of(FAULT, REQUEST),
        "class": Part.code_or_empty,
        "test": Part.code_or_empty,
    },
    "close": {"reason": Part.code},
    ASK: {"question": Part.count},
    "notice_failed": {"question": Part.count},
    "notice_delivered": {"question": Part.count},
    **{verb: {"finding": Part.count} for verb in sorted(ABOUT_FINDINGS)},
}
EMPTY_VALUES: dict[str, Any] = {"low_priority": False, "components": []}
READ_VERBS = frozenset({OPEN, *STEPS, *HANDLING, *RECORDED_ANSWERS, *ABOUT_FINDINGS})
ACT_KEYS = ("verb", "at", "recorded_at", "side", "person")
ACT_DIGEST_DIGITS = 16


class CodedActs(NamedTuple):
    """What is read of the acts, and the numbers of the findings of which they told, by ids."""

    events: tuple[EventRow, ...]
    findings: dict[int, int]


class Witness(NamedTuple):
    """What a letter says of the acts so far: how many, the instant of the last, their digest."""

    act: int
    at: str
    digest: str


def coded_acts(events: Iterable[EventRow], kinds: Mapping[int, str]) -> CodedActs:
    """`kinds` are those of the ticket's findings by their ids. Findings are numbered in the order
    in which they were approved, questions in that in which they were asked."""
    findings: dict[int, int] = {}
    questions: dict[int, int] = {}
    numbers = {"finding": findings, "question": questions}
    coded = []
    for event in events:
        if event.verb == APPROVE and kinds.get(event.data["finding"]) in TOLD_KINDS:
            findings.setdefault(event.data["finding"], len(findings) + 1)
        if event.verb == ASK:
            questions.setdefault(event.data["question"], len(questions) + 1)
        if _is_read(event, findings):
            coded.append(_coded_event(event, numbers))
    return CodedActs(tuple(coded), findings)


def _is_read(event: EventRow, findings: dict[int, int]) -> bool:
    """Whether a verdict may rest on the act: every act of the client but a rating (K10)."""
    if event.verb in ABOUT_FINDINGS and "finding" in event.data:
        return event.data["finding"] in findings
    return event.verb in READ_VERBS or (event.side == CLIENT and event.verb != RATE)


def _coded_event(event: EventRow, numbers: dict[str, dict[int, int]]) -> EventRow:
    """Mail that may be automatic is no act of a person (K10)."""
    data = {}
    for name in READ_OF_ACTS.get(event.verb, {}):
        value = event.data.get(name) or EMPTY_VALUES.get(name, "")
        data[name] = numbers[name].get(value, 0) if name in numbers else value
    person = event.by_person and not event.data.get("perhaps_automatic", False)
    return event._replace(data=data, by_person=person)


def acts_document(events: Iterable[EventRow]) -> list[dict[str, Any]]:
    return [_act_document(event) for event in events]


def _act_document(event: EventRow) -> dict[str, Any]:
    return {
        "verb": event.verb,
        "at": written(event.at),
        "recorded_at": written(event.recorded_at),
        "side": event.side,
        "person": event.by_person,
        **event.data,
    }


def read_act(part: Part) -> EventRow:
    verb = part.value.get("verb") if isinstance(part.value, dict) else None
    extras = READ_OF_ACTS.get(verb, {}) if isinstance(verb, str) else {}
    found = part.fields(*ACT_KEYS, *extras)
    return EventRow(
        verb=found["verb"].code(),
        at=found["at"].at(),
        recorded_at=found["recorded_at"].at(),
        side=found["side"].one_of(*SIDES),
        data={name: take(found[name]) for name, take in extras.items()},
        by_person=found["person"].flag(),
    )


def digest_of_acts(acts: Sequence[dict[str, Any]]) -> str:
    """As they stand in the document; `acts` may be the first of them."""
    return digest(canonical(acts))[:ACT_DIGEST_DIGITS]


def witness_of(events: Iterable[EventRow], kinds: Mapping[int, str]) -> Witness:
    """Of all that happened so far, the first of which is the opening."""
    acts = acts_document(coded_acts(events, kinds).events)
    return Witness(len(acts), acts[-1]["at"], digest_of_acts(acts))
