"""Forms about clients and their people."""

from datetime import date, datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm
from tickets.admin.fields import LONGEST_REASON
from tickets.models import ClientFact

Kind = ClientFact.Kind
# An altered order volume is put forward instead, for another manager to decide (G5).
RECORDED = [choice for choice in Kind.choices if choice[0] != Kind.ORDER_VOLUME]
YES_NO = [("", "–"), (ClientFact.YES, "Yes"), (ClientFact.NO, "No")]


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **options)


def instant_field(**options: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1})
    return forms.DateTimeField(widget=widget, **options)


class ClientForm(ActionForm):
    name = forms.CharField(max_length=120, label="Name")
    code = forms.SlugField(
        max_length=40, label="Short name", help_text="For commands: small letters and hyphens."
    )
    plan = forms.ChoiceField(choices=ClientFact.Plan.choices, label="Plan")
    evidence = forms.CharField(
        max_length=LONGEST_REASON, label="Evidence", help_text="For example the signed order."
    )


class RenameForm(ActionForm):
    name = forms.CharField(max_length=120, label="Name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", self.subject.name)


class FactForm(ActionForm):
    """One field a sort of value; the kind says which of them is read."""

    kind = forms.ChoiceField(choices=RECORDED, label="Fact")
    plan = forms.ChoiceField(
        choices=[("", "–"), *ClientFact.Plan.choices], required=False, label="Plan"
    )
    answer = forms.ChoiceField(
        choices=YES_NO,
        required=False,
        label="Yes or no",
        help_text="For SLA Premium, rate limit and interruption.",
    )
    first_order = instant_field(
        required=False,
        label="Instant of the first order, in GMT",
        help_text="Only for the first order; empty says that there is none yet (G4).",
    )
    since = instant_field(label="Holds from, in GMT")
    evidence = forms.CharField(max_length=LONGEST_REASON, label="Evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", self.at.strftime("%Y-%m-%dT%H:%M:%S"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = data.get("kind")
        if kind == Kind.FIRST_ORDER:
            first: datetime | None = data.get("first_order")
            data["value"] = first.isoformat() if first else ClientFact.NONE
        elif kind == Kind.PLAN:
            data["value"] = data.get("plan", "")
            if not data["value"]:
                self.add_error("plan", "Choose the plan.")
        else:
            data["value"] = data.get("answer", "")
            if kind and not data["value"]:
                self.add_error("answer", "Answer yes or no.")
        return data


class PersonForm(ActionForm):
    name = forms.CharField(max_length=120, label="Name")
    email = forms.EmailField(label="E-mail address")
    since = day_field(label="From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("since", self.at.date().isoformat())


class AppointForm(PersonForm):
    wants_copies = forms.BooleanField(
        required=False, label="Gets copies of all the client's letters"
    )


class ContactForm(PersonForm):
    pass


class EndPersonForm(ActionForm):
    until = day_field(label="Last day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today: date = self.at.date()
        self.initial.setdefault("until", today.isoformat())
