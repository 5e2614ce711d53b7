"""The tests of C1 as a form, and the action that qualifies a ticket by them."""

from typing import Any, NamedTuple

from django import forms

from availability.models import Component
from istockist_sla.desk.fields import RowsField
from tickets import inputs, lifecycle
from tickets.admin.class_test_choices import CLASS_TEST_CHOICES, REQUEST
from tickets.admin.fields import LONGEST_REASON, FaultField, ThroughField, contacts_on
from tickets.admin.tickets.base_forms import UnclosedTicketForm
from tickets.admin.tickets.offers import open_faults, open_tickets
from tickets.models import Fault, PreCheck, TicketState, Verb
from tickets.sla.terms import CLASS_TESTS

NOT_DONE = "not_done_"


class TestRow(NamedTuple):
    """A test as the form draws it: its radio button, class, and limits in seconds."""

    option: Any
    fault_class: str
    response: int | None
    fix: int | None


class ClassTestForm(UnclosedTicketForm):
    """The tests in their order, a new or known fault, and the components concerned."""

    test = forms.ChoiceField(
        choices=CLASS_TEST_CHOICES, widget=forms.RadioSelect, label="Which is the first?"
    )
    offered = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label="The fault behind it"
    )
    fault = FaultField(required=False, label="Another known fault", help_text="Like F-318.")
    fault_title = forms.CharField(
        max_length=200, required=False, label="Title of the new fault", help_text="Empty: subject."
    )
    components = RowsField(
        Component.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Components concerned",
        help_text="None recorded means all (K11).",
    )
    through = ThroughField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject.state != TicketState.OPEN:
            test: Any = self.fields["test"]
            test.choices = [each for each in CLASS_TEST_CHOICES if each[0] != REQUEST]
        self.may_repeat = open_tickets(self.subject)
        self._offer_faults()
        through: Any = self.fields["through"]
        through.queryset = contacts_on(self.subject.client_id, self.at.date())
        if not through.queryset:
            del self.fields["through"]

    def _offer_faults(self) -> None:
        offers = open_faults(self.subject)
        if not offers:
            del self.fields["offered"]
            return
        offered: Any = self.fields["offered"]
        known = [(str(each.fault.pk), each.label(self.at)) for each in offers]
        offered.choices = [("", "A new fault"), *known]

    def tests(self) -> list[TestRow]:
        limits = inputs.load_inputs(self.subject).terms.limits
        rows = []
        for option in self["test"]:
            fault_class = CLASS_TESTS.get(option.data["value"], "")
            limit = limits.get(fault_class)
            response, fix = (limit.response, limit.fix) if limit else (None, None)
            rows.append(TestRow(option, fault_class, response, fix))
        return rows

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("offered"):
            if data.get("fault"):
                self.add_error("fault", "Choose a fault above, or write another one here.")
            data["fault"] = Fault.objects.get(pk=data["offered"])
        if data.get("fault") and data.get("fault_title"):
            self.add_error("fault_title", "Name a known fault or a new title, not both.")
        return data

    def checks_not_done(self) -> dict[str, str]:
        """By check of O2, why it was not done."""
        return {}

    def qualify(self) -> Any:
        data = self.cleaned_data
        step: dict[str, Any] = {
            "by": self.user,
            "at": self.at,
            "seen": self.seen,
            "through": data.get("through"),
        }
        if data["test"] == REQUEST:
            return lifecycle.qualify_request(self.subject.pk, **step)
        return lifecycle.qualify(
            self.subject.pk,
            class_test=data["test"],
            fault=data["fault"],
            fault_title=data["fault_title"],
            components=data["components"],
            checks_not_done=self.checks_not_done(),
            **step,
        )


class QualifyForm(ClassTestForm):
    verb = Verb.QUALIFY
    label = "Qualify…"
    transition = "qualify"
    description = (
        "The first test that applies gives the class, judged for this client (C1). "
        "It is definitive: later it only goes down (C3)."
    )
    success_message = "Qualified. The client is told."
    sends = "The class goes to the client"
    template = "admin/tickets/ticket/qualify.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for check in PreCheck:
            if check not in self.subject.checks:
                self.fields[f"{NOT_DONE}{check}"] = forms.CharField(
                    max_length=LONGEST_REASON, required=False, label=str(check.label)
                )

    def unstated_checks(self) -> list[Any]:
        """The checks of O2 that nobody spoke of: the agent may record one as not done."""
        return [self[name] for name in self.fields if name.startswith(NOT_DONE)]

    def checks_not_done(self) -> dict[str, str]:
        return {
            name.removeprefix(NOT_DONE): reason
            for name, reason in self.cleaned_data.items()
            if name.startswith(NOT_DONE) and reason.strip()
        }

    def perform(self) -> Any:
        return self.qualify()
