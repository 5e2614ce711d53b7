"""What the forms of a ticket's actions have in common."""

from datetime import datetime
from typing import Any

from istockist_sla.desk.actions import ActionForm
from tickets.admin.permissions import HANDLE
from tickets.models import Ticket


class UnclosedTicketForm(ActionForm):
    """An action of Support on a ticket that is not closed."""

    permissions = HANDLE

    @classmethod
    def is_available(cls, subject: Ticket, user: Any, at: datetime) -> bool:
        return super().is_available(subject, user, at) and not subject.is_closed
