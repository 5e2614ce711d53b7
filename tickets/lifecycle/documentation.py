"""The life of a ticket as a picture and a table, made from the code for the README."""

from collections.abc import Iterator
from typing import NamedTuple

from tickets.models import State, Ticket
from tickets.notifications import NOTICES

UNCLOSED = (State.OPEN, State.QUALIFIED, State.DOWNGRADED)
ANY = (*UNCLOSED, State.CLOSED)
SUPPORT, CLIENT, BOTH = "Support", "Client Administrator", "Support, Client Administrator"
ANOTHER, QUALIFIED = "another manager", (State.QUALIFIED, State.DOWNGRADED)


class Verb(NamedTuple):
    verb: str
    words: str
    who: str
    sources: tuple[str, ...] = UNCLOSED


# Verbs in the order of a ticket's life. Those that change the state take their states from
# the model's transitions, the others from here.
VERBS = [
    Verb("open", "Open (mail, portal, or for a client)", BOTH, ()),
    Verb("take", "Take in charge", SUPPORT),
    Verb("assign", "Assign", SUPPORT),
    Verb("qualify", "Qualify as fault or request", SUPPORT),
    Verb("move", "Move to another fault", SUPPORT, QUALIFIED),
    Verb("reply", "Reply", SUPPORT),
    Verb("notify", "Reply on every open ticket of a fault", SUPPORT, QUALIFIED),
    Verb("ask", "Ask the client", SUPPORT),
    Verb("write", "Write, which answers every question", CLIENT, ANY),
    Verb("answer", "Record an answer given elsewhere", SUPPORT),
    Verb("note", "Internal note", SUPPORT, ANY),
    Verb("hand_over", "Hand over to Operations or Development", SUPPORT),
    Verb("hear_back", "Hear back", "Support, technical teams"),
    Verb("set_priority", "Change the priority given", CLIENT),
    Verb("downgrade", "Downgrade on a workaround", SUPPORT),
    Verb("close", "Close with its reason", f"{BOTH}, the clock (no answer)"),
    Verb("resolve", "Close every open ticket of a fault as resolved", SUPPORT, QUALIFIED),
    Verb("reopen", "Reopen within 14 days", BOTH),
    Verb("propose", "Put a finding forward", SUPPORT, ANY),
    Verb("approve", "Approve it", ANOTHER, ANY),
    Verb("decline", "Decline it", ANOTHER, ANY),
    Verb("rectify", "Put the class right, once approved", ANOTHER, (*QUALIFIED, State.CLOSED)),
    Verb("contest", "Contest an exclusion or “not a fault”", BOTH, ANY),
    Verb("uphold", "Uphold it after the contest", ANOTHER, ANY),
    Verb("withdraw", "Withdraw it after the contest", ANOTHER, ANY),
]
# An act on a whole fault is on each of its tickets this one, with its letters.
ON_EACH = {"notify": "reply", "resolve": "close"}


def transitions() -> Iterator[tuple[str, str, str]]:
    """Source, verb, target of every transition that django-fsm knows."""
    for transition in Ticket._meta.get_field("state").get_all_transitions(Ticket):
        allowed = getattr(transition.target, "allowed_states", None) or [transition.target]
        for target in allowed:
            yield str(transition.source), transition.name, str(target)


def picture() -> str:
    """The states as a Mermaid diagram."""
    lines = ["stateDiagram-v2", "    [*] --> open: open"]
    lines += sorted(f"    {source} --> {target}: {verb}" for source, verb, target in transitions())
    return "\n".join(lines)


def table() -> str:
    """Steps, states, who may and who is told, as Markdown."""
    lines = ["| step | verb | from | to | who may | letter to |", "|---|---|---|---|---|---|"]
    lines += [_row(verb) for verb in VERBS]
    return "\n".join(lines)


def _row(verb: Verb) -> str:
    act = ON_EACH.get(verb.verb, verb.verb)
    changes = [(source, target) for source, name, target in transitions() if name == act]
    own = set(verb.sources) if act != verb.verb else {source for source, _ in changes}
    sources = _in_order(own) or list(verb.sources)
    targets = _in_order({target for _, target in changes})
    told = sorted({_audience(notice.audience.__name__) for notice in NOTICES.get(act, [])})
    return (
        f"| {verb.words} | `{verb.verb}` | {', '.join(sources) or '–'} "
        f"| {', '.join(targets) or ('open' if verb.verb == 'open' else 'as it was')} "
        f"| {verb.who} | {', '.join(told) or '–'} |"
    )


def _in_order(states: set[str]) -> list[str]:
    return [state.value for state in ANY if state in states]


def _audience(name: str) -> str:
    return name.replace("_", " ")
