"""Agreement versions in the desk: limits and switches of the readings."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core.lib import text
from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionForm, DetailTable
from istockist_sla.desk.site import site
from tickets import records
from tickets.admin.agreements.versions import DraftInline, PublishVersionForm, VersionAdmin
from tickets.admin.fields import HoursField
from tickets.models import Agreement, AgreementVersion, ClassLimit

SWITCHES = (
    "calendar",
    "index_percent",
    "availability_percent",
    "hours",
    "downgrade_counts_from",
    "fix_is_contractual",
    "scope",
    "system_uptime",
    "release_is_maintenance",
)


class LimitForm(forms.ModelForm):
    response_seconds = HoursField(label="First answer, hours:minutes")
    fix_seconds = HoursField(label="Fix, hours:minutes", required=False)

    class Meta:
        model = ClassLimit
        fields = ("fault_class", "response_seconds", "fix_seconds")


class LimitInline(DraftInline):
    model = ClassLimit
    form = LimitForm
    max_num = 3
    verbose_name_plural = "Limits of each class"


class DraftAgreementForm(ActionForm):
    verb = "draft"
    label = "Draft a version"
    permissions = ("tickets.add_agreementversion",)
    success_message = "Drafted. Nothing is in force before you publish it."

    agreement = forms.ModelChoiceField(
        Agreement.objects.all(), label="Agreement", help_text="The draft copies its newest version."
    )

    def perform(self) -> AgreementVersion:
        return records.draft_agreement(
            agreement_id=self.cleaned_data["agreement"].pk, by=self.user, at=self.at
        )


class PublishAgreementForm(PublishVersionForm):
    permissions = ("tickets.change_agreementversion",)

    def perform(self) -> AgreementVersion:
        return records.publish_agreement(
            version_id=self.subject.pk,
            effective_on=self.cleaned_data["effective_on"],
            by=self.user,
            at=self.at,
        )


@admin.register(AgreementVersion, site=site)
class AgreementVersionAdmin(VersionAdmin):
    event_kind = Event.Kind.AGREEMENT
    add_action_form = DraftAgreementForm
    action_forms = (PublishAgreementForm,)
    draft_fields = SWITCHES
    inlines = (LimitInline,)
    list_display = ("__str__", "in_force_from", "index_percent", "availability_percent")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgreementVersion]:
        versions = super().get_queryset(request)
        return versions.select_related("agreement", "calendar", "published_by")

    def get_details(self, subject: AgreementVersion) -> list[tuple[str, Any]]:
        switches = []
        for name in SWITCHES:
            label = str(AgreementVersion._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            switches.append((label[:1].upper() + label[1:], _switch(subject, name)))
        return [*self.publication(subject), *switches]

    def get_tables(self, subject: AgreementVersion, request: HttpRequest) -> list[DetailTable]:
        rows = [
            (
                limit.get_fault_class_display(),
                text.duration(limit.response_seconds),
                text.duration(limit.fix_seconds) if limit.fix_seconds else "none",
            )
            for limit in subject.limits.all()
        ]
        return [DetailTable("Limits", ("Class", "First answer (K7)", "Fix (K8)"), rows)]


def _switch(version: AgreementVersion, name: str) -> Any:
    """The value as people read it: a choice's words, yes or no."""
    value = getattr(version, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    display = getattr(version, f"get_{name}_display", None)
    return display() if display else value
