"""The life of a ticket as a picture and a table, made from the code for the README."""

from collections.abc import Iterator
from typing import NamedTuple

from tickets.models import State, Ticket
from tickets.notices import NOTICES

UNCLOSED = (State.OPEN, State.QUALIFIED, State.DOWNGRADED)
ANY = (*UNCLOSED, State.CLOSED)
SUPPORT, CLIENT, BOTH = "Support", "Client Administrator", "Support, Client Administrator"


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
    Verb("move", "Move to another fault", SUPPORT, (State.QUALIFIED, State.DOWNGRADED)),
    Verb("reply", "Reply", SUPPORT),
    Verb("ask", "Ask the client", SUPPORT),
    Verb("write", "Write, which answers every question", CLIENT, ANY),
    Verb("answer", "Record an answer given elsewhere", SUPPORT),
    Verb("note", "Internal note", SUPPORT, ANY),
    Verb("hand_over", "Hand over to Operations or Development", SUPPORT),
    Verb("hear_back", "Hear back", "Support, technical teams"),
    Verb("set_priority", "Change the priority given", CLIENT),
    Verb("downgrade", "Downgrade on a workaround", SUPPORT),
    Verb("close", "Close with its reason", f"{BOTH}, the clock (no answer)"),
    Verb("reopen", "Reopen within 14 days", BOTH),
]


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
    changes = [(source, target) for source, name, target in transitions() if name == verb.verb]
    sources = _in_order({source for source, _ in changes}) or list(verb.sources)
    targets = _in_order({target for _, target in changes})
    told = sorted({_audience(notice.audience.__name__) for notice in NOTICES.get(verb.verb, [])})
    return (
        f"| {verb.words} | `{verb.verb}` | {', '.join(sources) or '–'} "
        f"| {', '.join(targets) or ('open' if verb.verb == 'open' else 'as it was')} "
        f"| {verb.who} | {', '.join(told) or '–'} |"
    )


def _in_order(states: set[str]) -> list[str]:
    return [state.value for state in ANY if state in states]


def _audience(name: str) -> str:
    return name.replace("_", " ")
