"""Rows and events -> the facts of one ticket, and the terms that judge it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from availability import uptime
from availability.models import Maintenance
from istockist_sla.models import Event
from tickets.models import (
    AgreementVersion,
    CalendarVersion,
    ClientFact,
    HolidayList,
    Ticket,
)
from tickets.sla.clock import MAINTENANCE, Calendar, Period, Window
from tickets.sla.terms import Act, Dated, Facts, Limit, Terms


@lru_cache(maxsize=64)
def _calendar(
    zone: str, windows: tuple[Window, ...], closed: tuple[tuple[date, str], ...]
) -> Calendar:
    return Calendar(zone, windows, dict(closed))


class Book:
    """All published versions, loaded once for as many tickets as one asks about (V1)."""

    def __init__(self) -> None:
        self._agreements = list(
            AgreementVersion.objects.published()
            .select_related("agreement")
            .prefetch_related("limits")
            .order_by("-effective_from", "-id")
        )
        self._calendars = list(
            CalendarVersion.objects.published()
            .select_related("calendar")
            .prefetch_related("windows")
            .order_by("-effective_from", "-id")
        )
        self._lists = list(
            HolidayList.objects.published()
            .prefetch_related("days")
            .order_by("-effective_from", "-id")
        )
        self._terms: dict[tuple[int | None, ...], Terms] = {}

    def standard(self, at: datetime) -> Terms:
        """The standard agreement's terms in force at `at`."""
        return self.terms(at, client_id=None)[0]

    def terms(self, at: datetime, *, client_id: int | None) -> tuple[Terms, bool]:
        """The terms at `at`, of the client's own agreement where `client_id` is given and it
        has one; and whether they were in force (before version 1 nothing is, V1)."""
        own = [
            v
            for v in self._agreements
            if client_id is not None
            and v.agreement.client_id == client_id
            and v.effective_from <= at
        ]
        standard = [v for v in self._agreements if v.agreement.client_id is None]
        in_force = own or [v for v in standard if v.effective_from <= at]
        version = in_force[0] if in_force else standard[-1]
        return self._compiled(version, at), bool(in_force)

    def _compiled(self, version: AgreementVersion, at: datetime) -> Terms:
        calendars = [c for c in self._calendars if c.calendar_id == version.calendar_id]
        calendar = next((c for c in calendars if c.effective_from <= at), calendars[-1])
        lists: dict[int, HolidayList] = {}
        for candidate in self._lists:
            if candidate.calendar_id == version.calendar_id and candidate.effective_from <= at:
                lists.setdefault(candidate.year, candidate)
        key = (version.pk, calendar.pk, *(lists[year].pk for year in sorted(lists)))
        if key not in self._terms:
            self._terms[key] = _terms(version, calendar, [lists[year] for year in sorted(lists)])
        return self._terms[key]


def _terms(
    version: AgreementVersion, calendar: CalendarVersion, lists: Sequence[HolidayList]
) -> Terms:
    windows = tuple(
        Window(w.weekday, _time(w.opens), _time(w.closes)) for w in calendar.windows.all()
    )
    closed = tuple((day.day, day.name) for holidays in lists for day in holidays.days.all())
    newer = [f"{h.year} list {h.number}" for h in lists if h.number > 1]
    return Terms(
        agreement=version.agreement.name,
        version=version.number,
        calendar_version=", ".join([str(calendar), *newer]),
        calendar=_calendar(calendar.zone, windows, closed),
        limits={
            limit.fault_class: Limit(limit.response_seconds, limit.fix_seconds)
            for limit in version.limits.all()
        },
        index=Fraction(version.index_percent),
        availability_index=Fraction(version.availability_percent),
        elapsed=version.hours == AgreementVersion.Hours.ELAPSED,
        from_downgrade=version.downgrade_counts_from == AgreementVersion.DowngradeOrigin.DOWNGRADE,
        fix_is_contractual=version.fix_is_contractual,
        orders_only=version.scope == AgreementVersion.Scope.ORDERS,
        system_uptime=version.system_uptime,
        release_is_maintenance=version.release_is_maintenance,
    )


def availability_terms(at: datetime) -> uptime.Terms:
    """What the standard agreement in force at `at` says of the availability (V1)."""
    terms = Book().standard(at)
    return uptime.Terms(
        index=terms.availability_index,
        system_uptime=terms.system_uptime,
        release_is_maintenance=terms.release_is_maintenance,
        zone=str(terms.calendar.zone),
    )


