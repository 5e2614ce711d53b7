"""What a ticket's page shows: its thread, both clocks, and the actions that are available."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, FormDraft, User
from istockist_sla.desk.actions import ActionLink
from tickets import inputs
from tickets.admin.event_text import class_test_text
from tickets.admin.findings.pages import findings_of
from tickets.admin.findings.proposal_forms import ProposeRectificationForm
from tickets.admin.findings.proposal_links import assessment_links, proposal_links
from tickets.admin.tickets import mail_marks
from tickets.admin.tickets.clock_panels import fix_panel, response_panel, team_times
from tickets.admin.tickets.composer import chosen_mode, composer_modes
from tickets.admin.tickets.condition_rows import condition_rows, conditions_sentence
from tickets.admin.tickets.thread import TicketThread
from tickets.deadlines import REOPENING
from tickets.models import (
    ClientFact,
    CloseReason,
    FaultClass,
    PreCheck,
    Rating,
    Ticket,
    TicketState,
    Verb,
)
from tickets.sla.verdict import EXCLUDED, NOT_COVERED, judge
from tickets.wording.client_facts import fact_value, plan_name

MOST_OTHERS = 20


def context(
    ticket: Ticket,
    *,
    viewer: User,
    actions: list[ActionLink],
    compose: str,
    draft: FormDraft | None,
    now: datetime,
) -> dict[str, Any]:
    """`compose`: the code of the composer's mode that is asked for; `draft`: of its text."""
    thread = TicketThread(ticket, viewer=viewer)
    by_verb = {action.form_class.verb: action for action in actions}
    modes = composer_modes(by_verb)
    return {
        "ticket": ticket,
        "thread": thread.entries(),
        "letters": thread.letters,
        "returned": {note.letter_id for note in thread.notes if note.letter_id},
        "seen": thread.seen,
        "available_actions": [action for action in actions if action.form_class.in_toolbar],
        "hint": hint(ticket, now),
        "modes": modes,
        "mode": chosen_mode(modes, compose, draft.mode if draft else ""),
        "draft": draft,
        **mail_marks.context(thread, by_verb),
        "findings": findings_of(ticket),
        "proposals": proposal_links(ticket, actions),
        "rectify": by_verb.get(ProposeRectificationForm.verb),
        "class_test": class_test_text(ticket.class_test),
        "checks": checks(ticket),
        "ratings": ratings(ticket, thread.events),
        "others": others_of_fault(ticket),
        "components": list(ticket.components.all()),
        **_verdict_context(ticket, thread, actions, now),
        **_fact_context(ticket),
    }


def _verdict_context(
    ticket: Ticket, thread: TicketThread, actions: list[ActionLink], now: datetime
) -> dict[str, Any]:
    """Clocks and conditions, from one reading of the ticket's inputs."""
    ticket_inputs = inputs.load_inputs(ticket)
    verdicts, terms = judge(ticket_inputs, now=now), ticket_inputs.terms
    verdict, links = verdicts.response.verdict, assessment_links(ticket, actions)
    return {
        "verdicts": verdicts,
        "terms": terms,
        "response": response_panel(verdicts.response, now),
        "fix": fix_panel(ticket, verdicts, ticket_inputs, now),
        "team_times": team_times(thread.hand_overs, terms, now),
        "conditions": condition_rows(verdicts.conditions, ticket_inputs, links),
        "conditions_sentence": conditions_sentence(verdicts.conditions),
        "standing": verdict if verdict in (EXCLUDED, NOT_COVERED) else "guaranteed",
    }


def _fact_context(ticket: Ticket) -> dict[str, Any]:
    facts = facts_at_opening(ticket)
    values = {fact.kind: fact.value for fact in facts}
    plan = plan_name(values.get(ClientFact.Kind.PLAN), values.get(ClientFact.Kind.PREMIUM))
    return {
        "facts": [(fact, fact_value(fact.kind, fact.value)) for fact in facts],
        "plan": plan.replace("· Premium", "· SLA Premium"),
    }


def hint(ticket: Ticket, now: datetime) -> str:
    """What the state allows next, in a sentence."""
    if ticket.is_closed and ticket.closed_at is not None:
        return _closed_hint(ticket, ticket.closed_at, now)
    if ticket.state == TicketState.OPEN:
        return "To qualify: until then the strictest limit counts down."
    when = text.clock_gmt(ticket.qualified_at, now) if ticket.qualified_at else ""
    if not ticket.is_fault:
        return f"A request since {when}. It may still be qualified as a fault."
    if ticket.fault_class == FaultClass.LOW:
        return f"Qualified {when}. Low is the lowest class."
    return f"Qualified {when}. The class can only go down, after a workaround."


def _closed_hint(ticket: Ticket, closed_at: datetime, now: datetime) -> str:
    reason = str(CloseReason(ticket.close_reason).label).lower()
    until = closed_at + REOPENING
    ending = (
        f"May be reopened until {text.clock_gmt(until, now)}."
        if now <= until
        else "Too long ago to reopen (K13)."
    )
    return f"Closed {text.clock_gmt(closed_at, now)}: {reason}. {ending}"


def facts_at_opening(ticket: Ticket) -> list[ClientFact]:
    """The fact of each kind that held at the opening instant (P4), in the order of the kinds."""
    rows = ClientFact.objects.filter(client=ticket.client_id).in_order_at(ticket.opened_at)
    facts: dict[str, ClientFact] = {}
    for fact in rows.select_related("author"):
        facts.setdefault(fact.kind, fact)
    return [facts[kind] for kind in ClientFact.Kind.values if kind in facts]


def checks(ticket: Ticket) -> list[tuple[str, str, str]]:
    """The four checks before opening: what, its state, and its note (O2)."""
    rows = []
    for check in PreCheck:
        stated: Any = ticket.checks.get(check, {})
        state = stated.get("state", "not stated") if isinstance(stated, dict) else str(stated)
        note = stated.get("note", "") if isinstance(stated, dict) else ""
        rows.append((str(check.label), state.capitalize(), note))
    return rows


def ratings(ticket: Ticket, events: Sequence[Event]) -> list[tuple[Rating, User | None]]:
    """How each closing was rated, and by whom, the latest first."""
    given = {event.data["rating"]: event.actor for event in events if event.verb == Verb.RATE}
    if not given:
        return []
    rows = Rating.objects.filter(ticket=ticket).standing().order_by("-closed_at")
    return [(rating, given.get(rating.pk)) for rating in rows]


def others_of_fault(ticket: Ticket) -> list[Ticket]:
    """The latest other tickets of its fault."""
    if ticket.fault_id is None:
        return []
    others = Ticket.objects.filter(fault=ticket.fault_id).exclude(pk=ticket.pk)
    return list(others.select_related("client").order_by("-number")[:MOST_OTHERS])
