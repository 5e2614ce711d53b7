"""What came in and what was left: tickets opened, unclosed at an instant, and reopened."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from istockist_sla.core.models import Event
from tickets.deadlines import REOPENING
from tickets.models import Client, Ticket, Verb
from tickets.models.tickets import TicketQuerySet


class Volume(NamedTuple):
    """Tickets unclosed at the beginning and at the end, and what was opened between."""

    at_start: int
    opened: int
    at_end: int

    @property
    def closed(self) -> int:
        """Those reopened meanwhile are not among them."""
        return self.at_start + self.opened - self.at_end

    @property
    def change(self) -> int:
        return self.at_end - self.at_start


def volume(start: datetime, until: datetime, *, opened: int, client: Client | None) -> Volume:
    return Volume(
        at_start=count_unclosed(start, client), opened=opened, at_end=count_unclosed(until, client)
    )


def count_unclosed(at: datetime, client: Client | None) -> int:
    """Each part is counted over an index of its own. The column holds the last closing alone: who
    was closed at the instant and came back later is taken off."""
    opened = of_client(client).filter(opened_at__lt=at)
    still = opened.filter(closed_at__isnull=True).count()
    closed_later = opened.filter(closed_at__gte=at).count()
    return still + closed_later - _back_later(at, client).count()


def unclosed(at: datetime, client: Client | None) -> TicketQuerySet:
    """Tickets that were opened before the instant, and not closed at it."""
    later = Q(closed_at__isnull=True) | Q(closed_at__gte=at)
    return (
        of_client(client)
        .filter(later, opened_at__lt=at)
        .exclude(pk__in=_back_later(at, client).values("subject_id"))
    )


def _back_later(at: datetime, client: Client | None) -> QuerySet[Event]:
    """The first reopening from the instant on of a ticket that was closed at it: within 14 days
    of its closing (K13)."""
    acts = Event.objects.filter(
        subject_kind=Event.Kind.TICKET,
        subject_id=OuterRef("subject_id"),
        verb__in=[Verb.CLOSE, Verb.REOPEN],
        at__lt=at,
    )
    reopened = reopenings(at, at + REOPENING, client)
    earlier = Event.objects.filter(
        subject_kind=Event.Kind.TICKET,
        subject_id=OuterRef("subject_id"),
        verb=Verb.REOPEN,
        at__gte=at,
        id__lt=OuterRef("id"),
    )
    last = Subquery(acts.order_by("-at", "-id").values("verb")[:1])
    return reopened.annotate(last=last).filter(~Exists(earlier), last=Verb.CLOSE)


def reopenings(start: datetime, end: datetime, client: Client | None) -> QuerySet[Event]:
    """The events by which tickets came back in the time, both ends included."""
    rows = Event.objects.filter(
        subject_kind=Event.Kind.TICKET, verb=Verb.REOPEN, at__gte=start, at__lte=end
    )
    if client is None:
        return rows
    return rows.filter(subject_id__in=of_client(client).values("pk"))


def of_client(client: Client | None) -> TicketQuerySet:
    return Ticket.objects.all() if client is None else Ticket.objects.filter(client=client)


def closings_before(reopened: Sequence[Event]) -> dict[int, datetime]:
    """By the ids of the reopening events: when the ticket had been closed before it."""
    closings = Event.objects.about_any(
        Event.Kind.TICKET, {event.subject_id for event in reopened}
    ).filter(verb=Verb.CLOSE)
    found: dict[int, datetime] = {}
    for subject, at in closings.order_by("at", "id").values_list("subject_id", "at"):
        for event in reopened:
            if event.subject_id == subject and at <= event.at:
                found[event.pk] = at
    return found
