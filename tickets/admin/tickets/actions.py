"""The steps of a ticket as buttons: each verb, who may, when it is legal, and its door."""

from datetime import datetime
from typing import Any

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import Step
from tickets import lifecycle
from tickets.admin.faults.forms import DowngradeForm
from tickets.admin.findings import proposals
from tickets.admin.tickets import acts
from tickets.admin.tickets.forms import (
    AnswerForm,
    AssignForm,
    HandOverForm,
    MessageForm,
    MoveToFaultForm,
    NoteForm,
    OpenForm,
    ReopenTicketForm,
    ReportForm,
)
from tickets.admin.tickets.qualify_forms import CloseTicketForm, QualifyForm
from tickets.lifecycle.base import events_of_fault
from tickets.models import FaultClass, Ticket
from tickets.sla.terms import LOWER

HANDLE = ("tickets.handle_ticket",)
REPORT = ("tickets.report_back", "tickets.handle_ticket")


def _unclosed(ticket: Ticket, at: datetime) -> bool:
    return not ticket.is_closed


def _events_of_fault(ticket: Ticket) -> Any:
    """A workaround is the fault's: what happened on its other tickets matters too (K9)."""
    if ticket.fault is None:
        return Event.objects.about(Event.Kind.TICKET, ticket.pk)
    return events_of_fault(ticket.fault, Ticket.objects.filter(fault=ticket.fault_id))


def _of_the_team(ticket: Ticket, user: Any) -> bool:
    """Support hears back from any team; a technical person answers for their own (P5)."""
    if user.has_perm("tickets.handle_ticket") or not ticket.team:
        return True
    return user.groups.filter(name=ticket.get_team_display()).exists()


def _downgrade_label(ticket: Ticket) -> str:
    lower = LOWER.get(ticket.fault_class)
    return f"Downgrade to {FaultClass(lower).label}…" if lower else "Downgrade…"


OPEN = Step(
    "open",
    "Open for a client",
    HANDLE,
    acts.open,
    form=OpenForm,
    submit="Open the ticket",
    done="The ticket is open.",
    intro="It is opened for a named client administrator, and opening it is not handling it (P2).",
)
STEPS = (
    Step(
        "take",
        "Take in charge",
        HANDLE,
        acts.take,
        legal=lambda ticket, at: not ticket.is_closed and ticket.owner_id is None,
        done="The ticket is yours, and the first answer is given.",
        icon="user-round-check",
    ),
    Step(
        "qualify",
        "Qualify…",
        HANDLE,
        acts.qualify,
        form=QualifyForm,
        legal=_unclosed,
        transition="qualify",
        done="Qualified. The client is told.",
        intro="The first test that applies gives the class, judged for this client (C1). "
        "It is definitive: later it only goes down (C3).",
        template="admin/tickets/ticket/qualify.html",
    ),
    Step(
        "downgrade",
        _downgrade_label,
        HANDLE,
        acts.downgrade,
        form=DowngradeForm,
        transition="downgrade",
        done="Downgraded. The clients are told.",
        intro="A workaround or partial solution lowers the fault's tickets by one class (K9).",
        template="admin/tickets/ticket/downgrade.html",
        events=_events_of_fault,
    ),
    Step(
        "ask",
        "Ask the client…",
        HANDLE,
        acts.speak(lifecycle.ask),
        form=MessageForm,
        legal=_unclosed,
        done="Asked. The fix clock waits for the answer.",
        intro="A question that the fix needs: the fix clock waits until the client answers (K10).",
    ),
    Step(
        "answer",
        "Record the answer…",
        HANDLE,
        acts.answer,
        form=AnswerForm,
        legal=lambda ticket, at: ticket.waiting_since is not None,
        done="Recorded. The fix clock runs on.",
    ),
    Step(
        "hand_over",
        "Hand over…",
        HANDLE,
        acts.hand_over,
        form=HandOverForm,
        legal=lambda ticket, at: not ticket.is_closed and not ticket.team,
        done="Handed over.",
        intro="Support stays the client's partner (P5).",
    ),
    Step(
        "hear_back",
        lambda ticket: f"Hear back from {ticket.get_team_display()}…",
        REPORT,
        acts.hear_back,
        form=ReportForm,
        legal=lambda ticket, at: bool(ticket.team),
        who=_of_the_team,
        done="Recorded. The ticket is Support's alone again.",
    ),
    Step(
        "assign",
        "Assign…",
        HANDLE,
        acts.assign,
        form=AssignForm,
        legal=_unclosed,
        done="Assigned.",
        intro="Gives the ticket to a colleague; it stops no clock (K6).",
    ),
    Step(
        "move",
        "Move to another fault…",
        HANDLE,
        acts.move,
        form=MoveToFaultForm,
        legal=lambda ticket, at: not ticket.is_closed and bool(ticket.fault_class),
        done="Moved.",
    ),
    Step(
        "close",
        "Close…",
        HANDLE,
        acts.close,
        form=CloseTicketForm,
        transition="close",
        done="Closed.",
        template="admin/tickets/ticket/close.html",
    ),
    Step(
        "reopen",
        "Reopen…",
        HANDLE,
        acts.reopen,
        form=ReopenTicketForm,
        transition="reopen",
        legal=lifecycle.may_reopen,
        done="Reopened, in the state and class it was closed in.",
        intro="Within fourteen days of closing the same ticket resumes (K13).",
    ),
    Step(
        "reply",
        "Reply",
        HANDLE,
        acts.speak(lifecycle.reply),
        form=MessageForm,
        legal=_unclosed,
        done="Sent to the client.",
        in_bar=False,
    ),
    Step(
        "note",
        "Internal note",
        HANDLE,
        acts.speak(lifecycle.note),
        form=NoteForm,
        done="Noted. The client does not see it.",
        in_bar=False,
    ),
    *proposals.STEPS,
)
