"""The action that records a client's contest."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm
from tickets import lifecycle
from tickets.admin.fields import ClientMessageField
from tickets.admin.permissions import HANDLE
from tickets.models import Finding, Ticket, Verb


class RecordContestForm(ActionForm):
    """A message of the client, for example mail, that contests what was decided (G3)."""

    verb = Verb.CONTEST
    label = "Record a contest…"
    permissions = HANDLE
    description = (
        "The client contests a decision in a message on this ticket, for example by mail (G3)."
    )
    submit_label = "Record it"
    success_message = "Recorded. The decision stands until another manager upholds or withdraws it."
    in_toolbar = False
    finding = forms.ModelChoiceField(Finding.objects.none(), label="What is contested")
    message = ClientMessageField(label="The client's message", help_text="The latest first.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contestable = self.contestable(self.subject)
        finding: Any = self.fields["finding"]
        finding.queryset = Finding.objects.filter(pk__in=[each.pk for each in contestable])
        finding.label_from_instance = Finding.get_kind_display
        if len(contestable) == 1:
            self.initial.setdefault("finding", contestable[0].pk)
        message: Any = self.fields["message"]
        decided = [each.decided_at for each in contestable if each.decided_at]
        message.offer(self.subject, since=min(decided, default=self.at))

    @staticmethod
    def contestable(ticket: Ticket) -> list[Finding]:
        return [finding for finding in ticket.findings.all() if finding.may_be_contested]

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return bool(cls.contestable(subject))

    def perform(self) -> Any:
        return lifecycle.contest_by_message(
            self.cleaned_data["finding"].pk,
            message=self.cleaned_data["message"],
            by=self.user,
            at=self.at,
        )
