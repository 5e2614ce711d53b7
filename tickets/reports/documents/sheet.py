"""A sheet of a workbook: typed cells under a head that stays in view.

Text is always written as text, so nothing in it becomes a formula or a link.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

NUMBERS = {
    "count": "0",
    "percent": "0.00%",
    "instant": "yyyy-mm-dd hh:mm:ss",
    "duration": "[h]:mm:ss",
}
A4 = 9
HEAD = {"bold": True, "bg_color": "#EFEDE7", "bottom": 1, "text_wrap": True, "valign": "top"}


class Column(NamedTuple):
    """`kind`: text, count, percent, instant (in GMT) or duration (from seconds)."""

    title: str
    width: int
    kind: str = "text"


class Formats:
    """Those of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.strong = book.add_format({"bold": True})
        self.head = book.add_format(HEAD)
        self.right = book.add_format({**HEAD, "align": "right"})
        self.of_kind = {
            kind: book.add_format({"num_format": shown}) for kind, shown in NUMBERS.items()
        }


def write_cell(
    sheet: Worksheet, formats: Formats, place: tuple[int, int], kind: str, value: Any
) -> None:
    """Nothing where there is no value."""
    if value is None or value == "":
        return
    if kind == "text":
        sheet.write_string(*place, str(value))
        return
    write: Callable[..., Any] = (
        sheet.write_number if kind in ("count", "percent") else sheet.write_datetime
    )
    write(*place, _converted(kind, value), formats.of_kind[kind])


def _converted(kind: str, value: Any) -> Any:
    """Spreadsheets know no zones: instants are in GMT, as the heads say."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return timedelta(seconds=value) if kind == "duration" else value


def write_head(sheet: Worksheet, formats: Formats, row: int, columns: Sequence[Column]) -> None:
    for number, column in enumerate(columns):
        dress = formats.head if column.kind == "text" else formats.right
        sheet.write_string(row, number, column.title, dress)


def add_table(
    book: Workbook,
    formats: Formats,
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
) -> None:
    """A sheet that is one table; rows are written as they come and not kept."""
    sheet = book.add_worksheet(name)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    sheet.freeze_panes(1, 1)
    write_head(sheet, formats, 0, columns)
    last = 0
    for last, values in enumerate(rows, 1):
        for number, (column, value) in enumerate(zip(columns, values, strict=True)):
            write_cell(sheet, formats, (last, number), column.kind, value)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    _set_print(sheet)


def _set_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P of &N")
