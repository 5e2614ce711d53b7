"""Drafts and publications of agreements, support calendars and holiday lists (V1, K3)."""

from datetime import UTC, date, datetime, time
from typing import Any

import holidays
from django.db import transaction
from django.db.models import Max

from istockist_sla.core.lib.time import to_second, zone_named
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets import inputs
from tickets.models import (
    Agreement,
    AgreementVersion,
    CalendarVersion,
    Client,
    Holiday,
    HolidayList,
    SupportCalendar,
)
from tickets.records.events import append_event
from tickets.sla.clock import Calendar, Window
from tickets.sla.hours import read_hours
from tickets.sla.terms import CLASSES

COUNTRY = "IE"
EVENT_KINDS: dict[type, Event.Kind] = {
    AgreementVersion: Event.Kind.AGREEMENT,
    CalendarVersion: Event.Kind.CALENDAR,
    HolidayList: Event.Kind.HOLIDAYS,
}


@transaction.atomic
def draft_agreement(*, agreement_id: int, by: User, at: datetime) -> AgreementVersion:
    """The next version as a draft, a copy of the newest; a new agreement copies the standard."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement_id)
    _refuse_second_draft(AgreementVersion.objects.filter(agreement=agreement))
    source = (
        AgreementVersion.objects.filter(agreement=agreement).order_by("-number").first()
        or AgreementVersion.objects.filter(agreement__client=None).order_by("-number").first()
    )
    assert source is not None
    limits = list(source.limits.all())
    number = _next_number(AgreementVersion.objects.filter(agreement=agreement))
    version = _copy(source, agreement=agreement, number=number, at=at)
    for limit in limits:
        _copy(limit, version=version)
    return _record_draft(version, by, at)


@transaction.atomic
def draft_own_agreement(*, client_id: int, by: User, at: datetime) -> AgreementVersion:
    """A first draft of a client's own agreement, in force while its Premium fact says so (P4)."""
    client = Client.objects.select_for_update().get(pk=client_id)
    agreement, _ = Agreement.objects.get_or_create(
        client=client, defaults={"name": f"SLA Premium, {client.name}"[:80]}
    )
    return draft_agreement(agreement_id=agreement.pk, by=by, at=at)


@transaction.atomic
def draft_calendar(*, calendar_id: int, by: User, at: datetime) -> CalendarVersion:
    calendar = SupportCalendar.objects.select_for_update().get(pk=calendar_id)
    versions = CalendarVersion.objects.filter(calendar=calendar)
    _refuse_second_draft(versions)
    source = versions.order_by("-number").first()
    assert source is not None
    windows = list(source.windows.all())
    version = _copy(source, number=_next_number(versions), at=at)
    for window in windows:
        _copy(window, version=version)
    return _record_draft(version, by, at)


def copy_calendar_version(
    *, source: CalendarVersion, calendar: SupportCalendar, by: User, at: datetime
) -> CalendarVersion:
    """The first draft of another calendar."""
    windows = list(source.windows.all())
    version = _copy(source, calendar=calendar, number=1, at=at)
    for window in windows:
        _copy(window, version=version)
    return _record_draft(version, by, at)


def copy_holidays(
    *, holiday_list: HolidayList, by: User, at: datetime, calendar: SupportCalendar | None = None
) -> HolidayList:
    """The next list of the year as a draft, of the same calendar or of another."""
    target = calendar or holiday_list.calendar
    lists = HolidayList.objects.filter(calendar=target, year=holiday_list.year)
    _refuse_second_draft(lists)
    days = list(holiday_list.days.all())
    version = _copy(holiday_list, calendar=target, number=_next_number(lists), at=at)
    for day in days:
        _copy(day, holiday_list=version)
    return _record_draft(version, by, at)


@transaction.atomic
def propose_holidays(*, calendar_id: int, year: int, by: User, at: datetime) -> HolidayList:
    """The year's public holidays, as the `holidays` package knows them, as a draft (K3)."""
    calendar = SupportCalendar.objects.select_for_update().get(pk=calendar_id)
    lists = HolidayList.objects.filter(calendar=calendar, year=year)
    _refuse_second_draft(lists)
    days = holidays.country_holidays(COUNTRY, years=year, observed=False, language="en_IE")
    if not days:
        raise ActionRefused(f"No public holidays of {year} are known.")
    proposed = HolidayList.objects.create(
        calendar=calendar, year=year, number=_next_number(lists), effective_from=to_second(at)
    )
    Holiday.objects.bulk_create(
        Holiday(holiday_list=proposed, day=day, name=name[:80])
        for day, name in sorted(days.items())
    )
    return _record_draft(proposed, by, at)


def record_revision(version: Any, *, by: User, at: datetime) -> None:
    """A person changed a draft; called in the transaction of the change."""
    append_event(
        EVENT_KINDS[type(version)],
        version.pk,
        "revise",
        by=by,
        at=to_second(at),
        number=version.number,
    )


