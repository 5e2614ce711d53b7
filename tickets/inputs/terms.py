"""The published versions of the database as plain rows, and the terms in force for a client."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time
from fractions import Fraction
from functools import lru_cache

from django.db.models import Value

from availability import uptime
from istockist_sla.core.lib.months import Month, MonthBounds, MonthCalendar
from istockist_sla.core.lib.time import zone_named
from tickets.inputs.client_facts import facts_of
from tickets.models import AgreementVersion, CalendarVersion, HolidayList
from tickets.sla.clock import Holiday, Window
from tickets.sla.hours import read_hours
from tickets.sla.terms import Limit, Provisions, Terms
from tickets.sla.versions import (
    AgreementRow,
    CalendarRow,
    HolidayListRow,
    Versions,
    terms_by_facts,
)

Draft = AgreementVersion | CalendarVersion | HolidayList


def _agreement_row(version: AgreementVersion) -> AgreementRow:
    origin, hours = version.downgrade_counts_from, version.hours
    return AgreementRow(
        agreement=version.agreement.name,
        client_id=version.agreement.client_id,
        number=version.number,
        effective_from=version.effective_from,
        calendar=version.calendar.name,
        provisions=Provisions(
            limits={
                limit.fault_class: Limit(limit.response_seconds, limit.fix_seconds)
                for limit in version.limits.all()
            },
            index=Fraction(version.index_percent),
            availability_index=Fraction(version.availability_percent),
            elapsed=hours == AgreementVersion.Hours.ELAPSED,
            from_downgrade=origin == AgreementVersion.DowngradeOrigin.DOWNGRADE,
            fix_is_contractual=version.fix_is_contractual,
            orders_only=version.scope == AgreementVersion.Scope.ORDERS,
            system_uptime=version.system_uptime,
            release_is_maintenance=version.release_is_maintenance,
        ),
    )


def _calendar_row(version: CalendarVersion) -> CalendarRow:
    return CalendarRow(
        calendar=version.calendar.name,
        number=version.number,
        effective_from=version.effective_from,
        zone=zone_named(version.zone),
        windows=tuple(
            Window(each.weekday, _time(each.opens), _time(each.closes))
            for each in version.windows.all()
        ),
    )


def _holiday_list_row(version: HolidayList) -> HolidayListRow:
    return HolidayListRow(
        calendar=version.calendar.name,
        year=version.year,
        number=version.number,
        effective_from=version.effective_from,
        holidays=tuple(
            (each.day, Holiday(each.name, read_hours(each.hours))) for each in version.days.all()
        ),
    )


def _time(value: time | str) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else value


@lru_cache(maxsize=1)
def versions_as_of(publications: frozenset[tuple[str, int, datetime]]) -> Versions:
    """Read anew once something else is published: what is published never changes (V1)."""
    agreements = AgreementVersion.objects.published().select_related("agreement", "calendar")
    calendars = CalendarVersion.objects.published().select_related("calendar")
    lists = HolidayList.objects.published().select_related("calendar")
    return Versions(
        map(_agreement_row, agreements.prefetch_related("limits")),
        map(_calendar_row, calendars.prefetch_related("windows")),
        map(_holiday_list_row, lists.prefetch_related("days")),
    )


# What was found published in the block of `asked_once` that runs; None outside of one.
_found: ContextVar[list[Versions] | None] = ContextVar("found", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """What is published is asked once within it: for a page that changes nothing, all of whose
    figures rest on the same versions."""
    token = _found.set([])
    try:
        yield
    finally:
        _found.reset(token)


def published_versions() -> Versions:
    """What is published now, in one query while nothing is published meanwhile."""
    found = _found.get()
    if found is None:
        return _published_now()
    if not found:
        found.append(_published_now())
    return found[0]


def _published_now() -> Versions:
    agreements, *others = (
        model.objects.published()
        .order_by()
        .values_list(Value(model._meta.model_name), "pk", "published_at")
        for model in (AgreementVersion, CalendarVersion, HolidayList)
    )
    return versions_as_of(frozenset(agreements.union(*others, all=True)))


def versions_with(draft: Draft) -> Versions:
    """As if the draft had always been in force, for a preview (V1)."""
    row: AgreementRow | CalendarRow | HolidayListRow
    if isinstance(draft, AgreementVersion):
        row = _agreement_row(draft)
    elif isinstance(draft, CalendarVersion):
        row = _calendar_row(draft)
    else:
        row = _holiday_list_row(draft)
    return published_versions().with_draft(row)


def months() -> MonthCalendar:
    """The months of the standard agreement, which are those of all clients (G8)."""
    return published_versions().months


def month_bounds(month: Month) -> MonthBounds:
    return months().bounds(month)


def month_of(at: datetime) -> Month:
    return months().month_of(at)


def terms_for(client_id: int, at: datetime) -> Terms:
    """The terms in force for a client at `at`."""
    return terms_by_facts(published_versions(), client_id, facts_of(client_id, at), at)[0]


def availability_terms(at: datetime) -> uptime.AvailabilityTerms:
    """What the standard agreement in force at `at` says of the availability (V1)."""
    return availability_of(published_versions().standard(at))


def availability_of(terms: Terms) -> uptime.AvailabilityTerms:
    return uptime.AvailabilityTerms(
        index=terms.availability_index,
        system_uptime=terms.system_uptime,
        release_is_maintenance=terms.release_is_maintenance,
    )
