"""Exclusions: proposed by one person, approved or refused by another (A3)."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser

from availability import incidents
from availability.admin.fields import ComponentsField, LongTextField
from availability.models import Exclusion
from availability.models.outages import EXCLUDING
from istockist_sla.core.models import User
from istockist_sla.desk.actions import ActionForm, ImmediateAction
from istockist_sla.desk.fields import InstantField


class ExclusionForm(ActionForm):
    """The fields of a proposal; what they are about is for its subclasses to say."""

    permissions = ("availability.state_cause",)
    success_message = "Proposed. Another person decides it."

    components = ComponentsField()
    cause = forms.ChoiceField(
        choices=[(each.value, each.label) for each in EXCLUDING], widget=forms.RadioSelect
    )
    starts_at = InstantField(label="From (GMT)")
    ends_at = InstantField(label="Until (GMT)")
    evidence = LongTextField(help_text="A notice, a number, a log: what a second person can check.")


class ProposeExclusionForm(ExclusionForm):
    verb = "propose"
    label = "Propose an exclusion"
    description = (
        "For time that no outage covers. It counts once another person has approved it (A3)."
    )

    def perform(self) -> Exclusion:
        return incidents.propose_exclusion(**self.cleaned_data, by=self.user, at=self.at)


class DecisionAction(ImmediateAction):
    """Of an undecided exclusion, for anybody but the person who proposed it."""

    permissions = ("availability.decide_exclusion",)

    @classmethod
    def has_object_permission(cls, subject: Exclusion, user: User | AnonymousUser) -> bool:
        return subject.proposed_by_id != user.pk

    @classmethod
    def is_available(cls, subject: Exclusion, user: Any, at: datetime) -> bool:
        return subject.approved is None


class ApproveAction(DecisionAction):
    verb = "approve"
    label = "Approve"
    success_message = "Approved: the figures follow from now on."

    def perform(self) -> Exclusion:
        return incidents.approve_exclusion(self.subject, by=self.user, at=self.at)


class RefuseAction(DecisionAction):
    verb = "refuse"
    label = "Refuse"
    success_message = "Refused: the time stays what the probe says."
    is_dangerous = True

    def perform(self) -> Exclusion:
        return incidents.refuse_exclusion(self.subject, by=self.user, at=self.at)
