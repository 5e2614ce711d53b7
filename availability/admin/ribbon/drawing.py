"""The ribbons of a month: each stretch a mark that opens its row."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from availability.admin.ribbon.month import LONG_GAP, ComponentMonth, Gap, RibbonMonth
from availability.models import Cause
from availability.uptime import Bucket, Interval
from istockist_sla.core.lib.ribbon import Mark, ribbon
from istockist_sla.core.lib.text import clock_gmt, counted, duration, percent

STATES = {
    Bucket.UP: "up",
    Bucket.DOWN: "down",
    Bucket.SYSTEMS_DOWN: "down",
    Bucket.EXCLUDED: "maintenance",
    Bucket.UNKNOWN: "unknown",
}
PAGES = {"outage": "outage", "maintenance": "maintenance", "exclusion": "exclusion"}


class Ribbon(NamedTuple):
    """One component's band, in figures and as a drawing."""

    of: ComponentMonth
    drawing: SafeString


def ribbons(page: RibbonMonth) -> list[Ribbon]:
    days = round((page.end - page.start).total_seconds() / 86_400)
    return [
        Ribbon(each, mark_safe(ribbon(_sentence(each), list(_marks(page, each)), days)))
        for each in page.components
    ]


def _sentence(each: ComponentMonth) -> str:
    """`API: up for 99.76 %, down for 1 h 46 min, not measured for 0 h 48 min; 3 marks.`"""
    uptime, name = each.uptime, each.component.name
    if not each.is_measured and not uptime.down:
        return f"{name}: not measured"
    words = [f"up for {percent(*uptime.judged)}"]
    lengths = {
        "down": uptime.down + uptime.systems_down,
        "excluded": uptime.excluded,
        "not measured": uptime.unknown,
    }
    words += [f"{what} for {duration(seconds)}" for what, seconds in lengths.items() if seconds]
    if each.degraded:
        words.append(f"slow {counted(len(each.degraded), 'time')}")
    return f"{name}: {', '.join(words)}"


def _marks(page: RibbonMonth, each: ComponentMonth) -> Iterator[Mark]:
    for piece in each.uptime.pieces:
        if piece.bucket is Bucket.UNKNOWN:
            yield from _silence(page, each, piece)
        else:
            yield _mark(page, STATES[piece.bucket], piece.start, piece.end, _told(piece))
    for span, outage in each.degraded:
        told = ("Degraded", _url(f"outage:{outage}"))
        yield _mark(page, "degraded", span.start, span.end, told)


def _silence(page: RibbonMonth, each: ComponentMonth, piece: Interval) -> Iterator[Mark]:
    """Short silence is drawn as what lies around it; before the first measurement is nothing."""
    since = each.component.monitored_since
    start = max(piece.start, since) if since else piece.end
    if start >= piece.end:
        return
    if piece.end - start < LONG_GAP:
        yield _mark(page, "up", start, piece.end, ("", ""))
    else:
        yield _mark(page, "unknown", start, piece.end, ("Not measured", _gap_url(page.gaps, start)))


def _gap_url(gaps: Sequence[Gap], start: datetime) -> str:
    number = next((gap.number for gap in gaps if gap.span.start == start), None)
    return f"#gap-{number}" if number else "#gaps"


def _told(piece: Interval) -> tuple[str, str]:
    """Its words, and where it leads."""
    if piece.bucket is Bucket.UP:
        return "", ""
    words = {
        Bucket.DOWN: "Down",
        Bucket.SYSTEMS_DOWN: "The systems themselves were down",
        Bucket.EXCLUDED: Cause(piece.cause).label
        if piece.cause in Cause.values and piece.source.startswith("exclusion")
        else "Maintenance",
    }
    return words[piece.bucket], _url(piece.source)


def _url(source: str) -> str:
    kind, _, key = source.partition(":")
    page = PAGES.get(kind)
    return reverse(f"admin:availability_{page}_change", args=[key]) if page else ""


def _mark(
    page: RibbonMonth, state: str, start: datetime, end: datetime, told: tuple[str, str]
) -> Mark:
    whole = (page.end - page.start).total_seconds()
    first, last = max(start, page.start), min(end, page.end)
    words, href = told
    if words:
        words = f"{words}, {clock_gmt(first)} to {clock_gmt(last)}"
    start_share, end_share = ((each - page.start).total_seconds() / whole for each in (first, last))
    return Mark(state, start_share, end_share, words, href)
