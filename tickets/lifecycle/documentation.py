"""The life of a ticket as a picture and a table, made from the code for the README."""

from collections.abc import Iterator
from typing import NamedTuple

from tickets.models import Ticket, TicketState, Verb
from tickets.notifications import LETTER_RULES

UNCLOSED = (TicketState.OPEN, TicketState.QUALIFIED, TicketState.DOWNGRADED)
ANY = (*UNCLOSED, TicketState.CLOSED)
SUPPORT, CLIENT, BOTH = "Support", "Client Administrator", "Support, Client Administrator"
ANOTHER, QUALIFIED = "another manager", (TicketState.QUALIFIED, TicketState.DOWNGRADED)


class DocumentedVerb(NamedTuple):
    verb: str
    words: str
    who: str
    sources: tuple[str, ...] = UNCLOSED


# Verbs in the order of a ticket's life. Those that change the state take their states from
# the model's transitions, the others from here.
VERBS = [
    DocumentedVerb("open", "Open (mail, portal, or for a client)", BOTH, ()),
    DocumentedVerb("take", "Take in charge", SUPPORT),
    DocumentedVerb("assign", "Assign", SUPPORT),
    DocumentedVerb("qualify", "Qualify as fault or request", SUPPORT),
    DocumentedVerb("move", "Move to another fault", SUPPORT, QUALIFIED),
    DocumentedVerb("reply", "Reply", SUPPORT),
    DocumentedVerb("notify", "Reply on every open ticket of a fault", SUPPORT, QUALIFIED),
    DocumentedVerb("ask", "Ask the client", SUPPORT),
    DocumentedVerb("write", "Write, which answers every question", CLIENT, ANY),
    DocumentedVerb("answer", "Record an answer given elsewhere", SUPPORT),
    DocumentedVerb("note", "Internal note", SUPPORT, ANY),
    DocumentedVerb("hand_over", "Hand over to Operations or Development", SUPPORT),
    DocumentedVerb("hear_back", "Hear back", "Support, technical teams"),
    DocumentedVerb("set_priority", "Change the priority given", CLIENT),
    DocumentedVerb("downgrade", "Downgrade on a workaround", SUPPORT),
    DocumentedVerb("close", "Close with its reason", f"{BOTH}, the clock (no answer)"),
    DocumentedVerb("resolve", "Close every open ticket of a fault as resolved", SUPPORT, QUALIFIED),
    DocumentedVerb("reopen", "Reopen within 14 days", BOTH),
    DocumentedVerb("propose", "Put a finding forward", SUPPORT, ANY),
    DocumentedVerb("approve", "Approve it", ANOTHER, ANY),
    DocumentedVerb("decline", "Decline it", ANOTHER, ANY),
    DocumentedVerb(
        "rectify", "Put the class right, once approved", ANOTHER, (*QUALIFIED, TicketState.CLOSED)
    ),
    DocumentedVerb("contest", "Contest an exclusion or “not a fault”", BOTH, ANY),
    DocumentedVerb("uphold", "Uphold it after the contest", ANOTHER, ANY),
    DocumentedVerb("withdraw", "Withdraw it after the contest", ANOTHER, ANY),
]
# An act on a whole fault is on each of its tickets this one, with its letters.
ON_EACH = {"notify": "reply", "resolve": "close"}


def transitions() -> Iterator[tuple[str, str, str]]:
    """Source, verb, target of every transition that django-fsm knows."""
    for transition in Ticket._meta.get_field("state").get_all_transitions(Ticket):
        allowed = getattr(transition.target, "allowed_states", None) or [transition.target]
        for target in allowed:
            yield str(transition.source), transition.name, str(target)


def state_diagram() -> str:
    """The states as a Mermaid diagram."""
    lines = ["stateDiagram-v2", "    [*] --> open: open"]
    lines += sorted(f"    {source} --> {target}: {verb}" for source, verb, target in transitions())
    return "\n".join(lines)


def verb_table() -> str:
    """Steps, states, who may and who is told, as Markdown."""
    lines = ["| step | verb | from | to | who may | letter to |", "|---|---|---|---|---|---|"]
    lines += [_row(verb) for verb in VERBS]
    return "\n".join(lines)


def _row(verb: DocumentedVerb) -> str:
    act = ON_EACH.get(verb.verb, verb.verb)
    changes = [(source, target) for source, name, target in transitions() if name == act]
    own = set(verb.sources) if act != verb.verb else {source for source, _ in changes}
    sources = _in_order(own) or list(verb.sources)
    targets = _in_order({target for _, target in changes})
    told = sorted(
        {_audience(notice.audience.__name__) for notice in LETTER_RULES.get(Verb(act), [])}
    )
    return (
        f"| {verb.words} | `{verb.verb}` | {', '.join(sources) or '–'} "
        f"| {', '.join(targets) or ('open' if verb.verb == 'open' else 'as it was')} "
        f"| {verb.who} | {', '.join(told) or '–'} |"
    )


def _in_order(states: set[str]) -> list[str]:
    return [state.value for state in ANY if state in states]


def _audience(name: str) -> str:
    return name.replace("_", " ")
