"""Actions that write: to the client, to colleagues, and to and from a technical team."""

from datetime import datetime
from typing import Any

from django import forms

from istockist_sla.desk.actions import ActionForm
from istockist_sla.desk.fields import InstantField
from tickets import lifecycle
from tickets.admin.canned.filling import refuse_unfilled
from tickets.admin.fields import ClientMessageField, TextField
from tickets.admin.permissions import HANDLE
from tickets.admin.tickets.base_forms import UnclosedTicketForm
from tickets.admin.tickets.mentions import colleagues, mentions
from tickets.models import CloseReason, Team, Ticket, Verb
from tickets.uploads import FilesField


class MessageForm(ActionForm):
    """A text with files."""

    permissions = HANDLE
    text = TextField(label="Text")
    uploads = FilesField()

    def get_message(self) -> dict[str, Any]:
        return {
            "text": self.cleaned_data["text"],
            "files": self.cleaned_data["uploads"],
            "by": self.user,
            "at": self.at,
        }


class LetterForm(MessageForm):
    """A text that the client reads: nothing in it may be left to be filled in."""

    def clean_text(self) -> str:
        return refuse_unfilled(self.cleaned_data["text"])


class ReplyForm(UnclosedTicketForm, LetterForm):
    verb = Verb.REPLY
    label = "Reply"
    success_message = "Sent to the client."
    sends = "Your reply goes to the client"
    in_toolbar = False

    def perform(self) -> Any:
        return lifecycle.reply(self.subject.pk, **self.get_message())


class AskForm(UnclosedTicketForm, LetterForm):
    verb = Verb.ASK
    label = "Ask the client…"
    description = (
        "A question that the fix needs: the fix clock waits until the client answers (K10)."
    )
    sends = "Your question goes to the client"
    success_message = "Asked. The fix clock waits for the answer."

    def perform(self) -> Any:
        return lifecycle.ask(self.subject.pk, **self.get_message())


class AnswerForm(ActionForm):
    """The client's answer where it came outside the ticket, for example by telephone."""

    verb = Verb.ANSWER
    label = "Record the answer…"
    permissions = HANDLE
    success_message = "Recorded. The fix clock runs on."
    text = TextField(
        required=True,
        label="What the client answered",
        help_text="Kept as an internal note; the questions asked by its receipt end.",
    )
    received = InstantField(
        required=False,
        label="Received, in GMT",
        help_text="Empty: now. It counts from its receipt, and undoes a closing for want of an "
        "answer that came after it (E2).",
    )

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        """Also a question that did not reach the client may be answered, and one whose answer was
        late to be known: it undoes the closing that came for want of it (E2)."""
        if subject.is_closed:
            return subject.close_reason == CloseReason.NO_ANSWER
        if subject.waiting_since is not None:
            return True
        return bool(subject.has_open_question)  # type: ignore[attr-defined]

    def perform(self) -> Any:
        return lifecycle.answer(
            self.subject.pk,
            text=self.cleaned_data["text"],
            by=self.user,
            at=self.cleaned_data["received"] or self.at,
            recorded_at=self.at,
        )


class ConfirmPersonForm(ActionForm):
    """Mail that may be automatic answers once somebody has seen that a person wrote it (K10)."""

    verb = Verb.CONFIRM_PERSON
    label = "Confirm that a person wrote…"
    permissions = HANDLE
    success_message = "Confirmed. It answers from its receipt on."
    message = ClientMessageField(
        label="The client's message",
        help_text="It looks automatic. Once confirmed, it ends the questions asked by its receipt.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        message: Any = self.fields["message"]
        message.offer_only(lifecycle.unsure_messages(self.subject.pk))

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        """Also on a closed ticket: an answer may undo its closing (E2)."""
        unsure = subject.has_unsure_mail  # type: ignore[attr-defined]
        return unsure and bool(lifecycle.unsure_messages(subject.pk))

    def perform(self) -> Any:
        message = self.cleaned_data["message"]
        return lifecycle.confirm_person(message.pk, by=self.user, at=self.at)


class NoteForm(MessageForm):
    verb = Verb.NOTE
    label = "Internal note"
    success_message = "Noted. The client does not see it."
    in_toolbar = False
    text = TextField(
        label="Note",
        help_text="The client never sees it; it stops no clock (K6). @Name tells a colleague.",
    )

    def perform(self) -> Any:
        message = self.get_message()
        named = mentions(message["text"], colleagues() if "@" in message["text"] else ())
        if named.people:
            told = ", ".join(str(person) for person in named.people)
            self.success_message += f" Told by e-mail: {told}."
        if named.unknown:
            unknown = ", ".join(named.unknown)
            self.success_message += f" Nobody here, or more than one, is called {unknown}."
        return lifecycle.note(self.subject.pk, **message, mentions=named.people)


class HandOverForm(UnclosedTicketForm):
    verb = Verb.HAND_OVER
    label = "Hand over…"
    description = "Support stays the client's partner (P5)."
    success_message = "Handed over."
    team = forms.ChoiceField(choices=Team.choices, widget=forms.RadioSelect, label="To")
    text = TextField(required=True, label="What they should do")

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return super().is_available(subject, user, at) and not subject.team

    def perform(self) -> Any:
        return lifecycle.hand_over(
            self.subject.pk,
            team=self.cleaned_data["team"],
            text=self.cleaned_data["text"],
            by=self.user,
            at=self.at,
        )


class HearBackForm(ActionForm):
    verb = Verb.HEAR_BACK
    permissions = ("tickets.report_back", *HANDLE)
    success_message = "Recorded. The ticket is Support's alone again."
    text = TextField(required=True, label="What they answered")

    @classmethod
    def get_label(cls, subject: Ticket) -> str:
        return f"Hear back from {subject.get_team_display()}…"

    @classmethod
    def has_object_permission(cls, subject: Ticket, user: Any) -> bool:
        """Support hears back from any team; a technical person answers for their own (P5)."""
        if user.has_perms(HANDLE) or not subject.team:
            return True
        return user.groups.filter(name=subject.get_team_display()).exists()

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return bool(subject.team)

    def perform(self) -> Any:
        text = self.cleaned_data["text"]
        return lifecycle.hear_back(self.subject.pk, text=text, by=self.user, at=self.at)
