"""Template tags for icons, marks, chips and bars, and the filters for times."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from istockist_sla.core import markdown as markdown_text
from istockist_sla.core.lib import charts, links, text
from istockist_sla.core.templatetags import times

register = template.Library()
# `{% load ui %}` brings the filters for times along.
register.filters.update(times.register.filters)
register.tags.update(times.register.tags)

CLASSES = ("critical", "medium", "low")
STATES = {
    "open": "Open",
    "qualified": "Qualified",
    "downgraded": "Downgraded",
    "closed": "Closed",
    "waiting": "Waiting for client",
}
VERDICTS = {
    "met": ("m-met", "Met", "met"),
    "missed": ("m-missed", "Missed", "missed"),
    "excluded": ("shield-off", "Excluded", "excluded"),
    "not_covered": ("m-not-covered", "Not covered", "plain"),
    "running": ("m-running", "Running", "plain"),
    "paused": ("m-waiting", "Paused", "plain"),
    "kept": ("m-met", "Kept", "met"),
    "not_kept": ("m-missed", "Not kept", "missed"),
    "guaranteed": ("m-met", "Guaranteed", "met"),
    "no_cases": ("m-none", "No cases", "plain"),
    "in_time": ("m-met", "In time", "met"),
    "late": ("m-missed", "Late", "missed"),
    "up": ("m-met", "Up", "met"),
    "degraded": ("m-medium", "Degraded", "medium"),
    "down": ("m-missed", "Down", "missed"),
    "maintenance": ("wrench", "Maintenance", "excluded"),
    "unknown": ("m-unclassified", "Unknown", "unknown"),
}
CLOCKS = {
    "missed": ("m-critical", "missed", "Missed by {}"),
    "past": ("m-critical", "missed", "Past its limit by {}"),
    "strictest": ("m-critical", "missed", "Strictest limit passed by {}"),
    "soon": ("alarm-clock", "soon", "{} left"),
    "left": ("clock", "counted", "{} left"),
    "paused": ("m-waiting", "on-hold", "Paused at {}"),
    "to_qualify": ("m-unclassified", "", "To qualify"),
    "none": ("infinity", "", "No limit"),
}


@register.filter
def beside(left: Sequence[Any], right: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each of a list with the one in its place in another of the same length."""
    return list(zip(left, right, strict=True))


@register.filter
def markdown(words: str) -> SafeString:
    """What was written in Markdown, cleaned."""
    return markdown_text.as_html(words)


@register.filter
def with_links(words: str) -> SafeString:
    """A text in which addresses of the web are links; everything in it is escaped."""
    return mark_safe("".join(_linked(piece) for piece in links.pieces(words)))


def _linked(piece: links.Piece) -> str:
    if not piece.is_address:
        return conditional_escape(piece.text)
    return format_html('<a href="{0}" rel="nofollow noopener noreferrer">{0}</a>', piece.text)


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a label. Sizes 14, 16, 20, 28."""
    return _icon(name, size, label, static("img/icons.svg"))


@lru_cache(maxsize=1000, typed=True)
def _icon(name: str, size: int, label: str, sprite: str) -> SafeString:
    css_class = "icon" if size == 16 else f"icon icon-{size}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            css_class,
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', css_class, sprite, name
    )


@register.simple_tag
def chip(kind: str, words: str, mark: str = "") -> SafeString:
    """A chip of free wording: kinds critical, medium, low, met, missed, excluded, plain, …"""
    shape = icon(mark, 16 if kind in CLASSES else 14) if mark else ""
    return format_html('<span class="chip chip-{}">{}{}</span>', kind, shape, words)


@register.simple_tag
def class_chip(ticket_class: str | None, audience: str = "desk", kind: str = "") -> SafeString:
    """The class as shape and word: its code, capitalised, is its name."""
    if kind == "request":
        return chip("plain", "Request", "m-request")
    if ticket_class:
        name = str(ticket_class)
        return chip(name, name.capitalize(), f"m-{name}")
    words = "To qualify" if audience == "desk" else "Not yet classified"
    return chip("unclassified", words, "m-unclassified")


@register.simple_tag
def state_mark(state: str) -> SafeString:
    """A ticket's state as mark and plain word: open, qualified, downgraded, closed, waiting."""
    name = str(state)
    return format_html('<span class="mark">{}{}</span>', icon(f"m-{name}"), STATES[name])


@register.simple_tag
def verdict_chip(verdict: str, words: str = "") -> SafeString:
    """A verdict (met … running), a month's (kept, not_kept, no_cases) or a component's state."""
    mark, name, kind = VERDICTS[str(verdict).replace(" ", "_")]
    return chip(kind, words or name, mark)


@register.simple_tag
def clock_bar(tone: str, counted: float, limit: float, sentence: str = "") -> SafeString:
    """The thin bar, one cell an hour of the limit; both amounts in seconds."""
    spoken = sentence or f"{text.duration(counted)} of {text.duration(limit)} counted"
    return mark_safe(charts.clock_bar(spoken, tone, counted, limit))


@register.simple_tag
def limit_bar(
    tone: str, counted: float, limit: float, sentence: str, paused: float = 0
) -> SafeString:
    """The bar of one clock with the limit as a tick and paused time hatched; all in seconds."""
    return mark_safe(charts.limit_bar(sentence, tone, counted, limit, paused))


@register.simple_tag
def next_clock(
    kind: str, amount: float = 0, counted: float = 0, limit: float = 0, note: str = ""
) -> SafeString:
    """Mark, words, bar and note of the clock that matters next; all amounts in seconds.

    Kinds: missed, past, strictest, soon, left, to_qualify, paused, none.
    """
    mark, tone, words = CLOCKS[kind]
    bar = clock_bar(tone, limit if tone == "missed" else counted, limit) if tone else ""
    return format_html(
        '<div class="clock clock-{}">{}<div><strong>{}</strong>{}'
        '<span class="clock-note">{}</span></div></div>',
        kind,
        icon(mark),
        words.format(text.duration(amount)),
        bar,
        note,
    )


@register.simple_tag
def time_rule(rule: charts.Rule) -> SafeString:
    """A time rule that the view composed from `charts.Rule`, `Part` and `Label`."""
    return mark_safe(charts.rule(rule))


@register.simple_tag
def day_bars(sentence: str, states: Sequence[str]) -> SafeString:
    """Days of a component, the oldest first; a phone shows the last third of them."""
    return format_html('<div class="days-frame">{}</div>', mark_safe(charts.days(sentence, states)))


@register.simple_tag
def swatch(kind: str) -> SafeString:
    """A piece of the time rule for a legend."""
    return mark_safe(charts.swatch(kind))


@register.simple_tag
def ribbon_swatch() -> SafeString:
    """What was up on a ribbon; its other states are drawn as those of a day."""
    return mark_safe(charts.line_of_up_swatch())


@register.simple_tag
def day_swatch(state: str) -> SafeString:
    """The shape of a day for a legend."""
    return mark_safe(charts.day_swatch(state))
