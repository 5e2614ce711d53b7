"""The actions on a ticket, in the order of their buttons."""

from tickets.admin.findings.actions import TICKET_ACTION_FORMS
from tickets.admin.tickets.assignment_forms import (
    AssignForm,
    DowngradeTicketForm,
    MoveForm,
    TakeForm,
)
from tickets.admin.tickets.closing_forms import CloseForm, ReopenForm
from tickets.admin.tickets.message_forms import (
    AnswerForm,
    AskForm,
    ConfirmPersonForm,
    HandOverForm,
    HearBackForm,
    NoteForm,
    ReplyForm,
)
from tickets.admin.tickets.qualify_forms import QualifyForm
from tickets.admin.tickets.splitting_form import SplitForm

ACTION_FORMS = (
    TakeForm,
    QualifyForm,
    DowngradeTicketForm,
    AskForm,
    AnswerForm,
    ConfirmPersonForm,
    HandOverForm,
    HearBackForm,
    AssignForm,
    MoveForm,
    CloseForm,
    ReopenForm,
    SplitForm,
    ReplyForm,
    NoteForm,
    *TICKET_ACTION_FORMS,
)
