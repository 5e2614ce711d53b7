"""A message as far as a page with many of them shows it; whole it stands on a page of its own."""

from typing import NamedTuple

from istockist_sla.core.lib import text
from tickets.models import Message

LONGEST_TEXT, LONGEST_QUOTE = 6_000, 3_000


class Excerpt(NamedTuple):
    words: str
    is_cut: bool
    lines: str


def text_of(message: Message) -> Excerpt:
    return _excerpt(message.text, LONGEST_TEXT)


def quote_of(message: Message) -> Excerpt:
    return _excerpt(message.quoted, LONGEST_QUOTE)


def _excerpt(whole: str, most: int) -> Excerpt:
    lines = text.counted(whole.count("\n") + 1, "line")
    return Excerpt(whole[:most], len(whole) > most, lines)
