"""Codes, limits and support hours in the words that clients read."""

from collections.abc import Iterable
from datetime import datetime, time
from itertools import groupby

from istockist_sla.core.lib import text
from istockist_sla.core.lib.text import NBSP, _
from tickets.models import AgreementVersion, CalendarVersion, SupportWindow
from tickets.sla.terms import TEST_WORDS

HOUR = 3600
TESTS = TEST_WORDS
# Why the first answer is measured and not judged (G9, G2).
UNJUDGED = {
    "no-agreement": _("No agreement was in force when it was opened."),
    "free-plan": _("The Free plan names no limit; we answer as soon as we can."),
    "request": _("A request for information has no limit."),
    "no-fault": _("We decided on the interruption ourselves, so it is no fault."),
    "duplicate": _("It repeats another ticket, and that one is judged."),
    "spam": _("It was closed as unwanted mail."),
    "unqualified": _("It was closed before it had a class."),
    "outside-scope": _("The agreement speaks of order processing only."),
    "rate-limit": _("A rate limit was on your account when it was opened."),
    "client-error": _("The cause was found to be an error on your side."),
    "client-negligence": _("The cause was found to be negligence on your side."),
    "introductory": _("It was opened in your introductory period."),
    "order-volume": _("Your order volume had changed a great deal when it was opened."),
    "low-priority": _("It was opened with low priority."),
    "maintenance-cause": _("Announced maintenance was the cause."),
}


def limit(seconds: int, *, elapsed: bool) -> str:
    """`4 support hours`; under the switch `elapsed` of K4 every hour counts."""
    hours, rest = divmod(seconds, HOUR)
    if rest:
        return f"{text.duration(seconds)}{'' if elapsed else ' of support time'}"
    unit = "hour" if elapsed else "support hour"
    return f"{hours}{NBSP}{unit}{'' if hours == 1 else 's'}"


def minutes(count: int) -> str:
    return f"{count}{NBSP}minute{'' if count == 1 else 's'}"


def support_hours(at: datetime) -> str:
    """`Monday to Friday, 09:00–17:00 GMT (10:00–18:00 Irish time in summer)`, of the standard
    agreement's calendar in force at `at`; empty before there is one."""
    agreement = AgreementVersion.objects.in_force_at(at).filter(agreement__client=None).first()
    if agreement is None:
        return ""
    version = CalendarVersion.objects.in_force_at(at).filter(calendar=agreement.calendar).first()
    return of_week(version.windows.all(), version.zone) if version else ""


def of_week(windows: Iterable[SupportWindow], zone: str) -> str:
    by_day: dict[int, tuple[tuple[time, time], ...]] = {
        day: tuple((window.opens, window.closes) for window in of_day)
        for day, of_day in groupby(windows, key=lambda window: window.weekday)
    }
    stretches: list[list[int]] = []
    for day in sorted(by_day):
        last = stretches[-1][-1] if stretches else None
        if last is not None and last == day - 1 and by_day[last] == by_day[day]:
            stretches[-1].append(day)
        else:
            stretches.append([day])
    told = "; ".join(f"{_days(days)}, {_spans(by_day[days[0]])}" for days in stretches)
    if zone == "Europe/Dublin":
        return f"{told} Irish time"
    if zone != "UTC":
        return f"{told} ({zone})"
    if len(stretches) > 1:
        return f"{told} GMT (one hour later by Irish time in summer)"
    in_summer = _spans(by_day[stretches[0][0]], later=1) if stretches else ""
    return f"{told} GMT ({in_summer} Irish time in summer)" if in_summer else ""


def _days(days: list[int]) -> str:
    first, last = text.DAYS[days[0]], text.DAYS[days[-1]]
    if len(days) == 1:
        return first
    return f"{first} {'and' if len(days) == 2 else 'to'} {last}"


def _spans(spans: Iterable[tuple[time, time]], later: int = 0) -> str:
    """Opening hours on the wall clock, so many hours later."""
    return " and ".join(
        f"{_clock(opens, later)}–{_clock(closes, later)}" for opens, closes in spans
    )


def _clock(at: time, later: int) -> str:
    return f"{(at.hour + later) % 24:02d}:{at.minute:02d}"
