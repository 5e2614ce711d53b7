"""Times, instants, percentages and counts as people read them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo

from istockist_sla.core.lib.ratio import percent_figure

NBSP = "\u00a0"
NONE = "\u2013"
IRELAND = ZoneInfo("Europe/Dublin")
GMT = "UTC"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def ordinal(number: int) -> str:
    """`31st`."""
    is_teen = number % 100 in (11, 12, 13)
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def duration(seconds: float) -> str:
    """`2 h 14 min`, rounded down; whole hours stand alone, under one minute the seconds show."""
    total = int(seconds)
    hours, minutes = divmod(total // 60, 60)
    if 0 < total < 60:
        return duration_exact(total)
    if hours and not minutes:
        return f"{hours}{NBSP}h"
    return f"{hours}{NBSP}h{NBSP}{minutes:02d}{NBSP}min"


def duration_exact(seconds: float) -> str:
    """`0 h 22 min 33 s`: the same with its seconds, for a page that accounts for each of them."""
    total = int(seconds)
    hours, rest = divmod(total, 3600)
    minutes, left = divmod(rest, 60)
    if not left:
        return duration(total)
    return f"{hours}{NBSP}h{NBSP}{minutes:02d}{NBSP}min{NBSP}{left:02d}{NBSP}s"


def stopwatch(seconds: float) -> str:
    """`1:39:52`: hours, minutes, seconds as ledgers write them, so that columns add up."""
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"


def percent(numerator: int, denominator: int) -> str:
    """`97.95 %`: two decimals, rounded down: no 98.00 % is shown before it is reached."""
    if not denominator:
        return NONE
    return f"{percent_figure(numerator, denominator)}{NBSP}%"


def counted(count: int, noun: str) -> str:
    """`1 minute`, `30 minutes`."""
    return f"{count}{NBSP}{noun}{'' if count == 1 else 's'}"


def met_of(numerator: int, denominator: int) -> str:
    """`48 of 49`, or `no cases`: a share is never shown without its numbers."""
    if not denominator:
        return f"no{NBSP}cases"
    return f"{numerator}{NBSP}of{NBSP}{denominator}"


def instant(at: datetime, now: datetime | None = None, zone: ZoneInfo = IRELAND) -> str:
    """`17:00 GMT · 18:00 Irish time`, with its day unless that is the day of `now` in GMT."""
    gmt = at.astimezone(UTC)
    if now is not None and gmt.date() == now.astimezone(UTC).date():
        return _both_clocks(gmt, zone)
    return f"{short_day(gmt.date(), now)}, {_both_clocks(gmt, zone)}"


def stamp(at: datetime) -> str:
    """`9 Jun 2026, 14:05 GMT`, for tables that are read on any day."""
    return f"{at.astimezone(UTC):%-d %b %Y, %H:%M} GMT".replace(" ", NBSP)


def instant_long(at: datetime, zone: ZoneInfo = IRELAND) -> str:
    """`Tuesday 9 June 2026, 14:05 GMT · 15:05 Irish time`: for e-mails, read on any day."""
    gmt = at.astimezone(UTC)
    return f"{long_day(gmt.date())}, {_both_clocks(gmt, zone)}"


def time_gmt(at: datetime) -> str:
    """`17:00 GMT`."""
    return f"{at.astimezone(UTC):%H:%M}{NBSP}GMT"


def time_in_zone(at: datetime, zone: ZoneInfo = IRELAND) -> str:
    """`18:00 Irish time`."""
    return f"{at.astimezone(zone):%H:%M}{NBSP}{zone_name(zone)}"


def zone_name(zone: tzinfo) -> str:
    """`Irish time`, `New York time`."""
    if zone == IRELAND:
        return f"Irish{NBSP}time"
    city = str(zone).rpartition("/")[2].replace("_", NBSP)
    return f"{city}{NBSP}time"


def clock_gmt(at: datetime, now: datetime | None = None) -> str:
    """`15:22 GMT`, `Wed 09:24 GMT` within a week of `now`, else `Fri 29 May, 15:20 GMT`."""
    gmt = at.astimezone(UTC)
    time = time_gmt(gmt)
    if now is None:
        return f"{short_day(gmt.date())}, {time}"
    days = abs((gmt.date() - now.astimezone(UTC).date()).days)
    if days == 0:
        return time
    if days < 7:
        return f"{DAYS[gmt.weekday()][:3]}{NBSP}{time}"
    return f"{short_day(gmt.date(), now)}, {time}"


def second_gmt(at: datetime, now: datetime | None = None) -> str:
    """`Tue 9 June, 13:20:05 GMT`: for what is accounted for by the second."""
    gmt = at.astimezone(UTC)
    return f"{short_day(gmt.date(), now)}, {gmt:%H:%M:%S}{NBSP}GMT"


def short_day(day: date, now: datetime | None = None) -> str:
    """`Wed 10 June`, with the year when it is not that of `now`."""
    name = f"{DAYS[day.weekday()][:3]}{NBSP}{day.day}{NBSP}{MONTHS[day.month - 1]}"
    if now is None or day.year == now.astimezone(UTC).year:
        return name
    return f"{name}{NBSP}{day.year}"


def long_day(day: date) -> str:
    """`Tuesday 9 June 2026`."""
    return f"{DAYS[day.weekday()]} {day.day}{NBSP}{MONTHS[day.month - 1]}{NBSP}{day.year}"


def month_name(first: date) -> str:
    """`May 2026`."""
    return f"{MONTHS[first.month - 1]}{NBSP}{first.year}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """`Ordering, Reports and the API`; `last` is the word before the last one."""
    *before, final = words
    return f"{', '.join(before)} {last} {final}" if before else final


def initials(name: str) -> str:
    """`CW` of Clara Whitcombe: first and last word, one letter where there is only one."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _both_clocks(gmt: datetime, zone: ZoneInfo) -> str:
    """GMT alone while the other clock shows the same."""
    local = gmt.astimezone(zone)
    if not local.utcoffset():
        return time_gmt(gmt)
    text = f"{time_gmt(gmt)} · {time_in_zone(gmt, zone)}"
    if local.date() == gmt.date():
        return text
    return f"{text}, {short_day(local.date())}"


def cut_file_name(name: str, longest: int, *, longest_extension: int = 20) -> str:
    """At most `longest` characters, cut out of the stem: the extension says what the file is.

    What follows the last dot is an extension unless it is very long, or nothing precedes it.
    """
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > longest_extension:
        return name[:longest]
    return stem[: longest - len(extension) - 1] + dot + extension
