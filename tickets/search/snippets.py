"""Texts with the words that were looked for marked: pieces, which a template escapes one by one."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from tickets.search.terms import Word, fold

TOKEN = re.compile(r"[^\W_]+")
# What is shown of a text: so much before the first hit, and so much of it in all.
BEFORE, LENGTH = 60, 240
CUT = "…"


class Piece(NamedTuple):
    text: str
    is_hit: bool = False


def marked(text: str, words: Collection[Word]) -> list[Piece]:
    """The whole text in pieces."""
    pieces: list[Piece] = []
    place = 0
    for start, end in _hits(text, words):
        if start > place:
            pieces.append(Piece(text[place:start]))
        pieces.append(Piece(text[start:end], is_hit=True))
        place = end
    return [*pieces, Piece(text[place:])] if place < len(text) else pieces


def around(text: str, words: Collection[Word]) -> list[Piece]:
    """The words around the first hit, on one line; the beginning where there is none."""
    first = next(_hits(text, words), (0, 0))[0]
    begin = _word_begin(text, max(first - BEFORE, 0))
    shown = " ".join(text[begin : begin + LENGTH].split())
    shown = (CUT if begin else "") + shown + (CUT if begin + LENGTH < len(text) else "")
    return marked(shown, words)


def _word_begin(text: str, place: int) -> int:
    """Where the word begins that stands there, unless it is all too long."""
    begin = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    return begin if place - begin < BEFORE else place


def _hits(text: str, words: Collection[Word]) -> Iterator[tuple[int, int]]:
    known: dict[str, bool] = {}
    for token in TOKEN.finditer(text):
        letters = token[0]
        if letters not in known:
            folded = fold(letters)
            known[letters] = any(word.fits(folded) for word in words)
        if known[letters]:
            yield token.span()
