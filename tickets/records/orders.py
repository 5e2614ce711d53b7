"""Daily order counts of clients, imported from CSV: all of a file, or nothing of it (G5)."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tickets.models import Client, OrderCount

COLUMNS = ("client", "day", "orders")
MOST_ORDERS = 2**31 - 1
MOST_LINES = 200_000
SHOWN_FAULTS = 20
Counts = dict[tuple[int, date], int]


class NotImported(ActionRefused):
    """The file cannot be taken: `faults` says of each line why."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        shown = faults[:SHOWN_FAULTS]
        more = len(faults) - len(shown)
        super().__init__("\n".join([*shown, *([f"And {more} lines more."] if more else [])]))


class Imported(NamedTuple):
    """How many days were new, had another count before, or were known as they are."""

    clients: int
    new: int
    changed: int
    same: int

    def __str__(self) -> str:
        days = _counted(self.new + self.changed + self.same, "day")
        clients = _counted(self.clients, "client")
        return (
            f"{days} of {clients}: {self.new} new, {self.changed} changed, {self.same} as before."
        )


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


def import_orders(lines: Iterable[str], *, by: User | None, at: datetime) -> Imported:
    """Take the counts of a CSV file with the columns client (short name), day and orders.

    Commas or semicolons; a count that is known already is replaced. Nobody is `by` where a
    command imports. Raises NotImported with the fault of each line, and then takes nothing.
    """
    return _store(_read(lines, to_second(at)), by, to_second(at))


def _read(lines: Iterable[str], at: datetime) -> Counts:
    clients = dict(Client.objects.values_list("code", "pk"))
    counts: Counts = {}
    first: dict[tuple[int, date], int] = {}
    faults: list[str] = []
    for number, row in _rows(lines):
        try:
            client, day, orders = _parsed(row, clients, at)
            if (client, day) in first:
                raise ValueError(f"the same client and day stand in line {first[client, day]}")
        except ValueError as fault:
            faults.append(f"Line {number}: {fault}.")
            continue
        first[client, day] = number
        counts[client, day] = orders
    if faults:
        raise NotImported(faults)
    if not counts:
        raise NotImported(["The file has no line of counts."])
    return counts


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line of counts with its number in the file, by the names of the header."""
    text = [line.removeprefix("\ufeff") for line in lines]
    if len(text) > MOST_LINES:
        raise NotImported([f"At most {MOST_LINES} lines at a time."])
    header = text[0] if text else ""
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(text, delimiter=delimiter)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if sorted(names) != sorted(COLUMNS):
            raise NotImported([f"Line 1: name the columns {', '.join(COLUMNS)}."])
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = dict(zip(names, map(str.strip, cells), strict=False))
                yield reader.line_num, row if len(cells) == len(names) else {}
    except csv.Error as error:
        raise NotImported([f"Line {reader.line_num}: {error}."]) from None


def _parsed(row: dict[str, str], clients: dict[str, int], at: datetime) -> tuple[int, date, int]:
    """Raises ValueError with the words of the fault."""
    if not row:
        raise ValueError(f"it has not {len(COLUMNS)} columns")
    code, day, orders = (row[name] for name in COLUMNS)
    if code not in clients:
        raise ValueError(f"there is no client “{code[:40]}”")
    return clients[code], _day(day, at), _orders(orders)


def _day(text: str, at: datetime) -> date:
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-03-09") else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"“{text[:40]}” is no day; write it like 2026-03-09")
    if day >= at.date():
        raise ValueError(f"{text} has not ended yet")
    return day


def _orders(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text[:12]) > MOST_ORDERS or len(text) > 12:
        raise ValueError(f"“{text[:40]}” is no number of orders")
    return int(text)


@transaction.atomic
def _store(counts: Counts, by: User | None, at: datetime) -> Imported:
    days = [day for _, day in counts]
    clients = {client for client, _ in counts}
    list(Client.objects.select_for_update().filter(pk__in=clients).order_by("pk"))
    known = dict(_known(clients, min(days), max(days)))
    changed = {key for key in counts if key in known and known[key] != counts[key]}
    new = counts.keys() - known.keys()
    OrderCount.objects.bulk_create(
        [OrderCount(client_id=key[0], day=key[1], orders=counts[key]) for key in new | changed],
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["client", "day"],
        update_fields=["orders"],
    )
    _note(counts, changed, by, at)
    return Imported(len(clients), len(new), len(changed), len(counts) - len(new) - len(changed))


def _known(clients: set[int], first: date, last: date) -> Iterator[tuple[tuple[int, date], int]]:
    rows = OrderCount.objects.filter(client__in=clients, day__gte=first, day__lte=last)
    for client, day, orders in rows.values_list("client_id", "day", "orders"):
        yield (client, day), orders


def _note(counts: Counts, changed: set[tuple[int, date]], by: User | None, at: datetime) -> None:
    """One event a client, with the bounds of its days and how many had another count."""
    days: dict[int, list[date]] = defaultdict(list)
    for client, day in counts:
        days[client].append(day)
    for client in sorted(days):
        Event.objects.append(
            kind=Event.Kind.CLIENT,
            subject_id=client,
            verb="import_orders",
            by=by,
            side=Event.Side.SUPPORT if by else Event.Side.SYSTEM,
            at=at,
            data={
                "first": min(days[client]).isoformat(),
                "last": max(days[client]).isoformat(),
                "days": len(days[client]),
                "changed": sum(1 for key in changed if key[0] == client),
            },
        )
