"""CSV of our own shape, read line by line. PURE."""

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from availability.imports.formats.items import (
    FoundCheck,
    FoundOutage,
    Items,
    Wrong,
    instant,
    milliseconds,
    plain,
    quoted,
)

CHECKS = ("component", "at", "result", "milliseconds")
OUTAGES = ("id", "component", "from", "until", "impact", "title")
RESULTS = {"up": True, "down": False}
IMPACTS = ("down", "degraded")
LONGEST_LINE = 10_000
Row = dict[Any, Any]


def read_checks(file: BinaryIO, zone: ZoneInfo | None) -> Items:
    for where, row in _rows(file, CHECKS, optional={"component", "milliseconds"}):
        try:
            yield _check(where, row, zone)
        except ValueError as error:
            yield Wrong(where, str(error))


def _check(where: str, row: Row, zone: ZoneInfo | None) -> FoundCheck:
    result, took = row["result"].lower(), row["milliseconds"]
    if result not in RESULTS:
        raise ValueError(f"{quoted(row['result'])} is no result; write up or down")
    if took and not (took.isascii() and took.isdigit() and len(took) < 10):
        raise ValueError(f"{quoted(took)} are no milliseconds")
    latency = milliseconds(int(took)) if took else None
    at = instant(row["at"], zone)
    return FoundCheck(where, plain(row["component"]), at, RESULTS[result], latency)


def read_outages(file: BinaryIO, zone: ZoneInfo | None) -> Items:
    for where, row in _rows(file, OUTAGES, optional={"component", "title", "impact"}):
        try:
            yield _outage(where, row, zone)
        except ValueError as error:
            yield Wrong(where, str(error))


def _outage(where: str, row: Row, zone: ZoneInfo | None) -> FoundOutage:
    impact, key = row["impact"].lower() or IMPACTS[0], plain(row["id"])
    if not key:
        raise ValueError("it has no id; any word that the file uses once will do")
    if impact not in IMPACTS:
        raise ValueError(f"{quoted(row['impact'])} is no impact; write down or degraded")
    starts_at, ends_at = instant(row["from"], zone), instant(row["until"], zone)
    if ends_at <= starts_at:
        raise ValueError("it ends before it begins")
    name, title = plain(row["component"]), plain(row["title"])
    return FoundOutage(where, key, name, title, impact, starts_at, ends_at)


def _rows(
    file: BinaryIO, columns: tuple[str, ...], optional: set[str]
) -> Iterator[tuple[str, Row]]:
    """Each line that is not blank, with empty cells for columns that the file does not have.

    Raises ValueError where the file as a whole cannot be read.
    """
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        yield from _told(text, columns, optional)
    except UnicodeDecodeError:
        raise ValueError("The file is not UTF-8 text.") from None
    finally:
        text.detach()


def _told(
    text: io.TextIOWrapper, columns: tuple[str, ...], optional: set[str]
) -> Iterator[tuple[str, Row]]:
    head = text.readline(LONGEST_LINE)
    delimiter = ";" if head.count(";") > head.count(",") else ","
    names = [each.strip().lower() for each in next(csv.reader([head], delimiter=delimiter), [])]
    wanted = set(columns) - optional
    if len(set(names)) != len(names) or not wanted <= set(names) <= set(columns):
        raise ValueError(
            f"Line 1: name the columns {', '.join(columns)}; "
            f"{', '.join(each for each in columns if each in optional)} may be missing."
        )
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for cells in reader:
            where = f"Line {reader.line_num + 1}"
            if len(cells) > len(names):
                raise ValueError(f"{where}: it has more than {len(names)} columns.")
            if any(cell.strip() for cell in cells):
                found = dict(zip(names, cells, strict=False))
                yield where, {name: found.get(name, "").strip() for name in columns}
    except csv.Error as error:
        raise ValueError(f"Line {reader.line_num + 1}: {error}.") from None