@transaction.atomic
def publish_agreement(
    *, version_id: int, effective_on: date, by: User, at: datetime
) -> AgreementVersion:
    """In force from 00:00 of the calendar's zone on that day; nothing changes afterwards."""
    version = AgreementVersion.objects.select_for_update().get(pk=version_id)
    missing = set(CLASSES) - {limit.fault_class for limit in version.limits.all()}
    if missing:
        raise ActionRefused(f"A limit is missing: {', '.join(sorted(missing))}.")
    siblings = AgreementVersion.objects.filter(agreement=version.agreement_id)
    zone = _zone_of(version.calendar_id, effective_on)
    return _publish(version, siblings, effective_on, zone, by, at)


@transaction.atomic
def publish_calendar(
    *, version_id: int, effective_on: date, by: User, at: datetime
) -> CalendarVersion:
    version = CalendarVersion.objects.select_for_update().get(pk=version_id)
    windows = [Window(w.weekday, w.opens, w.closes) for w in version.windows.all()]
    if not windows:
        raise ActionRefused("The week has no support hours.")
    try:
        Calendar(zone_named(version.zone), windows)
    except ValueError as error:
        raise ActionRefused(str(error)) from None
    siblings = CalendarVersion.objects.filter(calendar=version.calendar_id)
    return _publish(version, siblings, effective_on, version.zone, by, at)


@transaction.atomic
def publish_holidays(*, version_id: int, effective_on: date, by: User, at: datetime) -> HolidayList:
    """A list judges the tickets opened from its effect on, whatever its year (K3)."""
    version = HolidayList.objects.select_for_update().get(pk=version_id)
    holidays_of_year = list(version.days.all())
    for holiday in holidays_of_year:
        _refuse_unreadable(holiday)
    days = [holiday.day for holiday in holidays_of_year]
    if not days:
        raise ActionRefused("The list has no day.")
    outside = [day for day in days if day.year != version.year]
    if outside:
        raise ActionRefused(f"{outside[0]:%d %B %Y} does not lie in {version.year}.")
    siblings = HolidayList.objects.filter(calendar=version.calendar_id, year=version.year)
    zone = _zone_of(version.calendar_id, effective_on)
    return _publish(version, siblings, effective_on, zone, by, at)


def _refuse_unreadable(holiday: Holiday) -> None:
    try:
        read_hours(holiday.hours)
    except ValueError as error:
        raise ActionRefused(f"{holiday}: {error}") from None


def _publish(
    version: Any, siblings: Any, effective_on: date, zone: str, by: User, at: datetime
) -> Any:
    """Later than the publication and than every version before it (V1)."""
    at = to_second(at)
    if version.is_published:
        raise ActionRefused("It is published already and never changes (V1).")
    midnight = _midnight(effective_on, zone)
    if midnight <= at:
        raise ActionRefused("It takes effect at 00:00 of a day that is still to come (V1).")
    _refuse_closed_month(midnight)
    last = siblings.published().order_by("-effective_from").first()
    if last is not None and midnight <= last.effective_from:
        raise ActionRefused(
            f"{last} takes effect on {last.effective_from:%d %B %Y}: choose a later day."
        )
    version.effective_from, version.published_at, version.published_by = midnight, at, by
    version.save(update_fields=["effective_from", "published_at", "published_by"])
    append_event(
        EVENT_KINDS[type(version)],
        version.pk,
        "publish",
        by=by,
        at=at,
        number=version.number,
        effective_from=midnight.isoformat(),
    )
    return version


def _refuse_closed_month(midnight: datetime) -> None:
    """A version takes effect later than the last closed month (V1)."""
    for month in sorted(inputs.book().closed)[-1:]:
        if midnight < inputs.month_bounds(month).end:
            raise ActionRefused(f"{month.name} is closed: choose a day after it (V1).")


def _zone_of(calendar_id: int, effective_on: date) -> str:
    """The zone of the calendar version that is in force when the day begins there (V1)."""
    versions = CalendarVersion.objects.filter(calendar=calendar_id).published()
    for version in versions.order_by("-effective_from", "-number"):
        if version.effective_from <= _midnight(effective_on, version.zone):
            return version.zone
    return "UTC"


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), zone_named(zone)).astimezone(UTC)


def _refuse_second_draft(versions: Any) -> None:
    draft = versions.filter(published_at=None).first()
    if draft is not None:
        raise ActionRefused(f"{draft} is a draft still: change that one.")


def _next_number(versions: Any) -> int:
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _copy(row: Any, *, at: datetime | None = None, **columns: Any) -> Any:
    """A copy of the row, saved as a new and unpublished one."""
    row.pk, row._state.adding = None, True
    if at is not None:
        row.published_at, row.published_by, row.effective_from = None, None, to_second(at)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row


def _record_draft(version: Any, by: User, at: datetime) -> Any:
    append_event(
        EVENT_KINDS[type(version)],
        version.pk,
        "draft",
        by=by,
        at=to_second(at),
        number=version.number,
    )
    return version
