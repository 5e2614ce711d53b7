"""Reads places and words out of a drawn chart."""

import itertools
from typing import NamedTuple
from xml.etree import ElementTree

TEXT_HEIGHT = 15
CHARACTER = 7.2  # pixels of a figure or letter, on average


class Word(NamedTuple):
    x: float
    y: float
    text: str
    names: str
    anchor: str


def root(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)


def words(drawn: str) -> list[Word]:
    return [
        Word(
            float(text.get("x", "0").rstrip("%")),
            float(text.get("y", "0")),
            text.text or "",
            text.get("class") or "",
            text.get("text-anchor") or "start",
        )
        for text in root(drawn).iter("text")
    ]


def axis(drawn: str) -> list[Word]:
    """The words left of the plot."""
    return [word for word in words(drawn) if word.names.startswith("axis")]


def below(drawn: str, y: float) -> list[Word]:
    """The words of one row."""
    return [word for word in words(drawn) if word.y == y]


def extent(word: Word, width: float) -> tuple[float, float]:
    """Where a word begins and ends in a plot so many pixels wide."""
    length, at = len(word.text) * CHARACTER, word.x / 100 * width
    shift = {"start": 0.0, "middle": length / 2, "end": length}[word.anchor]
    return at - shift, at - shift + length


def overlap(found: list[Word], width: float) -> bool:
    """Whether two words of a row touch."""
    extents = sorted(extent(word, width) for word in found)
    return any(end > start for (_, end), (start, _) in itertools.pairwise(extents))


def crowded(found: list[Word]) -> bool:
    """Whether two words of a column touch."""
    heights = sorted(word.y for word in found)
    return any(below - above < TEXT_HEIGHT for above, below in itertools.pairwise(heights))


def _sum(one: float, other: float) -> float:
    """Of numbers with two decimals."""
    return round(one + other, 2)


def corners(drawn: str) -> list[tuple[float, float]]:
    """All ends of lines, marks and corners of bars: percent across, pixels down."""
    found: list[tuple[float, float]] = []
    for element in root(drawn).iter():
        given = {key: float(value.rstrip("%")) for key, value in element.items() if key in NUMBERS}
        if element.tag == "line":
            found += [(given["x1"], given["y1"]), (given["x2"], given["y2"])]
        elif element.tag == "rect":
            found += [
                (given["x"], given["y"]),
                (_sum(given["x"], given["width"]), _sum(given["y"], given["height"])),
            ]
        elif element.tag == "svg" and "x" in given:
            found.append((given["x"], given["y"]))
    return found


NUMBERS = {"x", "y", "x1", "x2", "y1", "y2", "width", "height"}
