"""What was promised to a client on a day: the agreement in force, its limits and its hours (V1)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest

from istockist_sla.core.lib.text import duration
from istockist_sla.desk.fields import DayField
from tickets import inputs
from tickets.models import AgreementVersion, Client, ClientFact
from tickets.sla.terms import CLASSES, Terms
from tickets.wording.support_hours import weekly_hours_in_zone


class DayForm(forms.Form):
    on = DayField(required=False, label="On")

    def day(self, at: datetime) -> date:
        return (self.cleaned_data.get("on") if self.is_valid() else None) or at.date()


class PromisedLimit(NamedTuple):
    fault_class: str
    response: str
    fix: str


@dataclass(frozen=True, slots=True)
class Promise:
    """At the end of the day asked for, or now where that is today."""

    terms: Terms
    version: AgreementVersion | None
    is_covered: bool

    @property
    def is_own(self) -> bool:
        return self.version is not None and self.version.agreement.client_id is not None

    @property
    def name(self) -> str:
        return f"{self.terms.agreement}, version {self.terms.version}"

    @property
    def limits(self) -> list[PromisedLimit]:
        return [
            PromisedLimit(code, duration(limit.response), duration(limit.fix) if limit.fix else "–")
            for code in CLASSES
            for limit in [self.terms.limits[code]]
        ]

    @property
    def hours(self) -> str:
        if self.terms.elapsed:
            return "Every hour counts, day and night."
        return f"Support hours: {weekly_hours_in_zone(self.terms.calendar)}."

    @property
    def index(self) -> str:
        return _percent(self.terms.index)

    @property
    def availability(self) -> str:
        return _percent(self.terms.availability_index)


def promised(client: Client, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The context of the panel: the day asked for, what was in force, and what comes after."""
    form = DayForm(request.GET if "on" in request.GET else None)
    day = form.day(at)
    asked = at if day == at.date() else _end_of(day)
    terms = inputs.terms_for(client.pk, asked)
    published = AgreementVersion.objects.published().select_related("agreement")
    versions = list(published.filter(agreement__client__in=[client.pk]).order_by("effective_from"))
    versions += list(published.filter(agreement__client=None).order_by("effective_from"))
    named = (terms.agreement, terms.version)
    version = next((v for v in versions if (v.agreement.name, v.number) == named), None)
    plan = inputs.facts_of(client.pk, asked).get(ClientFact.Kind.PLAN)
    is_covered = plan is not None and plan.value != ClientFact.Plan.FREE
    return {
        "day_form": form if form.is_bound else DayForm(initial={"on": day.isoformat()}),
        "promise_day": day,
        "promise": Promise(terms, version, is_covered),
        "promises": versions,
    }


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC) + timedelta(days=1) - timedelta(seconds=1)


def _percent(figure: Any) -> str:
    return f"{float(figure):g} %"
