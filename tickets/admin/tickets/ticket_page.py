"""What a ticket's page shows: its folder, both clocks, and the ways on from here."""

from datetime import datetime
from typing import Any, NamedTuple

from istockist_sla.core.lib import text
from istockist_sla.core.models import User
from istockist_sla.desk.actions import ActionLink
from tickets import inputs
from tickets.admin import event_text
from tickets.admin.findings import pages, proposals
from tickets.admin.tickets import clock_panels
from tickets.admin.tickets.thread import (
    TicketThread,
    checks,
    condition_rows,
    conditions_sentence,
    facts_at_opening,
    others_of_fault,
)
from tickets.lifecycle.closing import REOPENING
from tickets.models import ClientFact, CloseReason, FaultClass, Team, Ticket, TicketState
from tickets.sla.verdict import EXCLUDED, NOT_COVERED, judge
from tickets.wording.client_facts import fact_value, plan_name


class Button(NamedTuple):
    label: str
    url: str
    name: str = ""
    value: str = ""


class Mode(NamedTuple):
    """One way to use the composer; the last button is the main one."""

    code: str
    name: str
    buttons: list[Button]
    note: str = ""
    files: bool = True


def context(
    ticket: Ticket, *, viewer: User, offered: list[ActionLink], compose: str, now: datetime
) -> dict[str, Any]:
    folder = TicketThread(ticket, viewer=viewer)
    ticket_facts = inputs.load_inputs(ticket)
    verdicts = judge(ticket_facts, now=now)
    terms = ticket_facts.terms
    response, fix = clock_panels.panels(ticket, verdicts, terms, now)
    verbs = {offer.form_class.verb: offer for offer in offered}
    modes = composer(verbs)
    held = facts_at_opening(ticket)
    verdict = verdicts.response.verdict
    return {
        "ticket": ticket,
        "folder": folder,
        "thread": folder.thread(),
        "seen": folder.seen,
        "available_actions": [offer for offer in offered if offer.form_class.in_toolbar],
        "hint": hint(ticket, now),
        "modes": modes,
        "mode": next((mode for mode in modes if mode.code == compose), modes[0] if modes else None),
        "response": response,
        "fix": fix,
        "hand_overs": clock_panels.hand_overs(folder.hand_overs, terms, now),
        "verdicts": verdicts,
        "terms": terms,
        "conditions": condition_rows(
            verdicts.conditions, ticket_facts, proposals.assessments(ticket, offered)
        ),
        "findings": pages.brief(ticket),
        "proposals": proposals.links(ticket, offered),
        "rectify": verbs.get(proposals.verb_of("rectification")),
        "conditions_sentence": conditions_sentence(verdicts.conditions),
        "standing": verdict if verdict in (EXCLUDED, NOT_COVERED) else "guaranteed",
        "test_sense": event_text.test_sense(ticket.class_test),
        "facts": [(fact, fact_value(fact.kind, fact.value)) for fact in held],
        "plan": _plan(held),
        "checks": checks(ticket),
        "others": others_of_fault(ticket),
        "components": list(ticket.components.all()),
    }


def composer(verbs: dict[str, ActionLink]) -> list[Mode]:
    """The ways to write that are legal now."""
    modes = []
    if "reply" in verbs:
        buttons = [
            *([Button("Reply and close…", verbs["close"].url, "draft", "1")] * ("close" in verbs)),
            *([Button("Reply and wait", verbs["ask"].url)] * ("ask" in verbs)),
            Button("Reply", verbs["reply"].url),
        ]
        modes.append(Mode("reply", "Reply to client", buttons))
    if "note" in verbs:
        note = "The client never sees it."
        modes.append(Mode("note", "Internal note", [Button("Note", verbs["note"].url)], note))
    if "hand_over" in verbs:
        for team, name in Team.choices:
            button = Button(f"Hand over to {name}", verbs["hand_over"].url, "team", team)
            modes.append(Mode(team, f"To {name}", [button], "The client never sees it.", False))
    if "hear_back" in verbs:
        button = Button("Record the report", verbs["hear_back"].url)
        modes.append(Mode("report", "Report back", [button], "The client never sees it.", False))
    return modes


def hint(ticket: Ticket, now: datetime) -> str:
    """What the state allows next, in a sentence."""
    if ticket.is_closed and ticket.closed_at is not None:
        reason = str(CloseReason(ticket.close_reason).label).lower()
        until = text.clock_gmt(ticket.closed_at + REOPENING, now)
        ending = (
            f"May be reopened until {until}."
            if now <= ticket.closed_at + REOPENING
            else "Too long ago to reopen (K13)."
        )
        return f"Closed {text.clock_gmt(ticket.closed_at, now)}: {reason}. {ending}"
    if ticket.state == TicketState.OPEN:
        return "To qualify: until then the strictest limit counts down."
    when = text.clock_gmt(ticket.qualified_at, now) if ticket.qualified_at else ""
    if not ticket.is_fault:
        return f"A request since {when}. It may still be qualified as a fault."
    if ticket.fault_class == FaultClass.LOW:
        return f"Qualified {when}. Low is the lowest class."
    return f"Qualified {when}. The class can only go down, after a workaround."


def _plan(held: list[ClientFact]) -> str:
    values = {fact.kind: fact.value for fact in held}
    name = plan_name(values.get(ClientFact.Kind.PLAN), values.get(ClientFact.Kind.PREMIUM))
    return name.replace("· Premium", "· SLA Premium")
