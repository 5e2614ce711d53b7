"""Published versions of the database, and drafts, as plain rows."""

from datetime import time
from fractions import Fraction

from istockist_sla.core.lib.time import zone_named
from tickets.models import AgreementVersion, CalendarVersion, HolidayList
from tickets.sla.clock import Holiday, Window
from tickets.sla.hours import read_hours
from tickets.sla.terms import Limit, Provisions
from tickets.sla.versions import AgreementRow, CalendarRow, HolidayListRow, Versions

Draft = AgreementVersion | CalendarVersion | HolidayList


def read_versions() -> Versions:
    """All that is published; what is published never changes (V1)."""
    agreements = AgreementVersion.objects.published().select_related("agreement", "calendar")
    calendars = CalendarVersion.objects.published().select_related("calendar")
    lists = HolidayList.objects.published().select_related("calendar")
    return Versions(
        map(_agreement_row, agreements.prefetch_related("limits")),
        map(_calendar_row, calendars.prefetch_related("windows")),
        map(_holiday_list_row, lists.prefetch_related("days")),
    )


def row_of(version: Draft) -> AgreementRow | CalendarRow | HolidayListRow:
    if isinstance(version, AgreementVersion):
        return _agreement_row(version)
    if isinstance(version, CalendarVersion):
        return _calendar_row(version)
    return _holiday_list_row(version)


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
