"""Actions on a fault: what the clients read, and which of its tickets are affected (K9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from istockist_sla.desk.actions import ActionForm
from tickets import lifecycle
from tickets.admin.fields import TextField, ThroughField, contacts_on
from tickets.admin.permissions import HANDLE
from tickets.models import CustomerSuccessContact, Fault, Ticket, TicketState, Verb
from tickets.sla.terms import CLASS_BELOW, CLASSES


class AffectedTicket(NamedTuple):
    """A ticket that the action changes; `to` is its class afterwards, where that changes."""

    ticket: Ticket
    to: str = ""


class FaultActionForm(ActionForm):
    """The tickets of a fault: those that the action affects and those that stay as they are.

    Its subject is the fault as `FaultAdmin` reads it, or one of its tickets.
    """

    permissions = HANDLE
    affected_title: ClassVar[str] = ""
    text = TextField(required=True, label="To the clients")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_fault = isinstance(self.subject, Fault)
        self.fault_id = self.subject.pk if is_fault else self.subject.fault_id
        tickets = Ticket.objects.filter(fault=self.fault_id).select_related("client")
        self.tickets = list(tickets.order_by("number"))
        self.affected = [found for ticket in self.tickets if (found := self.affects(ticket))]
        changing = {each.ticket.pk for each in self.affected}
        self.unaffected = [ticket for ticket in self.tickets if ticket.pk not in changing]

    def affects(self, ticket: Ticket) -> AffectedTicket | None:
        return None if ticket.is_closed else AffectedTicket(ticket)


class NotifiedClientsForm(FaultActionForm):
    """Each client may get the notice through Customer Success instead of a letter (P6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for client in {each.ticket.client for each in self.affected}:
            contacts = contacts_on(client.pk, self.at.date())
            if contacts:
                field = ThroughField(help_text=client.name)
                field.queryset = contacts
                self.fields[f"through_{client.pk}"] = field

    def through(self) -> dict[int, CustomerSuccessContact]:
        """By client, who gave the notice."""
        return {
            int(name.removeprefix("through_")): contact
            for name, contact in self.cleaned_data.items()
            if name.startswith("through_") and contact is not None
        }


class WorkaroundForm(NotifiedClientsForm):
    """Lowers the class of the fault's tickets; offered on the fault and on each of them."""

    verb = Verb.DOWNGRADE
    label = "Downgrade…"
    description = "A workaround or partial solution lowers the fault's tickets by one class (K9)."
    success_message = "Downgraded. The clients are told."
    affected_title = "These go down"
    text = TextField(
        required=True,
        label="To the clients",
        help_text="What the workaround is, and what to do meanwhile.",
    )

    def affects(self, ticket: Ticket) -> AffectedTicket | None:
        lower = CLASS_BELOW.get(ticket.fault_class)
        if lower is None or ticket.state not in (TicketState.QUALIFIED, TicketState.DOWNGRADED):
            return None
        return AffectedTicket(ticket, lower)

    def perform(self) -> Any:
        return lifecycle.downgrade(
            self.fault_id,
            text=self.cleaned_data["text"],
            by=self.user,
            at=self.at,
            seen=self.seen,
            through=self.through(),
        )


class DowngradeForm(WorkaroundForm):
    @classmethod
    def is_available(cls, subject: Any, user: Any, at: datetime) -> bool:
        return count_open(subject, tuple(CLASS_BELOW)) > 0


class NotifyForm(FaultActionForm):
    verb = Verb.NOTIFY
    label = "Write to all…"
    description = "One message, as a reply in each open ticket."
    success_message = "Sent to each client."
    affected_title = "These get the message"

    @classmethod
    def is_available(cls, subject: Any, user: Any, at: datetime) -> bool:
        return count_open(subject, CLASSES) > 0

    def perform(self) -> Any:
        text = self.cleaned_data["text"]
        return lifecycle.notify(self.subject.pk, text=text, by=self.user, at=self.at)


class ResolveForm(NotifiedClientsForm):
    verb = Verb.RESOLVE
    label = "Resolve…"
    description = "A full solution closes each open ticket of the fault as resolved (K9)."
    success_message = "Resolved. The tickets are closed and the clients told."
    affected_title = "These are closed as resolved"
    text = TextField(required=True, label="To the clients", help_text="What the solution is.")

    @classmethod
    def is_available(cls, subject: Any, user: Any, at: datetime) -> bool:
        return count_open(subject, CLASSES) > 0

    def affects(self, ticket: Ticket) -> AffectedTicket | None:
        return AffectedTicket(ticket) if lifecycle.may_be_resolved(ticket) else None

    def perform(self) -> Any:
        return lifecycle.resolve(
            self.subject.pk,
            text=self.cleaned_data["text"],
            by=self.user,
            at=self.at,
            seen=self.seen,
            through=self.through(),
        )


def count_open(fault: Any, codes: Sequence[str]) -> int:
    """Open tickets of these classes, as `FaultAdmin.get_queryset` counts them."""
    return sum(getattr(fault, f"open_{code}") for code in codes)


ACTION_FORMS = (DowngradeForm, NotifyForm, ResolveForm)
