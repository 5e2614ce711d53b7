"""The state in a small picture that other pages show."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from availability.overview.headline import Headline
from availability.overview.states import ComponentState
from istockist_sla.core.lib.text import time_gmt

NAME = "iStockist"
LONGEST = 60
# Of an average character of the font, in a size of 11; and on each side of a text.
CHARACTER, PADDING = 6.4, 8
# White on each is read easily.
COLOURS = {
    ComponentState.DOWN: "#b3201a",
    ComponentState.DEGRADED: "#8a5200",
    ComponentState.MAINTENANCE: "#3d4c9e",
    ComponentState.UNKNOWN: "#5c6468",
    ComponentState.UP: "#1b6b3c",
}
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" '
    'aria-label="{name}: {words}"><title>{name}: {words}</title>'
    '<clipPath id="r"><rect width="{width}" height="20" rx="4"/></clipPath>'
    '<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#083f4a"/>'
    '<rect x="{left}" width="{right}" height="20" fill="{colour}"/></g>'
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" '
    'text-anchor="middle"><text x="{middle_left}" y="14" textLength="{name_length}">{name}</text>'
    '<text x="{middle_right}" y="14" textLength="{words_length}">{words}</text></g></svg>\n'
)


def badge(headline: Headline, at: datetime) -> SafeString:
    """Lengths are given, so that no font of the reader's breaks the picture."""
    words = f"{_state(headline)}, {time_gmt(at)}"
    name_length, words_length = round(len(NAME) * CHARACTER), round(len(words) * CHARACTER)
    left, right = name_length + 2 * PADDING, words_length + 2 * PADDING
    return format_html(
        PICTURE,
        width=left + right,
        left=left,
        right=right,
        colour=COLOURS[headline.state],
        name=NAME,
        words=words,
        name_length=name_length,
        words_length=words_length,
        middle_left=left / 2,
        middle_right=left + right / 2,
    )


def _state(headline: Headline) -> str:
    """The sentence in short; where not even a part is known, that nothing can be said."""
    if headline.is_nothing_known:
        return "N/A"
    title = headline.title
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
