"""Findings are put forward with what they rest on (G3, G10, C3, C5, E4, B1)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from availability.models import Maintenance
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets import inputs
from tickets.attachments import Upload
from tickets.lifecycle.base import SUPPORT, commit_step, lock, refuse_closed_month
from tickets.lifecycle.close_reasons import refuse_duplicate
from tickets.lifecycle.drafts import add_message
from tickets.models import CONTESTABLE, ClientFact, Finding, Message, Ticket, TicketKind, Verb
from tickets.sla.terms import CLASS_TESTS

Kinds = Finding.Kind
# What happened over a long weekend is reported on its first working day.
NOTICED_WITHIN = timedelta(days=3)


@transaction.atomic
def propose(
    ticket_id: int,
    *,
    kind: str,
    evidence: str,
    by: User,
    at: datetime,
    files: Iterable[Upload] = (),
    client_reason: str = "",
    **adds: Any,
) -> Finding:
    """Propose a finding with its evidence; it applies to nothing until another manager approves
    it (G10).

    `client_reason`: the reason in words for the client, who never reads the evidence. `adds`: the
    columns that the kind asks for. Raises ActionRefused.
    """
    ticket, at = lock(ticket_id), to_second(at)
    if kind not in Kinds.values:
        raise ActionRefused("Choose what is to be decided.")
    if not evidence.strip():
        raise ActionRefused("Write what it rests on.")
    if kind in CONTESTABLE:
        refuse_closed_month(ticket)
    _refuse_again(ticket, kind)
    REQUIREMENTS.get(kind, _nothing)(ticket, adds, at)
    message = add_message(ticket, kind=Message.Kind.NOTE, text=evidence, by=by, at=at, files=files)
    finding = Finding.objects.create(
        ticket=ticket,
        kind=kind,
        evidence=message,
        client_reason=client_reason.strip(),
        proposer=by,
        proposed_at=at,
        **adds,
    )
    commit_step(
        ticket,
        verb=Verb.PROPOSE,
        by=by,
        side=SUPPORT,
        at=at,
        data={"finding": finding.pk, "of": kind, "message": message.pk},
    )
    return finding


def _refuse_again(ticket: Ticket, kind: str) -> None:
    """One decision at a time; what excludes already need not be found twice."""
    known = ticket.findings.filter(kind=kind)
    if known.undecided().exists():
        raise ActionRefused("The same is proposed already and waits for its decision.")
    if kind in CONTESTABLE and known.in_effect().exists():
        raise ActionRefused("The same is in effect already.")


def _nothing(ticket: Ticket, adds: dict[str, Any], at: datetime) -> None:
    """The kind asks for nothing more than its evidence."""


def _ask_rectification(ticket: Ticket, adds: dict[str, Any], at: datetime) -> None:
    """Only a given class is rectified, and into another one or into a request (C3, O4)."""
    class_before = ticket.response.fault_class
    if not class_before:
        raise ActionRefused("The ticket has no class yet: qualify it.")
    adds["class_before"] = class_before
    if adds.get("to_kind") == TicketKind.REQUEST:
        adds["fault_class"] = adds["class_test"] = ""
        return
    adds["to_kind"] = TicketKind.FAULT
    if adds.get("class_test") not in CLASS_TESTS:
        raise ActionRefused("Say which test of the class decides.")
    adds["fault_class"] = CLASS_TESTS[adds["class_test"]]
    if (adds["fault_class"], adds["class_test"]) == (class_before, ticket.class_test):
        raise ActionRefused("That is the class it was given.")


def _ask_no_fault(ticket: Ticket, adds: dict[str, Any], at: datetime) -> None:
    """It cites the client's fact that the provider decided the interruption (C5)."""
    fact = adds.get("fact")
    if (
        fact is None
        or fact.client_id != ticket.client_id
        or fact.kind != ClientFact.Kind.INTERRUPTION
        or fact.value != ClientFact.YES
    ):
        raise ActionRefused("Cite the client's fact of an interruption decided by us (C5).")


def _ask_maintenance(ticket: Ticket, adds: dict[str, Any], at: datetime) -> None:
    """It names work that was announced before it began, that the version holds to be planned
    maintenance (A4), and that the ticket's time and components could have met (K11)."""
    work = adds.get("maintenance")
    if work is None:
        raise ActionRefused("Name the planned maintenance that was the cause.")
    if not work.planned():
        raise ActionRefused(
            "That work was not announced before it began, so it was not planned (A4)."
        )
    if (
        work.kind == Maintenance.Kind.RELEASE
        and not inputs.load_inputs(ticket).terms.release_is_maintenance
    ):
        raise ActionRefused(
            "An application release is no planned maintenance in this agreement (A4)."
        )
    _refuse_elsewhere(ticket, work, at)


def _refuse_elsewhere(ticket: Ticket, work: Maintenance, at: datetime) -> None:
    since, until = ticket.opened_at - NOTICED_WITHIN, ticket.closed_at or at
    if not any(span.start < until and span.end > since for span in work.planned()):
        raise ActionRefused(
            "That window lies outside the ticket's time: it was over more than three days before "
            "the ticket was opened, or began after its end."
        )
    concerned = set(ticket.components.values_list("pk", flat=True))
    if concerned.isdisjoint(work.components.values_list("pk", flat=True)) and concerned:
        raise ActionRefused("That work concerned none of the ticket's components (K11).")


def _ask_duplicate(ticket: Ticket, adds: dict[str, Any], at: datetime) -> None:
    _ask_unclosed(ticket, adds, at)
    refuse_duplicate(ticket, adds.get("duplicate_of"))


def _ask_unclosed(ticket: Ticket, adds: dict[str, Any], at: datetime) -> None:
    if ticket.is_closed:
        raise ActionRefused(f"Ticket {ticket.number} is closed already.")


def _ask_invoicing(ticket: Ticket, adds: dict[str, Any], at: datetime) -> None:
    """A check of O2 that was not done is a basis; what nobody stated is none (B1)."""
    if not adds.get("minutes"):
        raise ActionRefused("Write how many minutes are to be invoiced.")
    if not any(check.get("state") == "not done" for check in ticket.checks.values()):
        raise ActionRefused("No check before opening is recorded as not done (O2, B1).")


REQUIREMENTS: dict[str, Callable[[Ticket, dict[str, Any], datetime], None]] = {
    Kinds.RECTIFICATION: _ask_rectification,
    Kinds.NO_FAULT: _ask_no_fault,
    Kinds.MAINTENANCE_CAUSE: _ask_maintenance,
    Kinds.DUPLICATE: _ask_duplicate,
    Kinds.SPAM: _ask_unclosed,
    Kinds.INVOICING: _ask_invoicing,
}
