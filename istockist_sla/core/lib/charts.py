"""Bars as inline SVG without a viewBox: bars scale and their text does not; CSS classes fill."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape

# Filled kinds are classes fill-…, hatched kinds fill with a pattern that the page defines once.
HATCHED = frozenset({"closed", "paused", "maintenance"})
FILLED = frozenset({"counted", "past", "missed", "soon", "on-hold", "met", "free", "empty"})
STATES = frozenset({"up", "down", "degraded", "window", "unknown"})
# Of what was up on a line, of 36 in all.
THIN_TOP, THIN_HEIGHT = 12, 12


@dataclass(frozen=True)
class Part:
    """A part of a rule: its kind, and its weight in any unit."""

    kind: str
    weight: float


@dataclass(frozen=True)
class Label:
    """A word at a share of the width (0 to 1), above or below; minor ones are hidden on a phone."""

    at: float
    text: str
    above: bool = False
    anchor: str = "start"
    strong: bool = False
    minor: bool = False


@dataclass(frozen=True)
class Rule:
    """A time rule; `cells` cuts it into equal hours, `tick` is the limit's share of the width."""

    sentence: str
    parts: Sequence[Part]
    cells: int = 0
    tick: float | None = None
    labels: Sequence[Label] = field(default_factory=tuple)
    height: int = 16
    apart: bool = True


def rule(drawing: Rule) -> str:
    """The time rule: counted, closed, paused, maintenance, the limit, past it."""
    above = 24 if any(label.above for label in drawing.labels) else 0
    overhang = 0 if drawing.tick is None else 5
    top = max(above, overhang)
    below = 22 if any(not label.above for label in drawing.labels) else overhang
    shapes = list(_parts(drawing.parts, top, drawing.height, drawing.apart))
    shapes += cuts(drawing.cells, top, drawing.height)
    if drawing.tick is not None:
        shapes.append(_tick(drawing.tick, top - overhang, drawing.height + 2 * overhang))
    baseline = top + drawing.height + 18
    shapes += [_label(label, 14 if label.above else baseline) for label in drawing.labels]
    return _svg("bar", drawing.sentence, top + drawing.height + below, shapes)


def clock_bar(sentence: str, tone: str, counted: float, limit: float) -> str:
    """A thin bar with one cell for each hour of the limit, both in seconds; never over-full."""
    share = min(1.0, max(0.0, counted / limit)) if limit else 0.0
    parts = [Part(tone, share), Part("empty", 1 - share)]
    return rule(Rule(sentence, parts, cells=cells(limit), height=6, apart=False))


def limit_bar(sentence: str, tone: str, counted: float, limit: float, paused: float = 0) -> str:
    """One clock against its limit, in seconds: the tick is the limit, red is time past it."""
    late = max(0.0, counted - limit)
    free = max(0.0, limit - counted)
    parts = [
        Part(tone, counted - late),
        Part("paused", min(paused, free)),
        Part("free", free - min(paused, free)),
        Part("past", late),
    ]
    whole = max(counted, limit)
    tick = limit / whole if whole else 1.0
    return rule(
        Rule(sentence, parts, cells=0 if late else cells(limit), tick=tick, height=8, apart=False)
    )


def cells(limit: float) -> int:
    """One cell an hour, while there is room to see them."""
    hours = round(limit / 3600)
    return hours if 1 < hours <= 24 else 0


def shortened(parts: Iterable[Part], most: float = 0.12) -> list[Part]:
    """Closed and paused time drawn short, each at most a share of all counted time."""
    given = list(parts)
    counted = sum(part.weight for part in given if part.kind not in HATCHED) or 1.0
    return [
        Part(part.kind, min(part.weight, counted * most)) if part.kind in HATCHED else part
        for part in given
    ]


def starts(parts: Sequence[Part]) -> list[float]:
    """The share of the width at which each part begins, for the labels."""
    total = sum(part.weight for part in parts) or 1.0
    found, x = [], 0.0
    for part in parts:
        found.append(x / total)
        x += part.weight
    return found


