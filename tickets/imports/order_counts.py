"""Daily order counts of clients from a CSV file: all of it, or nothing of it (G5)."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from istockist_sla.core.models import User
from tickets import records
from tickets.models import Client

COLUMNS = ("client", "day", "orders")
MAX_ORDERS = 2**31 - 1
MAX_LINES = 200_000
MAX_SHOWN_ERRORS = 20
MAX_QUOTED = 40
# As csv.DictReader reads it: cells too many stand under None, cells too few are None.
Row = dict[Any, Any]
OrderCounts = dict[tuple[int, date], int]


class OrderCountForm(forms.Form):
    """One line: a client's short name, a day that has ended by `at`, and its orders.

    One form checks the lines of a file in turn: a new form for each takes four times as long.
    """

    client = forms.CharField(required=False)
    day = forms.CharField(required=False)
    orders = forms.CharField(required=False)

    def __init__(self, *, client_ids: dict[str, int], at: datetime) -> None:
        super().__init__({})
        self.client_ids, self.at = client_ids, at

    def get_error(self, row: Row) -> str:
        """What is wrong with the line, or nothing; then `cleaned_data` holds it."""
        if None in row or None in row.values():
            return f"it does not have {len(COLUMNS)} columns"
        self.data = row
        self.full_clean()
        return "; ".join(str(error) for errors in self.errors.values() for error in errors)

    def clean_client(self) -> int:
        code = self.cleaned_data["client"]
        if code not in self.client_ids:
            raise ValidationError(f"there is no client {_quoted(code)}")
        return self.client_ids[code]

    def clean_day(self) -> date:
        text = self.cleaned_data["day"]
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        # Other forms of ISO 8601 would be read too.
        if day is None or day.isoformat() != text:
            raise ValidationError(f"{_quoted(text)} is not a day; write it like 2026-03-09")
        if day >= self.at.date():
            raise ValidationError(f"{text} has not ended yet")
        return day

    def clean_orders(self) -> int:
        text = self.cleaned_data["orders"]
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MAX_ORDERS))
        if not is_number or int(text) > MAX_ORDERS:
            raise ValidationError(f"{_quoted(text)} is not a number of orders")
        return int(text)


def _quoted(text: str) -> str:
    return f"“{text[:MAX_QUOTED]}”"


def import_order_counts(raw: bytes, *, by: User | None, at: datetime) -> records.Imported:
    """Record the counts of a file; nobody is `by` where a command imports.

    Raises ValidationError, see `read_order_counts`, and then records nothing.
    """
    return records.record_order_counts(read_order_counts(raw, at=at), by=by, at=at)


def read_order_counts(raw: bytes, *, at: datetime) -> OrderCounts:
    """The counts by client id and day, from UTF-8 with commas or semicolons.

    Raises ValidationError with a message for each line that cannot be taken.
    """
    form = OrderCountForm(client_ids=dict(Client.objects.values_list("code", "pk")), at=at)
    counts: OrderCounts = {}
    lines: dict[tuple[int, date], int] = {}
    errors: list[str] = []
    for line, row in _rows(_decoded(raw)):
        error = form.get_error(row)
        if not error:
            key = form.cleaned_data["client"], form.cleaned_data["day"]
            if key in counts:
                error = f"the same client and day stand in line {lines[key]}"
            else:
                counts[key], lines[key] = form.cleaned_data["orders"], line
        if error:
            errors.append(f"Line {line}: {error}.")
    if errors:
        raise ValidationError(_shortened(errors))
    if not counts:
        raise ValidationError("The file has no line of counts.")
    return counts


def _shortened(errors: list[str]) -> list[str]:
    more = len(errors) - MAX_SHOWN_ERRORS
    return [*errors[:MAX_SHOWN_ERRORS], f"And {more} more lines."] if more > 0 else errors


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError("The file is not UTF-8 text.") from None
    before, nul, _ = text.partition("\0")
    if nul:
        raise ValidationError(f"Line {before.count(chr(10)) + 1}: it holds a NUL byte.")
    return text


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    """Each line that is not blank, with its number in the file."""
    lines = list(io.StringIO(text, newline=""))
    if len(lines) > MAX_LINES:
        raise ValidationError(f"At most {MAX_LINES} lines at a time.")
    header = lines[0] if lines else ""
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader: csv.DictReader[Any] = csv.DictReader(lines, delimiter=delimiter)
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or []]
        if sorted(names) != sorted(COLUMNS):
            raise ValidationError(f"Line 1: name the columns {', '.join(COLUMNS)}.")
        reader.fieldnames = names
        for row in reader:
            if not _is_blank(row):
                yield reader.line_num, row
    except csv.Error as error:
        raise ValidationError(f"Line {reader.line_num}: {error}.") from None


def _is_blank(row: Row) -> bool:
    cells = [
        cell for value in row.values() for cell in (value if isinstance(value, list) else [value])
    ]
    return not any(cell and cell.strip() for cell in cells)
