"""A version's draft -> the what-if filled with it, of the last closed months."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from istockist_sla.core.lib.numbers import row_id
from istockist_sla.core.lib.text import stopwatch
from tickets import inputs
from tickets.admin.months.guard import NoSuchFigures
from tickets.admin.months.what_if import whose
from tickets.admin.months.what_if.fields import CLOSED, NO_LIMIT
from tickets.admin.months.what_if.forms import DAYS, NO, YES
from tickets.models import AgreementVersion, CalendarVersion, HolidayList
from tickets.reports.what_if.closed_months import MOST_MONTHS, closed_months
from tickets.sla.hours import written_hours
from tickets.sla.week import Hours

Filled = dict[str, Any]
NO_DRAFT = "There is no such draft."


def filled_url(request: HttpRequest, text: str) -> str:
    """The address of the page filled with the draft that `text` names, such as `agreement-12`."""
    kind, _, number = text.partition("-")
    if kind not in KINDS or not request.user.has_perm(
        f"tickets.view_{KINDS[kind][0]._meta.model_name}"
    ):
        raise NoSuchFigures(NO_DRAFT)
    model, fill = KINDS[kind]
    draft = model.objects.filter(pk=row_id(number) or 0).first()
    if draft is None:
        raise NoSuchFigures(NO_DRAFT)
    months = [str(month) for month in closed_months()[:MOST_MONTHS]]
    said = {name: value for name, value in fill(draft).items() if value != ""}
    return f"{reverse('months:what-if')}?{urlencode({'month': months, **said}, doseq=True)}"


def of_agreement(draft: AgreementVersion) -> Filled:
    own = draft.agreement.client
    published = inputs.published_versions().published.agreements
    calendars = {
        row.calendar for row in published if row.client_id in (None, draft.agreement.client_id)
    }
    limits = {}
    for limit in draft.limits.all():
        fix = limit.fix_seconds
        limits[f"{limit.fault_class}_answer"] = stopwatch(limit.response_seconds)
        limits[f"{limit.fault_class}_fix"] = NO_LIMIT if fix is None else stopwatch(fix)
    return {
        "client": own.code if own else "",
        "agreement": whose.of_agreement(draft.agreement),
        "index": draft.index_percent,
        "availability": draft.availability_percent,
        "hours": draft.hours,
        "scope": draft.scope,
        "downgrade": draft.downgrade_counts_from,
        "contractual": YES if draft.fix_is_contractual else NO,
        "uptime": draft.system_uptime,
        "release": YES if draft.release_is_maintenance else NO,
        "calendar": "" if calendars == {draft.calendar.name} else draft.calendar_id,
        **limits,
    }


def of_calendar(draft: CalendarVersion) -> Filled:
    week: dict[str, list[Hours]] = {day: [] for day in DAYS}
    for window in draft.windows.all():
        week[DAYS[window.weekday]].append(Hours(window.opens, window.closes))
    return {
        "agreement": whose.of_calendar(draft.calendar),
        "zone": draft.zone,
        **{day: written_hours(tuple(hours)) or CLOSED for day, hours in week.items()},
    }


def of_holidays(draft: HolidayList) -> Filled:
    """In place of each list of its year."""
    days = {row.day: row for row in draft.days.all()}
    published = inputs.published_versions().published.holiday_lists
    others = {
        day
        for row in published
        if (row.calendar, row.year) == (draft.calendar.name, draft.year)
        for day, _ in row.holidays
    }
    return {
        "agreement": whose.of_calendar(draft.calendar),
        "holidays": _lines(f"{day} {days[day].hours}".strip() for day in sorted(days)),
        "worked": _lines(str(day) for day in sorted(others - set(days))),
    }


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines)


KINDS: dict[str, tuple[Any, Any]] = {
    "agreement": (AgreementVersion, of_agreement),
    "calendar": (CalendarVersion, of_calendar),
    "holidays": (HolidayList, of_holidays),
}