def days(sentence: str, states: Sequence[str]) -> str:
    """One bar a day in five shapes, readable without colour; the oldest first."""
    width = 100 / max(1, len(states))
    shapes = [
        shape
        for i, state in enumerate(states)
        for shape in day_shape(state, i * width, width * 0.74)
    ]
    return _svg("bar days", sentence, 36, shapes)


def swatch(kind: str) -> str:
    """A piece of the rule for a legend; its word is beside it."""
    return _swatch("swatch", 10, _rect(kind, 0, 100, 0, 10, 2))


def day_swatch(state: str) -> str:
    """The shape of a day for a legend; its word is beside it."""
    return _swatch("day-swatch", 36, "".join(day_shape(state, 0, 100)))


def line_of_up_swatch() -> str:
    """What was up on a ribbon, for its legend."""
    return _swatch("day-swatch", 36, line_of_up(0, 100))


def _svg(names: str, sentence: str, height: int, shapes: Iterable[str]) -> str:
    head = f'<svg class="{names}" role="img" aria-label="{escape(sentence)}" height="{height}">'
    return head + "".join(shapes) + "</svg>"


def _swatch(name: str, height: int, shapes: str) -> str:
    return f'<svg class="{name}" aria-hidden="true" height="{height}">{shapes}</svg>'


def _parts(parts: Sequence[Part], top: int, height: int, apart: bool) -> Iterable[str]:
    total = sum(part.weight for part in parts) or 1.0
    gap = 0.35 if apart else 0.0
    x = 0.0
    for part in parts:
        width = part.weight / total * 100
        if width > 0:
            yield _rect(part.kind, x, max(width - gap, 0.3), top, height, 2)
        x += width


def _rect(kind: str, x: float, width: float, y: float, height: float, radius: int = 0) -> str:
    if kind in HATCHED:
        fill = f'fill="url(#hatch-{kind})"'
    elif kind in FILLED | STATES:
        fill = f'class="fill-{kind}"'
    else:
        raise ValueError(f"no such part of a bar: {kind}")
    rounded = f' rx="{radius}"' if radius else ""
    return f'<rect {fill} x="{x:.2f}%" width="{width:.2f}%" y="{y}" height="{height}"{rounded}/>'


def cuts(count: int, top: int, height: int) -> list[str]:
    return [
        f'<rect class="fill-gap" x="{i * 100 / count:.2f}%" width="1.5" y="{top}" '
        f'height="{height}"/>'
        for i in range(1, count)
    ]


def _tick(at: float, top: int, height: int) -> str:
    # A tick at the very end would be half outside, so it is moved inward by its own width.
    shift = -2 if at >= 0.995 else -1
    return (
        f'<svg x="{at * 100:.2f}%" overflow="visible">'
        f'<rect class="fill-tick" x="{shift}" width="2" y="{top}" height="{height}"/></svg>'
    )


def _label(label: Label, y: int) -> str:
    names = " ".join(n for n in ("strong", "minor") if getattr(label, n))
    classes = f' class="{names}"' if names else ""
    return (
        f'<text{classes} x="{label.at * 100:.2f}%" y="{y}" text-anchor="{label.anchor}">'
        f"{escape(label.text)}</text>"
    )


def line_of_up(x: float, width: float) -> str:
    """Thin, so that what was not up stands out of it; in percent."""
    return _rect("up", x, width, THIN_TOP, THIN_HEIGHT, 1)


def day_shape(state: str, x: float, width: float) -> list[str]:
    """What a state looks like, told by its shape and not by its colour alone; in percent."""
    match state:
        case "up":
            return [_rect("up", x, width, 6, 24, 1)]
        case "degraded":
            return [_rect("degraded", x, width, 6, 7), _rect("degraded", x, width, 15, 15)]
        case "down":
            return [_rect("down", x, width, 0, 36, 1)]
        case "maintenance":
            return [_rect("window", x, width, 6 + 6.6 * i, 4) for i in range(4)]
        case "before":
            return []
        case _:
            return [_rect("unknown", x, width, 24, 6, 1)]
