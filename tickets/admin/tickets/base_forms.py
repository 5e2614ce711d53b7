"""What the forms of a ticket's actions have in common."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import ActionForm
from tickets.admin.permissions import HANDLE
from tickets.models import InformationRequest, Ticket, Verb


def with_open_ends(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Each says whether a question has no answer, whether mail in it may be automatic, and whether
    the client has written again: what some actions rest on, in the ticket's own query."""
    asked = InformationRequest.objects.filter(ticket=OuterRef("pk"), ended_at=None)
    unsure = Event.objects.filter(
        subject_kind=Event.Kind.TICKET,
        subject_id=OuterRef("pk"),
        verb__in=(Verb.OPEN, Verb.WRITE),
        data__perhaps_automatic=True,
    )
    written = Event.objects.filter(
        subject_kind=Event.Kind.TICKET, subject_id=OuterRef("pk"), verb=Verb.WRITE
    )
    return tickets.annotate(
        has_open_question=Exists(asked),
        has_unsure_mail=Exists(unsure),
        has_more_messages=Exists(written),
    )


class UnclosedTicketForm(ActionForm):
    """An action of Support on a ticket that is not closed."""

    permissions = HANDLE

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return super().is_available(subject, user, at) and not subject.is_closed
