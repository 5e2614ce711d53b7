"""The four figures of a month, each with its change against the month before."""

from typing import NamedTuple

from istockist_sla.core.lib.text import NBSP, duration
from tickets.admin.months.summary import Summary
from tickets.reports.monthly import ClassFigure, MonthFigures, OtherLimit
from tickets.reports.ticket_lists import GUARANTEED

MINUS = "\u2212"


class OtherLimitLine(NamedTuple):
    other: OtherLimit
    whose: str
    url: str


class Tile(NamedTuple):
    figure: ClassFigure
    tone: str
    before: str
    url: str
    missed_url: str
    orders_url: str
    others: list[OtherLimitLine]


def class_tiles(figures: MonthFigures, summary: Summary) -> list[Tile]:
    return [_tile(figure, figures, summary) for figure in figures.classes]


def availability_before(figures: MonthFigures) -> str:
    before, now = figures.before, figures.uptime
    then = before.uptime if before else None
    if before is None or then is None or then.judged.percent is None:
        return ""
    shown = then.judged
    share = now.judged if now and now.judged.whole else None
    change = _change(share.part, share.whole, shown.part, shown.whole) if share else ""
    return f"{before.month.name.split()[0]} {shown.percent}{NBSP}%{change}"


def availability_bar(figures: MonthFigures) -> tuple[str, str]:
    """Tone and sentence of the bar of the time that may be lost."""
    uptime = figures.uptime
    if uptime is None:
        return "met", ""
    sentence = f"{duration(uptime.lost)} lost of {duration(uptime.allowed)} allowed"
    return _tone(uptime.kept, figures), sentence


def _tone(kept: bool | None, figures: MonthFigures) -> str:
    """A running month is never red: nothing is missed yet."""
    if kept is not False:
        return "met"
    return "soon" if figures.is_running else "missed"


def _tile(figure: ClassFigure, figures: MonthFigures, summary: Summary) -> Tile:
    narrowed = {"class": figure.fault_class}
    return Tile(
        figure=figure,
        tone=_tone(figure.index.kept, figures),
        before=_index_before(figure, figures),
        url=summary.url("tickets", verdict=GUARANTEED, **narrowed),
        missed_url=summary.url("missed", **narrowed),
        orders_url=summary.url("tickets", verdict=GUARANTEED, orders="1", **narrowed),
        others=[
            OtherLimitLine(
                other,
                _whose(other.clients),
                summary.url("tickets", verdict=GUARANTEED, limit=str(other.limit), **narrowed),
            )
            for other in figure.other_limits
        ],
    )


def _index_before(figure: ClassFigure, figures: MonthFigures) -> str:
    if figures.before is None:
        return ""
    then, now = figures.before.indices[figure.fault_class], figure.index
    name = figures.before.month.name.split()[0]
    if not then.guaranteed:
        return f"{name} no{NBSP}cases"
    change = _change(now.met, now.guaranteed, then.met, then.guaranteed) if now.guaranteed else ""
    return f"{name} {then.shown}{NBSP}%{change}"


def _change(part: int, whole: int, part_before: int, whole_before: int) -> str:
    """In points of the percentages as they are shown."""
    points = part * 10_000 // whole - part_before * 10_000 // whole_before
    if not points:
        return ", unchanged"
    sign = "+" if points > 0 else MINUS
    return f", {sign}{abs(points) // 100}.{abs(points) % 100:02d}{NBSP}points"


def _whose(clients: tuple[str, ...]) -> str:
    return clients[0] if len(clients) == 1 else f"{len(clients)} clients"
