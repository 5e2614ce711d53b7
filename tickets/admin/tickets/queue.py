"""The queue: the list of tickets in groups by what their next clock says."""

from collections import Counter
from typing import Any, NamedTuple

from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from istockist_sla.core.models import Event
from istockist_sla.desk.actions import RecordList
from tickets.admin.permissions import HANDLE
from tickets.admin.saved_views import OF_CLOSED, chosen_view
from tickets.admin.tickets.bulk_steps import unfit_steps
from tickets.admin.tickets.next_deadline import attach_clocks
from tickets.models import Ticket


def with_newest_event(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Each ticket with the event that a form on the list carries as `seen`."""
    events = Event.objects.filter(subject_kind=Event.Kind.TICKET, subject_id=OuterRef("pk"))
    return tickets.annotate(newest_event=Subquery(events.order_by("-id").values("id")[:1]))


PAST = "Past their limit", "longest first"
LEFT = "Time left", "earliest due first"
# Each group's name, and in which order it stands.
HEADS = {
    "missed": PAST,
    "past": PAST,
    "strictest": PAST,
    "soon": LEFT,
    "left": LEFT,
    "to_qualify": ("Answered, to qualify", "no limit runs, but no class either"),
    "paused": ("Paused", "least left first"),
    "none": ("Without limit", "oldest first"),
}


class Head(NamedTuple):
    """Of a group of rows; `number` is empty where the page shows a part of them."""

    name: str
    order: str
    number: int | str


class QueueList(RecordList):
    """Each row of the page with its clock, computed now, in a fixed number of queries; the first of
    each group has its head, as long as nobody has asked for another order."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        now = timezone.now()
        tickets: Any = list(self.result_list)
        attach_clocks(tickets, now=now)
        may_take = request.user.has_perms(HANDLE)
        for ticket in tickets:
            ticket.now, ticket.viewer, ticket.may_take = now, request.user, may_take
            ticket.unfit = unfit_steps(ticket, request.user) if may_take else {}
        if ORDER_VAR not in self.params and chosen_view(request) not in OF_CLOSED:
            _set_heads(tickets, is_whole=self.result_count == len(tickets))
        self.result_list = tickets
        self.title = "Queue"


def _set_heads(tickets: Any, *, is_whole: bool) -> None:
    """With how many there are, where the page shows them all."""
    numbers, last = Counter(HEADS[ticket.clock.kind] for ticket in tickets), None
    for ticket in tickets:
        group = HEADS[ticket.clock.kind]
        number = numbers[group] if is_whole else ""
        ticket.head = None if group == last else Head(*group, number)
        last = group
