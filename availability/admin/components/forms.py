"""Components and their probes: made and changed by System administrators."""

from ipaddress import ip_address
from typing import Any

import httpx
from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator

from availability import catalogue
from availability.admin.fields import ComponentsField
from availability.models import Component, Probe
from availability.models.probes import LONGEST_WAIT
from availability.probes.destinations import port_of
from istockist_sla.core.lib.addresses import is_public
from istockist_sla.desk.actions import ActionForm, ConfirmForm

ADD = ("availability.add_component",)
CHANGE = ("availability.change_component",)
LAST_ORDER = 999


def whole_number(first: int, last: int, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        validators=[MinValueValidator(first), MaxValueValidator(last)], **options
    )


class ReviseForm(ActionForm):
    verb = "revise"
    label = "Change what is said of it…"
    permissions = CHANGE
    success_message = "Changed."

    name = forms.CharField(max_length=60, help_text="As the status page shows it.")
    summary = forms.CharField(max_length=120, required=False, label="Description")
    layer = forms.ChoiceField(choices=Component.Layer.choices, widget=forms.RadioSelect)
    depends_on = ComponentsField(required=False, label="Depends on")
    order = whole_number(0, LAST_ORDER, label="Place on the status page", help_text="0 is first.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.subject is not None:
            self.initial.setdefault("summary", self.subject.description)
            for name in ("name", "layer", "order"):
                self.initial.setdefault(name, getattr(self.subject, name))
            below = [each.pk for each in self.subject.depends_on.all()]
            self.initial.setdefault("depends_on", below)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["description"] = data.pop("summary", "")
        return data

    def perform(self) -> Component:
        return catalogue.revise(self.subject, **self.cleaned_data, by=self.user, at=self.at)


class AddForm(ReviseForm):
    verb = "create"
    label = "Add a component"
    permissions = ADD
    description = "It has a line of its own on the status page from now on."
    success_message = "Added. Set its probe, so that it is measured."

    code = forms.SlugField(
        max_length=20, help_text="Short and for ever: records name the component by it."
    )
    field_order = ["code", "name", "summary", "layer", "depends_on", "order"]

    def perform(self) -> Component:
        return catalogue.create(**self.cleaned_data, by=self.user, at=self.at)


class ProbeForm(ActionForm):
    verb = "probe"
    label = "Set its probe…"
    permissions = CHANGE
    description = (
        "Asked each minute. Two failures in a row confirm an outage, two answers end it, each "
        "from the first of the two (A5)."
    )
    success_message = "Set. It is asked from the next minute on."

    kind = forms.ChoiceField(choices=Probe.Kind.choices, widget=forms.RadioSelect)
    address = forms.CharField(
        max_length=500,
        help_text="https://api.example.com/health; of a port db.example.com:5432.",
    )
    status = whole_number(
        100, 599, label="Expected status", help_text="Of a web address; redirects are followed."
    )
    text = forms.CharField(
        max_length=200, required=False, label="Expected text", help_text="Somewhere in its answer."
    )
    max_seconds = whole_number(
        1,
        LONGEST_WAIT,
        label="Maximum time in seconds",
        help_text="For all of it, from the name to the end of the answer, of 1 MB at most.",
    )
    slow_ms = whole_number(
        1,
        LONGEST_WAIT * 1000,
        required=False,
        label="Degraded from, in milliseconds",
        help_text="Two slower answers in a row. Empty: never.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        probe = Probe.objects.filter(component=self.subject).first()
        shown = probe or Probe(
            kind=Probe.Kind.HTTP,
            address=settings.PROBES.get(self.subject.code, ""),
            status=settings.PROBE_STATUS,
            max_seconds=round(settings.PROBE_TIMEOUT),
        )
        for name in self.fields:
            self.initial.setdefault(name, getattr(shown, name))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        address, kind = data.get("address"), data.get("kind")
        if address and kind:
            try:
                _check_address(kind, address)
            except ValueError as error:
                self.add_error("address", str(error))
        slowest = (data.get("max_seconds") or LONGEST_WAIT) * 1000
        if (data.get("slow_ms") or 0) >= slowest:
            self.add_error("slow_ms", "This is not below the maximum time.")
        return data

    def perform(self) -> Probe:
        return catalogue.set_probe(self.subject, **self.cleaned_data, by=self.user, at=self.at)


def _check_address(kind: str, address: str) -> None:
    """Raises ValueError, in words for the form; where a name leads is seen as it is asked."""
    host = _web_host(address) if kind == Probe.Kind.HTTP else port_of(address).host
    try:
        literal = str(ip_address(host))
    except ValueError:
        return
    if not settings.PROBE_PRIVATE_ADDRESSES and not is_public(literal):
        raise ValueError("Private addresses are asked only where PROBE_PRIVATE_ADDRESSES is on.")


def _web_host(address: str) -> str:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise ValueError("Write a web address, like https://api.example.com/health.") from error
    if url.scheme not in ("http", "https") or not url.host or not 0 < (url.port or 80) < 65536:
        raise ValueError("Write a web address, like https://api.example.com/health.")
    if url.userinfo:
        raise ValueError("Write it without a name and a password: colleagues read it here.")
    return url.host


class RestOnSystemsForm(ConfirmForm):
    verb = "rest"
    label = "Let it rest on the usual systems…"
    permissions = ADD
    description = (
        "Network, hosting and database are added as systems where they are missing, and it depends "
        "on them. Each has a line on the status page, not measured until its probe is set."
    )
    success_message = "It rests on network, hosting and database."

    @classmethod
    def is_available(cls, subject: Component, user: Any, at: Any) -> bool:
        below = subject.depends_on.filter(layer=Component.Layer.SYSTEM)
        return subject.layer == Component.Layer.APPLICATION and not below.exists()

    def perform(self) -> Component:
        return catalogue.rest_on_usual_systems(self.subject, by=self.user, at=self.at)


class StopProbeForm(ConfirmForm):
    verb = "stop"
    label = "Stop its probe…"
    permissions = CHANGE
    description = (
        "From now on its time is not measured: shown as unknown, neither up nor down (A6)."
    )
    success_message = "Stopped."
    is_dangerous = True

    @classmethod
    def is_available(cls, subject: Component, user: Any, at: Any) -> bool:
        return Probe.objects.filter(component=subject, is_active=True).exists()

    def perform(self) -> Probe:
        return catalogue.stop_probe(self.subject, by=self.user, at=self.at)


class DecidesForm(ConfirmForm):
    verb = "decide"
    label = "Let it decide…"
    permissions = CHANGE
    description = (
        "Its figure becomes the one that the agreement judges (A5). Once months of a component "
        "were measured, this can no longer be taken from it."
    )
    success_message = "Its figure is the contractual one."
    is_dangerous = True

    @classmethod
    def is_available(cls, subject: Component, user: Any, at: Any) -> bool:
        if subject.is_contractual or subject.layer != Component.Layer.APPLICATION:
            return False
        before = Component.objects.contractual()
        return before is None or before.monitored_since is None

    def perform(self) -> Component:
        return catalogue.let_decide(self.subject, by=self.user, at=self.at)
