"""The life of a ticket as a picture and a table, made from the code for the README."""

from collections.abc import Iterator
from typing import NamedTuple

from tickets.models import Ticket, TicketState, Verb
from tickets.notifications import LETTER_RULES

UNCLOSED = (TicketState.OPEN, TicketState.QUALIFIED, TicketState.DOWNGRADED)
ANY = (*UNCLOSED, TicketState.CLOSED)
QUALIFIED = (TicketState.QUALIFIED, TicketState.DOWNGRADED)
SUPPORT, CLIENT, BOTH = "Support", "Client Administrator", "Support, Client Administrator"
ANOTHER, CLOCK = "another manager", "the system"


class Step(NamedTuple):
    """What the README says of a verb. A verb that changes the state takes its states from the
    model's transitions, another from `sources`."""

    words: str
    who: str
    sources: tuple[TicketState, ...] = UNCLOSED


# In the order of a ticket's life.
STEPS: dict[Verb, Step] = {
    Verb.OPEN: Step("Open (mail, portal, or for a client)", BOTH, ()),
    Verb.TAKE: Step("Take in charge", SUPPORT),
    Verb.ASSIGN: Step("Assign", SUPPORT),
    Verb.QUALIFY: Step("Qualify as fault or request", SUPPORT),
    Verb.MOVE: Step("Move to another fault", SUPPORT, QUALIFIED),
    Verb.REPLY: Step("Reply", SUPPORT),
    Verb.NOTIFY: Step("Reply on every open ticket of a fault", SUPPORT, QUALIFIED),
    Verb.ASK: Step("Ask the client", SUPPORT),
    Verb.NOTICE_FAILED: Step("Notice that a question reached nobody", CLOCK, ANY),
    Verb.NOTICE_DELIVERED: Step("Notice that it was delivered after all", CLOCK, ANY),
    Verb.WRITE: Step("Write, which answers what was asked by then", CLIENT, ANY),
    Verb.ANSWER: Step("Record an answer given elsewhere", SUPPORT, ANY),
    Verb.CONFIRM_PERSON: Step("Confirm that a person wrote a mail", SUPPORT, ANY),
    Verb.SPLIT: Step("Split a message off into a ticket of its own", SUPPORT, ANY),
    Verb.NOTE: Step("Internal note", SUPPORT, ANY),
    Verb.HAND_OVER: Step("Hand over to Operations or Development", SUPPORT),
    Verb.HEAR_BACK: Step("Hear back", "Support, technical teams"),
    Verb.SET_PRIORITY: Step("Change the priority given", CLIENT),
    Verb.DOWNGRADE: Step("Downgrade on a workaround", SUPPORT),
    Verb.CLOSE: Step("Close with its reason", f"{BOTH}, the clock (no answer)"),
    Verb.RESOLVE: Step("Close every open ticket of a fault as resolved", SUPPORT, QUALIFIED),
    Verb.REOPEN: Step("Reopen within 14 days", BOTH),
    Verb.UNDO_CLOSING: Step("Undo a closing that an answer came before", CLOCK),
    Verb.RATE: Step("Rate how it was handled, from 1 to 5", CLIENT, (TicketState.CLOSED,)),
    Verb.PROPOSE: Step("Put a finding forward", SUPPORT, ANY),
    Verb.APPROVE: Step("Approve it", ANOTHER, ANY),
    Verb.DECLINE: Step("Decline it", ANOTHER, ANY),
    Verb.RECTIFY: Step(
        "Put the class right, once approved", ANOTHER, (*QUALIFIED, TicketState.CLOSED)
    ),
    Verb.CONTEST: Step("Contest an exclusion or “not a fault”", BOTH, ANY),
    Verb.UPHOLD: Step("Uphold it after the contest", ANOTHER, ANY),
    Verb.WITHDRAW: Step("Withdraw it after the contest", ANOTHER, ANY),
    Verb.AMEND: Step("Judge anew by an amendment of its closed month", ANOTHER, ANY),
}
# A step of a whole fault is on each of its tickets this one, with its letters.
ON_EACH: dict[Verb, Verb] = {Verb.NOTIFY: Verb.REPLY, Verb.RESOLVE: Verb.CLOSE}


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
    """Steps, states, who may take them and who is notified, as Markdown."""
    lines = ["| step | verb | from | to | who may | letter to |", "|---|---|---|---|---|---|"]
    lines += [_table_row(verb, step) for verb, step in STEPS.items()]
    return "\n".join(lines)


def _table_row(verb: Verb, step: Step) -> str:
    on_each = ON_EACH.get(verb, verb)
    changes = [(source, target) for source, name, target in transitions() if name == on_each]
    own: set[str] = set(step.sources) if on_each != verb else {source for source, _ in changes}
    sources = _in_order(own) or list(step.sources)
    targets = _in_order({target for _, target in changes})
    rules = LETTER_RULES.get(on_each, [])
    audiences = sorted({rule.audience.__name__.replace("_", " ") for rule in rules})
    return (
        f"| {step.words} | `{verb}` | {', '.join(sources) or '–'} "
        f"| {', '.join(targets) or ('open' if verb == Verb.OPEN else 'as it was')} "
        f"| {step.who} | {', '.join(audiences) or '–'} |"
    )


def _in_order(states: set[str]) -> list[str]:
    return [state.value for state in ANY if state in states]
