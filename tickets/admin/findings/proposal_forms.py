"""Actions that propose a rectification, a late ticket's closing, or invoicing."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from istockist_sla.desk.actions import ActionForm
from tickets import lifecycle
from tickets.admin.class_test_choices import CHOICES_WITH_CLASS, REQUEST
from tickets.admin.fields import TextField, TicketField
from tickets.admin.permissions import HANDLE
from tickets.models import Finding, PreCheck, PreCheckState, Ticket, TicketKind
from tickets.uploads import FilesField

Kind = Finding.Kind
PREFIX = "propose-"
MOST_MINUTES = 6000
INTERNAL = "An internal note with its files; the client never reads it."
IN_PLAIN_WORDS = "The reason in plain words; it goes out with the decision."


def verb_of(kind: str) -> str:
    """The last part of the address of the action that proposes this kind."""
    return f"{PREFIX}{kind}"


class ProposeForm(ActionForm):
    """A finding with its evidence, for another manager to decide (G10)."""

    kind: ClassVar[Finding.Kind]
    # Of some kinds the ticket can have only one in effect.
    may_repeat: ClassVar[bool] = False
    permissions = HANDLE
    submit_label = "Put it forward"
    success_message = "Put forward. Another manager decides; until then it applies to nothing."
    in_toolbar = False
    evidence = TextField(required=True, label="What it rests on", help_text=INTERNAL)
    uploads = FilesField()

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        """Neither awaiting a decision nor, unless it may be repeated, in effect already."""
        return cls.applies_to(subject) and not any(
            finding.is_undecided or (finding.is_in_effect and not cls.may_repeat)
            for finding in subject.findings.all()
            if finding.kind == cls.kind
        )

    @classmethod
    def applies_to(cls, ticket: Ticket) -> bool:
        return ticket.is_fault

    def get_columns(self) -> dict[str, Any]:
        """The columns of the finding that its kind adds."""
        return {}

    def perform(self) -> Any:
        return lifecycle.propose(
            self.subject.pk,
            kind=self.kind,
            evidence=self.cleaned_data["evidence"],
            files=self.cleaned_data["uploads"],
            client_reason=self.cleaned_data.get("client_reason", ""),
            by=self.user,
            at=self.at,
            **self.get_columns(),
        )


class ClientReasonForm(ProposeForm):
    """With the reason that the client reads."""

    client_reason = TextField(required=True, label="To the client", help_text=IN_PLAIN_WORDS)


class ProposeRectificationForm(ClientReasonForm):
    kind = Kind.RECTIFICATION
    may_repeat = True
    verb = verb_of(kind)
    label = "Propose a rectification…"
    description = (
        "Puts an honest error right, from the opening; both classes are kept, listed in the report "
        "and told to the client, who cannot contest it (C3)."
    )
    test = forms.ChoiceField(
        choices=CHOICES_WITH_CLASS,
        widget=forms.RadioSelect,
        label="Which test should have decided",
    )
    field_order = ["test", "evidence", "uploads", "client_reason"]

    @classmethod
    def applies_to(cls, ticket: Ticket) -> bool:
        return ticket.is_fault and bool(ticket.fault_class)

    def get_columns(self) -> dict[str, Any]:
        test = self.cleaned_data["test"]
        if test == REQUEST:
            return {"to_kind": TicketKind.REQUEST}
        return {"to_kind": TicketKind.FAULT, "class_test": test}


class ProposeDuplicateForm(ProposeForm):
    kind = Kind.DUPLICATE
    verb = verb_of(kind)
    label = "Propose closing as duplicate…"
    description = "Past its limit a ticket is closed as a duplicate only by an approval (E4)."
    duplicate_of = TicketField(label="Repeats ticket", help_text="An earlier one of this client.")
    field_order = ["duplicate_of", "evidence", "uploads"]

    @classmethod
    def applies_to(cls, ticket: Ticket) -> bool:
        return not ticket.is_closed

    def get_columns(self) -> dict[str, Any]:
        return {"duplicate_of": self.cleaned_data["duplicate_of"]}


class ProposeSpamForm(ProposeForm):
    kind = Kind.SPAM
    verb = verb_of(kind)
    label = "Propose closing as spam…"
    description = "Past its limit a ticket is closed as spam only by an approval (E4)."

    @classmethod
    def applies_to(cls, ticket: Ticket) -> bool:
        return not ticket.is_closed


class ProposeInvoicingForm(ClientReasonForm):
    kind = Kind.INVOICING
    may_repeat = True
    verb = verb_of(kind)
    label = "Propose invoicing…"
    description = (
        "The cause is the client’s configuration or environment, and a check before opening was "
        "not done. The client is told now: only then may further minutes count (B1)."
    )
    success_message = "Put forward, and the client is told. Another manager decides."
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES, label="Minutes")
    field_order = ["minutes", "evidence", "uploads", "client_reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = ", ".join(str(check.label) for check in checks_not_done(self.subject))
        self.fields["evidence"].help_text = f"Not done before opening: {missing}. {INTERNAL}"
        self.fields["client_reason"].help_text = "The reason in plain words; it goes out at once."

    @classmethod
    def applies_to(cls, ticket: Ticket) -> bool:
        return bool(checks_not_done(ticket))

    def get_columns(self) -> dict[str, Any]:
        return {"minutes": self.cleaned_data["minutes"]}


def checks_not_done(ticket: Ticket) -> list[PreCheck]:
    """The checks of O2 that are recorded as not done."""
    return [
        check
        for check in PreCheck
        if ticket.checks.get(check, {}).get("state") == PreCheckState.NOT_DONE
    ]
