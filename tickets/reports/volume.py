"""What came in and what was left: tickets opened, unclosed at an instant, and reopened."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from istockist_sla.core.models import Event
from tickets.deadlines import REOPENING
from tickets.models import Client, Tally, Ticket, Verb
from tickets.models.tallies import beginning_of_day
from tickets.models.tickets import TicketQuerySet
from tickets.reports.one_statement import Found, Given, Part, Raw, ask, client_in, one

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


def volume_parts(given: Given) -> Iterator[Part]:
    yield from unclosed_parts(given)
    events = reopenings(given["start"], given["until"], client_in(given))
    yield Part("reopened", events.values("pk"))


def volume(found: Found, opened: int) -> Volume:
    return Volume(_unclosed_at(found, "start"), opened, _unclosed_at(found, "until"))


def reopened(found: Found) -> int:
    return one(found, "reopened").n


def count_unclosed(instants: Sequence[datetime], client: Client | None) -> list[int]:
    """At each instant."""
    found = [ask([unclosed_parts], unclosed_given(client, start=at)) for at in instants]
    return [_unclosed_at(each, "start") for each in found]


def unclosed_given(client: Client | None, **instants: datetime) -> dict[str, Any]:
    """What the parts of a backlog have to know of each instant."""
    given: dict[str, Any] = {} if client is None else {"client": client.pk}
    for name, at in instants.items():
        midnight = beginning_of_day(at)
        given |= {name: at, f"{name} midnight": midnight, f"{name} day": midnight.date()}
        given[f"{name} back"] = at + REOPENING
    return given


def unclosed_parts(given: Given) -> Iterator[Part]:
    """The column holds the last closing alone: who was closed at the instant and came back later
    is taken off. Of one client both parts are counted over an index of their own; of all, what
    was opened before less what was closed before are sums over the days."""
    client = client_in(given)
    for name in ("start", "until"):
        if name in given:
            yield from _by_days(given, name) if client is None else _by_rows(given, name, client)
            yield Part(f"back {name}", _back(given, name, client))


def _by_days(given: Given, name: str) -> Iterator[Part]:
    """Nothing is closed before it is opened. Of the day of an instant itself rows are counted."""
    at, midnight, tickets = given[name], given[f"{name} midnight"], Ticket.objects.all()
    before = Tally.objects.filter(day__lt=given[f"{name} day"])
    opened, closed = before.of(Tally.Of.OPENED), before.of(Tally.Of.CLOSED)
    yield Part(f"came {name}", opened.values("n"), n="coalesce(sum(n), 0)")
    yield Part(f"went {name}", closed.values("n"), n="coalesce(sum(n), 0)")
    today = tickets.filter(opened_at__gte=midnight, opened_at__lt=at)
    yield Part(f"came {name}", today.values("pk"))
    today = tickets.filter(closed_at__gte=midnight, closed_at__lt=at)
    yield Part(f"went {name}", today.values("pk"))


def _by_rows(given: Given, name: str, client: Client) -> Iterator[Part]:
    opened = of_client(client).filter(opened_at__lt=given[name])
    yield Part(f"came {name}", opened.filter(closed_at__isnull=True).values("opened_at"))
    later = opened.filter(closed_at__gte=given[name])
    yield Part(f"came {name}", later.values("opened_at"))


def _unclosed_at(found: Found, name: str) -> int:
    came, went, back = (
        sum(each.n for each in found.get(f"{which} {name}", []))
        for which in ("came", "went", "back")
    )
    return came - went - back


def unclosed(at: datetime, client: Client | None) -> TicketQuerySet:
    """Tickets that were opened before the instant, and not closed at it."""
    later = Q(closed_at__isnull=True) | Q(closed_at__gte=at)
    return (
        of_client(client)
        .filter(later, opened_at__lt=at)
        .exclude(pk__in=RawSQL(BACK_LATER, _instants(at, at + REOPENING)))
    )


def _back(given: Given, name: str, client: Client | None) -> Raw:
    """Who was closed at the instant and came back later."""
    values = _instants(given[name], given[f"{name} back"])
    if client is None:
        return Raw(BACK_LATER, values)
    return Raw(BACK_LATER + OF_CLIENT, [*values, client.pk])


def _instants(at: Any, latest: Any) -> list[Any]:
    begins, ends = (connection.ops.adapt_datetimefield_value(each) for each in (at, latest))
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
