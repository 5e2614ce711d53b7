"""Guided pages about clients: set up with the terms of a day, and new terms from a day (P3, V1)."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from django import forms

from istockist_sla.core.lib.text import duration, long_day, stamp
from istockist_sla.desk.actions import GuidedForm
from istockist_sla.desk.fields import AddressField, DayField
from tickets import inputs, records
from tickets.admin.clients.forms import CurrentClientForm
from tickets.admin.fields import LONGEST_REASON, HoursField
from tickets.models import AgreementVersion, Client, ClientFact, SupportCalendar
from tickets.sla.terms import CLASSES, Limit

PUBLISH = ("tickets.add_agreementversion", "tickets.change_agreementversion")
Plan = ClientFact.Plan


def _limits(data: dict[str, Any], standard: dict[str, Limit]) -> dict[str, Limit]:
    """Those that were typed; a class without one keeps what applies to it now."""
    typed = {code: data.get(f"response_{code}") for code in CLASSES}
    return {
        code: Limit(seconds, data.get(f"fix_{code}") or standard[code].fix)
        for code, seconds in typed.items()
        if seconds
    }


def terms_in_words(client: Client, at: datetime) -> str:
    terms = inputs.terms_for(client.pk, at)
    limits = ", ".join(
        f"{code.capitalize()} {duration(terms.limits[code].response)}" for code in CLASSES
    )
    return f"{terms.agreement}, version {terms.version}: first answers within {limits}"


class SetUpClientForm(GuidedForm):
    verb = "create"
    label = "Add a client"
    permissions = ("tickets.add_client",)
    description = (
        "Its plan is the first fact, and holds from now (P3). With SLA Premium from a day, on the "
        "standard terms or on its own. You see what comes of it before anything is recorded."
    )
    submit_label = "Add the client"
    success_message = "Added."

    name = forms.CharField(max_length=120, label="Name")
    code = forms.SlugField(
        max_length=40, label="Short name", help_text="For commands: small letters and hyphens."
    )
    plan = forms.ChoiceField(choices=Plan.choices, label="Plan")
    evidence = forms.CharField(
        max_length=LONGEST_REASON, label="Evidence", help_text="For example the signed order."
    )
    premium_on = DayField(
        required=False, label="SLA Premium from", help_text="Empty: without it (P3)."
    )
    response_critical = HoursField(required=False, label="First answer, Critical, hours:minutes")
    response_medium = HoursField(required=False, label="First answer, Medium, hours:minutes")
    response_low = HoursField(required=False, label="First answer, Low, hours:minutes")
    administrator_name = forms.CharField(
        required=False, max_length=120, label="First administrator, name"
    )
    administrator_email = AddressField(required=False, label="First administrator, address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not all(self.user.has_perm(each) for each in PUBLISH):
            for code in CLASSES:
                del self.fields[f"response_{code}"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        day = data.get("premium_on")
        if day and day < self.at.date():
            self.add_error("premium_on", "Choose today or a later day.")
        if any(data.get(f"response_{code}") for code in CLASSES) and not day:
            self.add_error("premium_on", "Terms of its own need the day of SLA Premium (P4).")
        if bool(data.get("administrator_name")) != bool(data.get("administrator_email")):
            missing = "email" if data.get("administrator_name") else "name"
            self.add_error(
                f"administrator_{missing}", "An administrator has a name and an address."
            )
        return data

    def perform(self) -> Client:
        data = self.cleaned_data
        standard = inputs.published_versions().standard(self.at).limits
        person = {"name": data["administrator_name"], "email": data["administrator_email"]}
        return records.set_up_client(
            **{name: data[name] for name in ("name", "code", "plan", "evidence", "premium_on")},
            limits=_limits(data, standard),
            administrator=person if person["name"] else None,
            by=self.user,
            at=self.at,
        )

    def preview(self, made: Client) -> list[str]:
        return list(self._lines(made))

    def _lines(self, client: Client) -> Iterator[str]:
        data = self.cleaned_data
        yield f"{client.name} is added as {client.code}, on {Plan(data['plan']).label} from now."
        if data["plan"] == Plan.FREE:
            yield "Its tickets are handled, and nothing is guaranteed (P3)."
        else:
            yield f"From now it is judged by {terms_in_words(client, self.at)}."
        if data["premium_on"]:
            start = max(datetime.combine(data["premium_on"], time(0), UTC), self.at)
            yield f"It has SLA Premium from {stamp(start)}."
            yield f"From then on it is judged by {terms_in_words(client, start)}."
        yield "No order was processed yet: its tickets are not guaranteed before the first (G4)."
        if data["administrator_name"]:
            yield f"{data['administrator_name']} can sign in and write to Support from today."
        else:
            yield "Nobody can write to Support before an administrator is appointed (P1)."


class NewTermsForm(CurrentClientForm, GuidedForm):
    """A new version of the client's own agreement in one step."""

    verb = "new_terms"
    label = "New terms from a date…"
    permissions = ("tickets.add_agreementversion",)
    description = (
        "The next version of its own agreement. It is in force while SLA Premium is, and judges "
        "the tickets that are opened from then on (P4, V1)."
    )
    submit_label = "Publish the terms"
    success_message = "Published. Tickets opened before keep their terms."

    effective_on = DayField(label="In force from")
    response_critical = HoursField(label="First answer, Critical, hours:minutes")
    response_medium = HoursField(label="First answer, Medium, hours:minutes")
    response_low = HoursField(label="First answer, Low, hours:minutes")
    fix_critical = HoursField(required=False, label="Fix, Critical, hours:minutes")
    fix_medium = HoursField(required=False, label="Fix, Medium, hours:minutes")
    fix_low = HoursField(required=False, label="Fix, Low, hours:minutes")
    index_percent = forms.DecimalField(
        min_value=0, max_value=100, max_digits=5, decimal_places=2, label="Index, percent (G7)"
    )
    calendar = forms.ModelChoiceField(SupportCalendar.objects.all(), label="Calendar")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = inputs.terms_for(self.subject.pk, self.at)
        for code in CLASSES:
            self.initial.setdefault(f"response_{code}", terms.limits[code].response)
            self.initial.setdefault(f"fix_{code}", terms.limits[code].fix)
        self.initial.setdefault("index_percent", f"{float(terms.index):g}")
        self.initial.setdefault("calendar", SupportCalendar.objects.order_by("pk").first())

    def perform(self) -> AgreementVersion:
        data = self.cleaned_data
        limits = {code: Limit(data[f"response_{code}"], data[f"fix_{code}"]) for code in CLASSES}
        return records.own_terms(
            client_id=self.subject.pk,
            limits=limits,
            effective_on=data["effective_on"],
            index_percent=data["index_percent"],
            calendar=data["calendar"],
            by=self.user,
            at=self.at,
        )

    def preview(self, made: AgreementVersion) -> list[str]:
        start = made.effective_from
        lines = [
            f"{made} is published and in force from {stamp(start)}; it never changes afterwards.",
            f"Until then it is judged by {terms_in_words(self.subject, self.at)}.",
            f"From then on it is judged by {terms_in_words(self.subject, start)}.",
            f"Support hours are those of {made.calendar}; the index is {made.index_percent:g} %.",
        ]
        if inputs.terms_for(self.subject.pk, start).agreement != made.agreement.name:
            day = long_day(start.date())
            lines.append(f"It has no SLA Premium on {day}: the standard applies until then (P4).")
        return lines
