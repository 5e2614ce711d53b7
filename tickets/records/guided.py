"""Several verbs as one act, for the guided pages: all of them happen, or none (V1, K3, P3)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction

from istockist_sla.core.models import User
from istockist_sla.core.refusal import ActionRefused
from tickets.models import (
    AgreementVersion,
    CalendarVersion,
    Client,
    ClientFact,
    Holiday,
    HolidayList,
    SupportCalendar,
)
from tickets.records.clients import create_client, record_fact
from tickets.records.people import appoint_administrator
from tickets.records.versions import (
    copy_calendar_version,
    copy_holidays,
    draft_own_agreement,
    publish_agreement,
    publish_holidays,
    record_revision,
)
from tickets.sla.hours import read_hours, written_hours
from tickets.sla.terms import Limit

Limits = Mapping[str, Limit]


@transaction.atomic
def set_up_client(
    *,
    name: str,
    code: str,
    plan: str,
    evidence: str,
    by: User,
    at: datetime,
    premium_on: date | None = None,
    limits: Limits | None = None,
    administrator: Mapping[str, Any] | None = None,
) -> Client:
    """A client with its plan; with SLA Premium from a day, on terms of its own where limits are
    given; with its first administrator."""
    author: dict[str, Any] = {"by": by, "at": at}
    client = create_client(name=name, code=code, plan=plan, evidence=evidence, **author)
    if premium_on is not None:
        record_fact(
            client_id=client.pk,
            kind=ClientFact.Kind.PREMIUM,
            value=ClientFact.YES,
            since=max(datetime.combine(premium_on, time(0), UTC), at),
            evidence=evidence,
            **author,
        )
    if limits:
        if premium_on is None:
            raise ActionRefused("Terms of its own need the day from which it has SLA Premium (P4).")
        own_terms(client_id=client.pk, limits=limits, effective_on=premium_on, **author)
    if administrator:
        known: dict[str, Any] = {**administrator, **author}
        appoint_administrator(client_id=client.pk, since=at.date(), **known)
    return client


@transaction.atomic
def own_terms(
    *,
    client_id: int,
    limits: Limits,
    effective_on: date,
    by: User,
    at: datetime,
    **switches: Any,
) -> AgreementVersion:
    """The next version of a client's own agreement, drafted, changed and published."""
    version = draft_own_agreement(client_id=client_id, by=by, at=at)
    for name, value in switches.items():
        setattr(version, name, value)
    version.save()
    for row in version.limits.all():
        if row.fault_class in limits:
            row.response_seconds, row.fix_seconds = limits[row.fault_class]
            row.save()
    record_revision(version, by=by, at=at)
    return publish_agreement(version_id=version.pk, effective_on=effective_on, by=by, at=at)


@transaction.atomic
def special_day(
    *,
    holiday_list: HolidayList,
    day: date,
    name: str,
    hours: str,
    effective_on: date,
    by: User,
    at: datetime,
) -> HolidayList:
    """The year's list anew, with one day that has hours of its own, published (K3)."""
    if day.year != holiday_list.year:
        raise ActionRefused(f"{day:%d %B %Y} does not lie in {holiday_list.year}.")
    if day < effective_on:
        raise ActionRefused("The list takes effect on that day at the latest (V1).")
    version = copy_holidays(holiday_list=holiday_list, by=by, at=at)
    try:
        written = written_hours(read_hours(hours))
    except ValueError as error:
        raise ActionRefused(str(error)) from None
    Holiday.objects.update_or_create(
        holiday_list=version, day=day, defaults={"name": name, "hours": written}
    )
    record_revision(version, by=by, at=at)
    return publish_holidays(version_id=version.pk, effective_on=effective_on, by=by, at=at)


@transaction.atomic
def another_calendar(
    *, name: str, source: CalendarVersion, by: User, at: datetime
) -> CalendarVersion:
    """A calendar of its own name that begins as a draft of another's hours, with drafts of the
    lists of this year and the next: without them it has only its weekends (K3)."""
    name = " ".join(name.split())
    if SupportCalendar.objects.filter(name__iexact=name).exists():
        raise ActionRefused("There is a calendar of this name already.")
    calendar, origin = SupportCalendar.objects.create(name=name), source.calendar_id
    version = copy_calendar_version(source=source, calendar=calendar, by=by, at=at)
    for year in (at.year, at.year + 1):
        lists = HolidayList.objects.published().filter(calendar=origin, year=year)
        newest = lists.order_by("-number").first()
        if newest is not None:
            copy_holidays(holiday_list=newest, calendar=calendar, by=by, at=at)
    return version
