"""The files of a month by the endings of their names: PDF, workbook and table."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from tickets.models import Client, ClosedMonth
from tickets.reports.documents.csv_file import as_csv
from tickets.reports.documents.frame import Printed, file_name
from tickets.reports.documents.pdf import PDF, ZIP, Progress, as_pdf, is_in_parts, nobody
from tickets.reports.documents.workbook import as_workbook
from tickets.reports.monthly import MonthFigures, month_figures

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Maker(Protocol):
    def __call__(self, figures: MonthFigures, told: Progress = ...) -> Printed: ...


class Announced(NamedTuple):
    """What a file will be called and of what type it is, before it is made."""

    name: str
    content_type: str


def _workbook(figures: MonthFigures, told: Progress = nobody) -> Printed:
    return Printed(*_announced_workbook(figures), as_workbook(figures))


def _csv(figures: MonthFigures, told: Progress = nobody) -> Printed:
    return Printed(*_announced_csv(figures), as_csv(figures))


def _announced_pdf(figures: MonthFigures) -> Announced:
    if is_in_parts(figures):
        return Announced(file_name(figures, ".zip"), ZIP)
    return Announced(file_name(figures, ".pdf"), PDF)


def _announced_workbook(figures: MonthFigures) -> Announced:
    return Announced(file_name(figures, ".xlsx"), WORKBOOK)


def _announced_csv(figures: MonthFigures) -> Announced:
    return Announced(file_name(figures, ".csv"), CSV)


MADE: dict[str, Maker] = {
    "pdf": as_pdf,
    "xlsx": _workbook,
    "csv": _csv,
}
ANNOUNCED: dict[str, Callable[[MonthFigures], Announced]] = {
    "pdf": _announced_pdf,
    "xlsx": _announced_workbook,
    "csv": _announced_csv,
}


def client_file(closed: ClosedMonth, client: Client, ending: str) -> Printed:
    """The client's own part of a closed month as a file, as of its closing; KeyError for an ending
    that no file has."""
    return MADE[ending](_figures(closed, client))


def client_file_announced(closed: ClosedMonth, client: Client, ending: str) -> Announced:
    """The same, before it is made."""
    return ANNOUNCED[ending](_figures(closed, client))


def _figures(closed: ClosedMonth, client: Client) -> MonthFigures:
    return month_figures(closed.closing.of, client=client, at=closed.closed_at)
