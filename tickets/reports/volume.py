"""What came in and what was left: tickets opened, unclosed at an instant, and reopened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from istockist_sla.core.models import Event
from tickets.deadlines import REOPENING
from tickets.models import Client, Tally, Ticket, Verb
from tickets.models.tallies import beginning_of_day
from tickets.models.tickets import TicketQuerySet

# Tickets that were closed at an instant and came back later: within 14 days of their closing (K13).
# The first reopening from the instant on speaks for them, and the last act before it closed them:
# a closing that was undone is none, for then the ticket counts as never closed (E2).
BACK_LATER = f"""
SELECT reopening.subject_id FROM core_event AS reopening
WHERE reopening.subject_kind = 'ticket' AND reopening.verb = '{Verb.REOPEN}'
    AND reopening.at >= %s AND reopening.at <= %s
    AND NOT EXISTS (
        SELECT 1 FROM core_event AS earlier
        WHERE earlier.subject_kind = 'ticket' AND earlier.subject_id = reopening.subject_id
            AND earlier.verb = '{Verb.REOPEN}' AND earlier.at >= %s AND earlier.id < reopening.id
    ) AND (
        SELECT act.verb FROM core_event AS act
        WHERE act.subject_kind = 'ticket' AND act.subject_id = reopening.subject_id
            AND act.verb IN ('{Verb.CLOSE}', '{Verb.REOPEN}') AND act.at < %s
            AND NOT (act.verb = '{Verb.CLOSE}' AND '{Verb.UNDO_CLOSING}' = coalesce((
                SELECT next.verb FROM core_event AS next
                WHERE next.subject_kind = 'ticket' AND next.subject_id = act.subject_id
                    AND next.verb IN ('{Verb.CLOSE}', '{Verb.UNDO_CLOSING}') AND next.id > act.id
                ORDER BY next.id LIMIT 1
            ), ''))
        ORDER BY act.at DESC, act.id DESC LIMIT 1
    ) = '{Verb.CLOSE}'
"""
OF_CLIENT = "AND reopening.subject_id IN (SELECT id FROM tickets_ticket WHERE client_id = %s)"


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
    at_start, at_end = count_unclosed([start, until], client)
    return Volume(at_start=at_start, opened=opened, at_end=at_end)


def count_unclosed(instants: Sequence[datetime], client: Client | None) -> list[int]:
    """At each instant. The column holds the last closing alone: who was closed at the instant and
    came back later is taken off. Of one client both parts are counted over an index of their
    own; of all, what was opened before less what was closed before are sums over the days."""
    by_column = _by_rows(instants, client) if client else _by_days(instants)
    back = _back_counts(instants, client)
    return [count - later for count, later in zip(by_column, back, strict=True)]


def _by_days(instants: Sequence[datetime]) -> list[int]:
    """Nothing is closed before it is opened. Of the day of an instant itself rows are counted."""
    midnights = [beginning_of_day(at) for at in instants]
    came = Tally.objects.before(Tally.Of.OPENED, midnights)
    went = Tally.objects.before(Tally.Of.CLOSED, midnights)
    return [
        came[n] - went[n] + (_since(midnight, at) if midnight < at else 0)
        for n, (midnight, at) in enumerate(zip(midnights, instants, strict=True))
    ]


def _since(midnight: datetime, at: datetime) -> int:
    tickets = Ticket.objects.order_by()
    opened = tickets.filter(opened_at__gte=midnight, opened_at__lt=at).count()
    return opened - tickets.filter(closed_at__gte=midnight, closed_at__lt=at).count()


def _by_rows(instants: Sequence[datetime], client: Client) -> list[int]:
    tickets = of_client(client)
    still = tickets.filter(closed_at__isnull=True, opened_at__lt=max(instants)).aggregate(
        **{f"n{n}": _number_of(Q(opened_at__lt=at)) for n, at in enumerate(instants)}
    )
    closed = tickets.filter(closed_at__gte=min(instants)).aggregate(
        **{
            f"n{n}": _number_of(Q(opened_at__lt=at, closed_at__gte=at))
            for n, at in enumerate(instants)
        }
    )
    return [still[f"n{n}"] + closed[f"n{n}"] for n in range(len(instants))]


def _number_of(condition: Q) -> Count:
    """Of a constant: a column of the row, the id too, would have to be read."""
    return Count(Case(When(condition, then=Value(1))))


def unclosed(at: datetime, client: Client | None) -> TicketQuerySet:
    """Tickets that were opened before the instant, and not closed at it."""
    later = Q(closed_at__isnull=True) | Q(closed_at__gte=at)
    return (
        of_client(client)
        .filter(later, opened_at__lt=at)
        .exclude(pk__in=RawSQL(BACK_LATER, _given(at)))
    )


def _back_counts(instants: Sequence[datetime], client: Client | None) -> list[int]:
    """How many there are at each instant, in one statement."""
    of_client = "" if client is None else OF_CLIENT
    count = f"(SELECT count(*) FROM ({BACK_LATER}{of_client}) AS back)"
    clients = [] if client is None else [client.pk]
    given = [value for at in instants for value in (*_given(at), *clients)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([count] * len(instants))}", given)
        return list(cursor.fetchone())


def _given(at: datetime) -> list[Any]:
    begins, ends = (connection.ops.adapt_datetimefield_value(each) for each in (at, at + REOPENING))
    return [begins, ends, begins, begins]


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
