"""What a ticket's page shows: its thread, both clocks, and the actions that are available."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from availability.models import Component
from istockist_sla.core.lib import text
from istockist_sla.core.models import Event, FormDraft, User
from istockist_sla.desk.actions import ActionLink
from tickets import inputs
from tickets.admin.event_text import class_test_text
from tickets.admin.findings.proposal_forms import ProposeRectificationForm
from tickets.admin.findings.proposal_links import assessment_links, proposal_links
from tickets.admin.tickets import mail_marks
from tickets.admin.tickets.beside import canned_text
from tickets.admin.tickets.clock_panels import fix_panel, response_panel, team_times
from tickets.admin.tickets.composer import chosen_mode, composer_modes
from tickets.admin.tickets.condition_rows import condition_rows, conditions_sentence
from tickets.admin.tickets.connected import connected
from tickets.admin.tickets.folding import stretches
from tickets.admin.tickets.thread import ThreadEntry, TicketThread
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
from tickets.sla.folder import facts_at
from tickets.sla.terms import FactAtOpening
from tickets.sla.verdict import EXCLUDED, NOT_COVERED, judge
from tickets.wording.client_facts import fact_value, plan_name

LETTERS_LISTED = 30


class Asked(NamedTuple):
    """What the address asks for: how the composer opens, with which canned reply, and which place
    of the thread is unfolded."""

    mode: str = ""
    canned: str = ""
    place: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        get = request.GET.get
        return cls(get("to", ""), get("canned", ""), get("place", ""))


def context(
    ticket: Ticket,
    *,
    viewer: User,
    actions: list[ActionLink],
    asked: Asked,
    draft: FormDraft | None,
    now: datetime,
) -> dict[str, Any]:
    """`draft`: of the composer's text."""
    thread = TicketThread(ticket, viewer=viewer)
    by_verb = {action.form_class.verb: action for action in actions}
    modes = composer_modes(by_verb)
    return {
        "ticket": ticket,
        "ticket_url": reverse("admin:tickets_ticket_change", args=[ticket.pk]),
        **thread_context(thread, asked.place),
        "available_actions": [action for action in actions if action.form_class.in_toolbar],
        "hint": hint(ticket, now),
        "modes": modes,
        "mode": chosen_mode(modes, asked.mode, draft.mode if draft else ""),
        "draft": draft,
        "composed": composed(ticket, viewer, asked, draft),
        **mail_marks.context(thread, by_verb),
        "rectify": by_verb.get(ProposeRectificationForm.verb),
        "split": by_verb.get(Verb.SPLIT),
        "class_test": class_test_text(ticket.class_test),
        "checks": checks(ticket),
        "ratings": ratings(ticket, thread.events),
        "connected": connected(ticket, thread.events),
        "components": components_of(ticket, thread.events),
        **_verdict_context(ticket, thread, actions, now),
    }


def beside_context(ticket: Ticket, *, viewer: User, now: datetime) -> dict[str, Any]:
    """What stands beside the form of an action: both clocks, and the last stretch of the thread."""
    thread = TicketThread(ticket, viewer=viewer)
    ticket_inputs = inputs.load_inputs(ticket)
    verdicts = judge(ticket_inputs, now=now)
    return {
        "ticket": ticket,
        "ticket_url": reverse("admin:tickets_ticket_change", args=[ticket.pk]),
        "thread": thread_context(thread, "")["thread"],
        "response": response_panel(verdicts.response, now),
        "fix": fix_panel(ticket, verdicts, ticket_inputs, now),
    }


def composed(ticket: Ticket, viewer: User, asked: Asked, draft: FormDraft | None) -> str:
    """What stands in the composer: what the person has typed, and below it the canned reply that
    is asked for."""
    typed = draft.text if draft else ""
    chosen = canned_text(ticket, viewer, asked.canned) if asked.canned else ""
    return "\n\n".join(filter(None, [typed, chosen]))


def thread_context(thread: TicketThread, place: str) -> dict[str, Any]:
    """The thread with its folds, and the letters about it, the latest first."""
    parts = stretches(thread.slots(), place)
    shown = thread.entries([slot for part in parts if not part.fold for slot in part.slots])
    entries = list[ThreadEntry]()
    for part in parts:
        if part.fold is not None:
            entries.append(ThreadEntry(fold=part.fold))
        else:
            entries += shown[: len(part.slots)]
            shown = shown[len(part.slots) :]
    return {
        "thread": entries,
        "letters": thread.letters[::-1][:LETTERS_LISTED],
        "letter_count": len(thread.letters),
        "returned": {note.letter_id for note in thread.notes if note.letter_id},
        "seen": thread.seen,
    }


def components_of(ticket: Ticket, events: Sequence[Event]) -> list[Component]:
    """Nothing is asked where none is recorded."""
    recorded = any(event.data.get("components") for event in events if event.verb == Verb.QUALIFY)
    return list(ticket.components.all()) if recorded else []


def _verdict_context(
    ticket: Ticket, thread: TicketThread, actions: list[ActionLink], now: datetime
) -> dict[str, Any]:
    """Clocks, conditions and facts, from one reading of what they rest on."""
    clients = {ticket.pk: ticket.client_id}
    rows = inputs.read(clients)
    ticket_inputs = inputs.inputs_of_rows(clients, rows)[ticket.pk]
    verdicts, terms = judge(ticket_inputs, now=now), ticket_inputs.terms
    findings = list(ticket.findings.all())
    verdict, links = verdicts.response.verdict, assessment_links(findings, actions)
    return {
        "verdicts": verdicts,
        "terms": terms,
        "response": response_panel(verdicts.response, now),
        "fix": fix_panel(ticket, verdicts, ticket_inputs, now),
        "team_times": team_times(thread.turns, terms, now),
        "conditions": condition_rows(verdicts.conditions, ticket_inputs, links),
        "conditions_sentence": conditions_sentence(verdicts.conditions),
        "standing": verdict if verdict in (EXCLUDED, NOT_COVERED) else "guaranteed",
        "findings": findings,
        "proposals": proposal_links(actions, late_by=verdicts.response.late_by),
        **_fact_context(facts_at(rows.facts[ticket.client_id], ticket.opened_at)),
    }


def _fact_context(facts: Mapping[str, FactAtOpening]) -> dict[str, Any]:
    """The fact of each kind that held at the opening (P4), in the order of the kinds."""
    kinds = [kind for kind in ClientFact.Kind if kind in facts]
    values = {kind: facts[kind].value for kind in kinds}
    plan = plan_name(values.get(ClientFact.Kind.PLAN), values.get(ClientFact.Kind.PREMIUM))
    return {
        "facts": [(kind.label, facts[kind], fact_value(kind, values[kind])) for kind in kinds],
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
