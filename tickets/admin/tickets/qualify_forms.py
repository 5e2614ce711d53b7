"""Forms that ask the tests of C1: qualifying, and closing a ticket that has no class yet."""

from typing import Any, NamedTuple

from django import forms

from availability.models import Component
from istockist_sla.desk.actions import ActionForm
from tickets import inputs
from tickets.admin.event_text import SENSE
from tickets.admin.fields import (
    LONGEST_REASON,
    FaultField,
    TextField,
    ThroughField,
    TicketField,
    contacts,
)
from tickets.admin.tickets.forms import suggest
from tickets.models import CloseReason, Message, PreCheck, TicketState
from tickets.sla.terms import CLASS_TESTS

REQUEST = "request"
TESTS = [*SENSE.items(), (REQUEST, "It is a request for information, not a fault")]
EXCERPT = 90


class TestRow(NamedTuple):
    """A test as the form draws it: its radio button, class, and limits in seconds."""

    option: Any
    fault_class: str
    response: int | None
    fix: int | None


class ClassTestForm(ActionForm):
    """The tests in their order, a new or known fault, and the components concerned."""

    test = forms.ChoiceField(choices=TESTS, widget=forms.RadioSelect, label="Which is the first?")
    fault = FaultField(required=False, label="Known fault", help_text="Empty: a new one.")
    fault_title = forms.CharField(
        max_length=200, required=False, label="Title of the new fault", help_text="Empty: subject."
    )
    components = forms.ModelMultipleChoiceField(
        Component.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Components concerned",
        help_text="None recorded means all (K11).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggest(self, "fault")
        if self.subject.state != TicketState.OPEN:
            test: Any = self.fields["test"]
            test.choices = list(SENSE.items())
        if "through" in self.fields:
            through: Any = self.fields["through"]
            through.queryset = contacts(self.subject.client_id, self.at.date())
            if not through.queryset:
                del self.fields["through"]

    def tests(self) -> list[TestRow]:
        limits = inputs.load_inputs(self.subject).terms.limits
        rows = []
        for option in self["test"]:
            fault_class = CLASS_TESTS.get(option.data["value"], "")
            limit = limits.get(fault_class)
            rows.append(
                TestRow(
                    option,
                    fault_class,
                    limit.response if limit else None,
                    limit.fix if limit else None,
                )
            )
        return rows

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("fault") and data.get("fault_title"):
            self.add_error("fault_title", "Name a known fault or a new title, not both.")
        return data


class QualifyForm(ClassTestForm):
    through = ThroughField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in PreCheck:
            if check not in self.subject.checks:
                self.fields[f"not_done_{check}"] = forms.CharField(
                    max_length=LONGEST_REASON, required=False, label=str(check.label)
                )

    def unstated(self) -> list[Any]:
        """The checks of O2 that nobody spoke of: the agent may record one as not done."""
        return [self[name] for name in self.fields if name.startswith("not_done_")]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        not_done = {
            name.removeprefix("not_done_"): reason
            for name, reason in data.items()
            if name.startswith("not_done_") and reason.strip()
        }
        return {**data, "checks_not_done": not_done}


class CloseTicketForm(ClassTestForm):
    """A reason of E1 with what it asks for; without a class, resolved asks the tests too (C6)."""

    reason = forms.ChoiceField(
        choices=CloseReason.choices, widget=forms.RadioSelect, label="Reason"
    )
    text = TextField(label="To the client")
    confirmation = forms.ModelChoiceField(
        Message.objects.none(),
        required=False,
        label="The client's message that confirms it",
        help_text="Only for closing unresolved.",
    )
    duplicate_of = TicketField(
        required=False, label="Repeats ticket", help_text="Only for a duplicate."
    )
    through = ThroughField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confirmation: Any = self.fields["confirmation"]
        confirmation.queryset = Message.objects.filter(
            ticket=self.subject, kind=Message.Kind.CLIENT
        ).order_by("-id")
        confirmation.label_from_instance = excerpt
        self.asks_class = self.subject.state == TicketState.OPEN
        self.fields["test"].required = False
        if not self.asks_class:
            for name in ("test", "fault", "fault_title", "components"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        resolved = data.get("reason") == CloseReason.RESOLVED
        if self.asks_class and resolved and not data.get("test"):
            self.add_error("test", "A ticket is resolved only once it has a class (C6).")
        return data


def excerpt(message: Message) -> str:
    words = " ".join(message.text.split())
    shown = words if len(words) <= EXCERPT else f"{words[:EXCERPT]}…"
    return f"{message.at:%d %B, %H:%M} GMT: {shown or 'a file'}"
