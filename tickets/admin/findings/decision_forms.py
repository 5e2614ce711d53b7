"""Actions that decide on a finding, and that answer a contest of the decision (G10, G3)."""

from datetime import datetime
from typing import Any

from istockist_sla.desk.actions import ActionForm
from tickets import lifecycle
from tickets.admin.fields import TextField
from tickets.admin.findings.proposal_forms import IN_PLAIN_WORDS
from tickets.admin.permissions import DECIDE
from tickets.models import CONTESTABLE, Finding, Verb


class DecisionForm(ActionForm):
    """Open to managers while the finding is proposed."""

    permissions = DECIDE

    @classmethod
    def is_available(cls, subject: Finding, user: Any, at: datetime) -> bool:
        return subject.state == Finding.State.PROPOSED


class ApproveForm(DecisionForm):
    """The approver may word what the client is going to read anew."""

    verb = Verb.APPROVE
    label = "Approve…"
    description = "It takes effect at once."
    success_message = "Approved. It is in effect."
    client_reason = TextField(label="To the client", help_text=IN_PLAIN_WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_reason", self.subject.client_reason)
        if self.subject.kind not in (*CONTESTABLE, Finding.Kind.RECTIFICATION):
            del self.fields["client_reason"]

    def perform(self) -> Any:
        client_reason = self.cleaned_data.get("client_reason")
        return lifecycle.approve(
            self.subject.pk, by=self.user, at=self.at, client_reason=client_reason
        )


class DeclineForm(DecisionForm):
    verb = Verb.DECLINE
    label = "Decline…"
    success_message = "Declined. It applies to nothing."
    is_dangerous = True
    text = TextField(label="Why", help_text="An internal note; the proposer gets it by e-mail.")

    def perform(self) -> Any:
        text = self.cleaned_data["text"]
        return lifecycle.decline(self.subject.pk, by=self.user, at=self.at, text=text)


class ContestAnswerForm(ActionForm):
    """Open to managers while the finding is contested."""

    permissions = DECIDE
    text = TextField(
        required=True, label="To the client", help_text="What another look has shown, and why."
    )

    @classmethod
    def is_available(cls, subject: Finding, user: Any, at: datetime) -> bool:
        return subject.state == Finding.State.CONTESTED


class UpholdForm(ContestAnswerForm):
    verb = Verb.UPHOLD
    label = "Uphold…"
    description = "The decision stands; the client reads why in the ticket and by e-mail (G3)."
    success_message = "Upheld. The client is told."

    def perform(self) -> Any:
        text = self.cleaned_data["text"]
        return lifecycle.uphold(self.subject.pk, text=text, by=self.user, at=self.at)


class WithdrawForm(ContestAnswerForm):
    verb = Verb.WITHDRAW
    label = "Withdraw…"
    description = (
        "It applies to nothing again; the client reads why in the ticket and by e-mail (G3)."
    )
    success_message = "Withdrawn. The client is told."
    is_dangerous = True

    def perform(self) -> Any:
        text = self.cleaned_data["text"]
        return lifecycle.withdraw(self.subject.pk, text=text, by=self.user, at=self.at)
