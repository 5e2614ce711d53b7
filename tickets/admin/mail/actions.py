"""Actions on mail that waits for a person: it becomes a ticket, joins one, or is put aside (P1)."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm, ConfirmForm, ImmediateAction
from tickets.admin.fields import LONGEST_REASON, AdministratorField, TicketField
from tickets.mailroom import held, matching
from tickets.models import ClientAdministrator, InboundMail

RELEASE = ("tickets.release_mail",)
State = InboundMail.State
HELD_STATES = (State.HELD, State.PARKED)


class MailForm(ActionForm):
    """Open while a mail of these states waits."""

    permissions = RELEASE
    states: tuple[str, ...] = HELD_STATES

    @classmethod
    def fits(cls, mail: InboundMail, administrator: ClientAdministrator | None) -> bool:
        """`administrator`: whose address it bears, on the day of its receipt."""
        return mail.state in cls.states

    @classmethod
    def is_available(cls, subject: InboundMail, user: Any, at: datetime) -> bool:
        sender = matching.administrator_of(subject.from_address, subject.received_at, now=at)
        return cls.fits(subject, sender)


class ReleaseForm(ConfirmForm, MailForm):
    """For a sender who was a client administrator when the mail was received."""

    verb = "release"
    label = "Release…"
    description = (
        "Its sender was a client administrator when it was received, so the ticket "
        "counts as opened then (P1)."
    )
    success_message = "Released: the ticket counts as opened when the mail was received."

    @classmethod
    def fits(cls, mail: InboundMail, administrator: ClientAdministrator | None) -> bool:
        return mail.state in cls.states and administrator is not None

    def perform(self) -> Any:
        return held.release(self.subject.pk, by=self.user, at=self.at)


class AdoptForm(MailForm):
    verb = "adopt"
    label = "Adopt…"
    description = (
        "For mail of somebody who may not contact Support: a client administrator "
        "stands behind it (P1)."
    )
    success_message = "Adopted."
    administrator = AdministratorField(
        label="For the client administrator",
        help_text="It counts from now; adopting is not handling.",
    )
    ticket = TicketField(
        required=False,
        label="Into ticket",
        help_text="Empty: it opens a ticket of its own.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["administrator"]
        field.on(self.at.date())

    def perform(self) -> Any:
        return held.adopt(
            self.subject.pk,
            administrator=self.cleaned_data["administrator"],
            ticket=self.cleaned_data["ticket"],
            by=self.user,
            at=self.at,
        )


class AutomaticMailForm(MailForm):
    """For mail of a machine that belongs to no ticket."""

    states = (State.AUTOMATIC,)

    @classmethod
    def fits(cls, mail: InboundMail, administrator: ClientAdministrator | None) -> bool:
        return mail.state in cls.states and mail.ticket_id is None


class MakeTicketForm(AutomaticMailForm):
    verb = "make_ticket"
    label = "Make a ticket…"
    description = "It counts from the receipt of the mail; making it is not handling it (P2)."
    success_message = "The ticket is open, from the receipt of the mail on."
    administrator = AdministratorField(
        label="For the client administrator", help_text="One of the day of its receipt."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["administrator"]
        field.on(self.subject.received_at.date())
        known = self.subject.administrator
        if known is not None:
            field.initial = known.email

    def perform(self) -> Any:
        administrator = self.cleaned_data["administrator"]
        return held.make_ticket(
            self.subject.pk, administrator=administrator, by=self.user, at=self.at
        )


class LinkForm(AutomaticMailForm):
    verb = "link"
    label = "Put to a ticket…"
    description = "It is shown on the ticket as a note of a machine; it answers nothing (K10)."
    success_message = "It stands on the ticket."
    ticket = TicketField(label="Ticket")

    def perform(self) -> Any:
        ticket = self.cleaned_data["ticket"]
        return held.link(self.subject.pk, ticket=ticket, by=self.user, at=self.at)


class ReadAgainAction(ImmediateAction, MailForm):
    """Where what stood in its way is mended."""

    verb = "read_again"
    label = "Read again"
    icon = "refresh-cw"
    states = (State.PARKED,)
    success_message = "It was read again."

    def perform(self) -> Any:
        return held.read_again(self.subject.pk, by=self.user, at=self.at)


class RejectForm(MailForm):
    verb = "reject"
    label = "Put aside…"
    success_message = "Put aside."
    states = (*HELD_STATES, State.WAITING, State.AUTOMATIC)
    note = forms.CharField(
        max_length=LONGEST_REASON, label="Why", help_text="The mail is kept; nobody is notified."
    )

    @classmethod
    def fits(cls, mail: InboundMail, administrator: ClientAdministrator | None) -> bool:
        """A note that stands on its ticket or letter waits for nobody, unless the letter failed."""
        if mail.state != State.AUTOMATIC or mail.letter is not None:
            return mail.state in cls.states
        return mail.ticket_id is None

    def perform(self) -> Any:
        note = self.cleaned_data["note"]
        return held.reject(self.subject.pk, by=self.user, at=self.at, note=note)


ACTION_FORMS = (
    ReleaseForm,
    AdoptForm,
    MakeTicketForm,
    LinkForm,
    ReadAgainAction,
    RejectForm,
)
