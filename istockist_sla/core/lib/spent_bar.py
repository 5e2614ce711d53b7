"""Where a late answer's time went, as a bar in the order of time; rows share one scale."""

from collections.abc import Sequence
from html import escape

# Counted stretches fill this share of the longest row, in percent; the rest is for closed hours,
# which are drawn short and not to scale.
COUNTED, CLOSED, WIDEST_CLOSED = 78.0, 22.0, 3.0
HEIGHT, TOP, BOTTOM = 10, 4, 8
DRESS = {
    "nobody": 'class="fill-on-hold"',
    "support": 'class="fill-counted"',
    "operations": 'fill="url(#hatch-operations)"',
    "development": 'fill="url(#hatch-development)"',
    "maintenance": 'fill="url(#hatch-maintenance)"',
    "closed": 'fill="url(#hatch-closed)"',
}
UNCOUNTED = frozenset({"maintenance", "closed"})


def spent_bar(
    sentence: str, stretches: Sequence[tuple[str, int]], *, limit: int, longest: int
) -> str:
    """`stretches` are kinds and seconds; `longest` is the most that counts in any row."""
    unit = COUNTED / max(longest, limit, 1)
    gaps = sum(kind in UNCOUNTED for kind, _ in stretches)
    closed = min(WIDEST_CLOSED, CLOSED / gaps) if gaps else 0.0
    shapes, x, counted, tick = [], 0.0, 0, None
    for kind, seconds in stretches:
        width = closed if kind in UNCOUNTED else seconds * unit
        shapes.append(_rect(DRESS[kind], x, width, TOP, HEIGHT))
        if kind not in UNCOUNTED:
            if tick is None and counted + seconds >= limit:
                tick = x + (limit - counted) * unit
            counted += seconds
        x += width
    if tick is not None:
        if x > tick:
            shapes.append(_rect('class="fill-past"', tick, x - tick, TOP + HEIGHT + 2, 2))
        shapes.append(
            f'<rect class="fill-tick" x="{tick:.2f}%" width="2" y="0" height="{TOP + HEIGHT + 4}"/>'
        )
    height = TOP + HEIGHT + BOTTOM
    head = f'<svg class="bar" role="img" aria-label="{escape(sentence)}" height="{height}">'
    return head + "".join(shapes) + "</svg>"


def swatch(kind: str) -> str:
    """A piece for the legend; its word stands beside it."""
    return (
        f'<svg class="swatch" aria-hidden="true" height="10">{_rect(DRESS[kind], 0, 100, 0, 10)}'
        "</svg>"
    )


def _rect(dress: str, x: float, width: float, y: int, height: int) -> str:
    return f'<rect {dress} x="{x:.2f}%" width="{max(width, 0.2):.2f}%" y="{y}" height="{height}"/>'