def _time(value: time | str) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else value


def of(ticket: Ticket, *, book: Book | None = None) -> Facts:
    """The facts of one ticket as recorded now."""
    return of_many([ticket], book=book)[ticket.pk]


def of_many(tickets: Iterable[Ticket], *, book: Book | None = None) -> dict[int, Facts]:
    """The facts of many tickets by their ids, in a fixed number of queries."""
    tickets = list(tickets)
    book = book or Book()
    events: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.about_any(
        Event.Kind.TICKET, [ticket.pk for ticket in tickets]
    ).order_by("id"):
        events[event.subject_id].append(event)
    known: dict[int, list[ClientFact]] = defaultdict(list)
    for fact in (
        ClientFact.objects.filter(client__in={ticket.client_id for ticket in tickets})
        .select_related("author")
        .order_by("-since", "-id")
    ):
        known[fact.client_id].append(fact)
    works = _works(min((ticket.opened_at for ticket in tickets), default=None))
    return {
        ticket.pk: _facts(ticket, events[ticket.pk], known[ticket.client_id], book, works)
        for ticket in tickets
    }


class Work(NamedTuple):
    """Time that planned work takes off the clocks of the components it concerns (K11)."""

    is_release: bool
    components: frozenset[str]
    periods: tuple[Period, ...]


def _works(since: datetime | None) -> list[Work]:
    """Every planned work whose windows reach past `since`, in the order of their rows."""
    if since is None:
        return []
    rows = Maintenance.objects.filter(announcements__ends_at__gt=since).distinct()
    return [
        Work(
            row.kind == Maintenance.Kind.RELEASE,
            frozenset(component.code for component in row.components.all()),
            tuple(Period(*span, MAINTENANCE, row.title) for span in row.off_the_clock()),
        )
        for row in rows.with_windows().order_by("pk")
    ]


def _facts(
    ticket: Ticket,
    events: Sequence[Event],
    known: Sequence[ClientFact],
    book: Book,
    works: Sequence[Work],
) -> Facts:
    opening = next(event for event in events if event.verb == "open")
    held = held_at(known, opening.at)
    premium = held.get(ClientFact.Kind.PREMIUM)
    terms, in_force = book.terms(
        opening.at,
        client_id=ticket.client_id if premium and premium.value == ClientFact.YES else None,
    )
    return Facts(
        opened_at=opening.at,
        terms=terms,
        acts=tuple(_act(event) for event in events if event is not opening),
        in_force=in_force,
        plan=held.get(ClientFact.Kind.PLAN),
        rate_limit=held.get(ClientFact.Kind.RATE_LIMIT),
        first_order=held.get(ClientFact.Kind.FIRST_ORDER),
        order_volume=held.get(ClientFact.Kind.ORDER_VOLUME),
        low_priority=opening.data.get("low_priority", False),
        maintenance=_maintenance(works, _components(events), terms, opening.at),
    )


def _components(events: Sequence[Event]) -> frozenset[str]:
    """The components recorded at qualification; none recorded means all (K11)."""
    recorded = [event.data["components"] for event in events if event.data.get("components")]
    return frozenset(recorded[-1]) if recorded else frozenset()


def _maintenance(
    works: Sequence[Work], components: frozenset[str], terms: Terms, opened_at: datetime
) -> tuple[Period, ...]:
    return tuple(
        period
        for work in works
        if (terms.release_is_maintenance or not work.is_release)
        and (not components or not work.components or components & work.components)
        for period in work.periods
        if period.end > opened_at
    )


def held_at(newest_first: Iterable[ClientFact], at: datetime) -> dict[str, Dated]:
    """The fact of each kind that holds at `at`: the latest that has begun (P4)."""
    held: dict[str, Dated] = {}
    for fact in newest_first:
        if fact.since <= at and fact.kind not in held:
            held[fact.kind] = Dated(fact.value, fact.since, fact.evidence, str(fact.author))
    return held


def _act(event: Event) -> Act:
    data = event.data
    return Act(
        event.verb,
        event.at,
        event.side,
        event.by_person,
        data.get("kind", ""),
        data.get("class", ""),
        data.get("test", ""),
        data.get("reason", ""),
    )
