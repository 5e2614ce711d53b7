"""Why nothing was measured for a while."""

from typing import Any

from availability import incidents
from availability.admin.fields import ComponentsField, LongTextField
from availability.models import Component, GapExplanation
from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import InstantField


class ExplainForm(ActionForm):
    verb = "explain"
    label = "Say why nothing was measured"
    permissions = ("availability.state_cause",)
    description = (
        "It is kept beside the gap and changes no figure: the time stays unknown (A6). If the "
        "service was down, declare an outage instead."
    )
    submit_label = "Keep it"
    success_message = "Kept beside the gap."

    components = ComponentsField()
    starts_at = InstantField(label="From (GMT)")
    ends_at = InstantField(label="Until (GMT)")
    text = LongTextField(label="Why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = self.initial.get("components")
        if isinstance(named, str):
            codes = named.replace("\0", "").split(",")
            rows = Component.objects.filter(code__in=codes)
            self.initial["components"] = [each.pk for each in rows]

    def perform(self) -> GapExplanation:
        return incidents.explain_gap(**self.cleaned_data, by=self.user, at=self.at)
