"""Forms of acts on a whole fault: what the clients read, and which tickets it reaches (K9)."""

from typing import Any, NamedTuple

from istockist_sla.desk.actions import ActionForm
from tickets import lifecycle
from tickets.admin.fields import TextField, ThroughField, contacts
from tickets.models import Fault, Ticket, TicketState
from tickets.sla.terms import LOWER


class Reached(NamedTuple):
    """A ticket that the act is taken on; `to` is its class after it, where that changes."""

    ticket: Ticket
    to: str = ""


class WholeFaultForm(ActionForm):
    """The tickets of a fault, those that the act reaches and those that stay as they are.

    Its subject is the fault, or one of its tickets.
    """

    going_title = ""
    text = TextField(required=True, label="To the clients")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_fault = isinstance(self.subject, Fault)
        fault_id = self.subject.pk if is_fault else self.subject.fault_id
        tickets = Ticket.objects.filter(fault=fault_id)
        self.tickets = list(tickets.select_related("client").order_by("number"))
        self.going = [reached for ticket in self.tickets if (reached := self.reach(ticket))]
        going = {reached.ticket.pk for reached in self.going}
        self.staying = [ticket for ticket in self.tickets if ticket.pk not in going]

    def reach(self, ticket: Ticket) -> Reached | None:
        return None if ticket.is_closed else Reached(ticket)


class ThroughForm(WholeFaultForm):
    """Each client may get the notice through Customer Success instead of a letter (P6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for client in {reached.ticket.client for reached in self.going}:
            offered = contacts(client.pk, self.at.date())
            if offered:
                field = ThroughField(help_text=client.name)
                field.queryset = offered
                self.fields[f"through_{client.pk}"] = field

    def through(self) -> dict[int, Any]:
        return {
            int(name.removeprefix("through_")): contact
            for name, contact in self.cleaned_data.items()
            if name.startswith("through_") and contact is not None
        }

    def clean(self) -> dict[str, Any]:
        return {**self.cleaned_data, "through": self.through()}


class DowngradeForm(ThroughForm):
    going_title = "These go down"
    text = TextField(
        required=True,
        label="To the clients",
        help_text="What the workaround is, and what to do meanwhile.",
    )

    def reach(self, ticket: Ticket) -> Reached | None:
        lower = LOWER.get(ticket.fault_class)
        if lower is None or ticket.state not in (TicketState.QUALIFIED, TicketState.DOWNGRADED):
            return None
        return Reached(ticket, lower)


class ResolveForm(ThroughForm):
    going_title = "These are closed as resolved"
    text = TextField(required=True, label="To the clients", help_text="What the solution is.")

    def reach(self, ticket: Ticket) -> Reached | None:
        return Reached(ticket) if lifecycle.may_be_resolved(ticket) else None


class NotifyForm(WholeFaultForm):
    going_title = "These get the message"
