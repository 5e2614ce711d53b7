"""Steps that give a ticket its owner, its class and its fault."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from availability.models import Component
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.lifecycle.base import (
    SUPPORT,
    append_fault_event,
    commit_step,
    lock,
    lock_fault,
    refuse_closed,
)
from tickets.lifecycle.drafts import add_message
from tickets.models import (
    CustomerSuccessContact,
    Fault,
    Message,
    Ticket,
    TicketKind,
    TicketState,
    Verb,
)
from tickets.sla.terms import CLASS_BELOW, CLASS_TESTS


@transaction.atomic
def take(ticket_id: int, *, by: User, at: datetime, seen: int | None) -> Ticket:
    """Take in charge: sets the owner, and stops the response clock (K6), also by the agent to whom
    the ticket was assigned: assigning stops nothing."""
    ticket, at = lock(ticket_id, seen=seen), to_second(at)
    refuse_closed(ticket)
    if ticket.owner_id == by.pk and ticket.handled_at is not None:
        raise ActionRefused("The ticket is yours already.")
    ticket.owner = by
    commit_step(ticket, verb=Verb.TAKE, by=by, side=SUPPORT, at=at, data={"owner": by.pk})
    return ticket


@transaction.atomic
def assign(ticket_id: int, *, to: User | None, by: User, at: datetime, seen: int | None) -> Ticket:
    """Give the ticket to a colleague, or to nobody; stops no clock (K6)."""
    ticket, at = lock(ticket_id, seen=seen), to_second(at)
    refuse_closed(ticket)
    ticket.owner = to
    commit_step(
        ticket, verb=Verb.ASSIGN, by=by, side=SUPPORT, at=at, data={"owner": to.pk if to else None}
    )
    return ticket


@transaction.atomic
def qualify(
    ticket_id: int,
    *,
    class_test: str,
    by: User,
    at: datetime,
    seen: int | None,
    fault: Fault | None = None,
    fault_title: str = "",
    components: Iterable[Component] = (),
    checks_not_done: dict[str, str] | None = None,
    through: CustomerSuccessContact | None = None,
) -> Ticket:
    """The class that the tests of C1 give, definitive from now on (C3), on a new or known fault.

    `checks_not_done`: checks of O2 that an agent records as not done, each with its reason.
    """
    ticket, at = lock(ticket_id, seen=seen), to_second(at)
    _refuse_qualified(ticket)
    if class_test not in CLASS_TESTS:
        raise ActionRefused("Say which test of the class decides.")
    if fault is None:
        fault = Fault.objects.create(title=(fault_title or ticket.subject)[:200], created_at=at)
    else:
        fault = Fault.objects.select_for_update().get(pk=fault.pk)
    fault_class = CLASS_TESTS[class_test]
    components = list(components)
    ticket.qualify(
        kind=TicketKind.FAULT, fault_class=fault_class, class_test=class_test, fault=fault, at=at
    )
    ticket.components.set(components)
    for code, reason in (checks_not_done or {}).items():
        ticket.checks[code] = {"state": "not done", "note": reason, "by": "support"}
    commit_step(
        ticket,
        verb=Verb.QUALIFY,
        by=by,
        side=SUPPORT,
        at=at,
        data={
            "kind": TicketKind.FAULT,
            "class": fault_class,
            "test": class_test,
            "fault": fault.pk,
            "components": [component.code for component in components],
            "not_done": sorted(checks_not_done or {}),
        },
        through=through,
    )
    return ticket


@transaction.atomic
def qualify_request(
    ticket_id: int,
    *,
    by: User,
    at: datetime,
    seen: int | None,
    through: CustomerSuccessContact | None = None,
) -> Ticket:
    """A request for information: the same folder, no class, no limit (O3, O4)."""
    ticket, at = lock(ticket_id, seen=seen), to_second(at)
    _refuse_qualified(ticket)
    if ticket.state == TicketState.QUALIFIED:
        raise ActionRefused("The ticket is a request already.")
    ticket.qualify(kind=TicketKind.REQUEST, fault_class="", class_test="", fault=None, at=at)
    commit_step(
        ticket,
        verb=Verb.QUALIFY,
        by=by,
        side=SUPPORT,
        at=at,
        data={"kind": TicketKind.REQUEST, "class": "", "test": "", "fault": None},
        through=through,
    )
    return ticket


def _refuse_qualified(ticket: Ticket) -> None:
    refuse_closed(ticket)
    if ticket.fault_class:
        raise ActionRefused("The class is definitive after qualification; it only goes down (C3).")


@transaction.atomic
def move(ticket_id: int, *, fault: Fault, by: User, at: datetime, seen: int | None) -> Ticket:
    """Attach the ticket to another fault, its class unchanged (C4)."""
    present = Ticket.objects.filter(pk=ticket_id).values_list("fault_id", flat=True)
    list(
        Fault.objects.select_for_update()
        .filter(pk__in={*present, fault.pk} - {None})
        .order_by("id")
    )
    ticket, at = lock(ticket_id, seen=seen), to_second(at)
    refuse_closed(ticket)
    if not ticket.fault_class:
        raise ActionRefused("Qualify the ticket first; that attaches it to a fault.")
    if ticket.fault_id == fault.pk:
        raise ActionRefused(f"The ticket belongs to {fault.reference} already.")
    before, ticket.fault = ticket.fault_id, fault
    commit_step(
        ticket,
        verb=Verb.MOVE,
        by=by,
        side=SUPPORT,
        at=at,
        data={"fault": fault.pk, "from": before},
    )
    return ticket


@transaction.atomic
def downgrade(
    fault_id: int,
    *,
    text: str,
    by: User,
    at: datetime,
    seen: int | None,
    through: dict[int, CustomerSuccessContact] | None = None,
) -> list[Ticket]:
    """A workaround for the fault lowers each of its tickets that is in state qualified or
    downgraded above Low by one class (K9); `text` tells the clients what to do meanwhile.

    `through`: by client id, who of Customer Success gave the notice instead of a letter.
    """
    at = to_second(at)
    fault, tickets = lock_fault(fault_id, seen=seen)
    lowered = [
        ticket
        for ticket in tickets
        if ticket.state in (TicketState.QUALIFIED, TicketState.DOWNGRADED)
        and ticket.fault_class in CLASS_BELOW
    ]
    if not lowered:
        raise ActionRefused("No ticket of this fault can go down: Low is the lowest class (K9).")
    append_fault_event(fault, Verb.DOWNGRADE, lowered, by=by, at=at)
    for ticket in lowered:
        before, to = ticket.fault_class, CLASS_BELOW[ticket.fault_class]
        message = add_message(ticket, kind=Message.Kind.REPLY, text=text, by=by, at=at)
        ticket.downgrade(to=to)
        commit_step(
            ticket,
            verb=Verb.DOWNGRADE,
            by=by,
            side=SUPPORT,
            at=at,
            data={"from": before, "to": to, "fault": fault.pk, "message": message.pk},
            through=(through or {}).get(ticket.client_id),
            speaks=True,
        )
    return lowered
