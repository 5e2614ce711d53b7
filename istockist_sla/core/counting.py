"""Triggers that keep counts of rows by the day, so that a month is summed and not counted anew.

Each change of a counted row adds to the tally: minus what the row was, plus what it became. So
nobody who writes waits for another, and the sums are right at every moment.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

TALLY = "tickets_tally"
KEY = '"of", day, fault_class, verdict, reason, about_orders, "limit", came_back'
RESULTS, TICKETS = "tickets_clockresult", "tickets_ticket"
# Whatever decides what a row counts as.
DECIDING = {
    RESULTS: [
        "clock",
        "closing",
        "opened_at",
        "stopped_at",
        "fault_class",
        "verdict",
        "reason",
        "about_orders",
        '"limit"',
    ],
    TICKETS: ["opened_at", "closed_at"],
}


class Counted(NamedTuple):
    """What a row counts as, in the order of KEY, and where it counts."""

    key: str
    condition: str


def counted(vendor: str, table: str, row: str) -> list[Counted]:
    """The first answers by the day of the opening (G8), the fixes by that of the closing (K8);
    the tickets by that of either."""
    if table == RESULTS:
        return [_response(vendor, row), _fix(vendor, row)]
    return [
        _dated(vendor, "opened", f"{row}.opened_at"),
        _dated(vendor, "closed", f"{row}.closed_at"),
    ]


def _response(vendor: str, row: str) -> Counted:
    key = (
        f"'response', {_day(vendor, f'{row}.opened_at')}, {row}.fault_class, {row}.verdict, "
        f'{row}.reason, {row}.about_orders, {row}."limit", {_false(vendor)}'
    )
    return Counted(key, f"{row}.clock = 'response'")


def _fix(vendor: str, row: str) -> Counted:
    key = (
        f"'fix', {_day(vendor, f'{row}.stopped_at')}, {row}.fault_class, {row}.verdict, '', "
        f"{_false(vendor)}, {_no_limit(vendor)}, {row}.closing > 0"
    )
    condition = f"{row}.clock = 'fix' AND {row}.fault_class <> '' AND {row}.stopped_at IS NOT NULL"
    return Counted(key, condition)


def _dated(vendor: str, of: str, instant: str) -> Counted:
    false = _false(vendor)
    key = f"'{of}', {_day(vendor, instant)}, '', '', '', {false}, {_no_limit(vendor)}, {false}"
    return Counted(key, f"{instant} IS NOT NULL")


def _day(vendor: str, instant: str) -> str:
    """In UTC, in which SQLite stores instants as text."""
    return f"date({instant})" if vendor == "sqlite" else f"({instant} AT TIME ZONE 'UTC')::date"


def _false(vendor: str) -> str:
    return "0" if vendor == "sqlite" else "false"


def _no_limit(vendor: str) -> str:
    return "NULL" if vendor == "sqlite" else "NULL::integer"


def count_again(vendor: str) -> str:
    """Of all rows as they are now: the key of each, and that it is one."""
    return " UNION ALL ".join(
        f"SELECT {each.key}, 1 FROM {table} AS counted WHERE {each.condition}"
        for table in DECIDING
        for each in counted(vendor, table, "counted")
    )


def triggers(vendor: str, table: str) -> list[str]:
    make: Callable[[str], Iterator[str]] = _sqlite if vendor == "sqlite" else _postgresql
    return list(make(table))


def _sqlite(table: str) -> Iterator[str]:
    """Row by row; what decides nothing changes no count."""
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in DECIDING[table])
    rows = {"INSERT": {"NEW": 1}, "UPDATE": {"OLD": -1, "NEW": 1}, "DELETE": {"OLD": -1}}
    for operation, signs in rows.items():
        inserts = " ".join(
            f"INSERT INTO {TALLY} ({KEY}, n) SELECT {each.key}, {n} WHERE {each.condition};"
            for row, n in signs.items()
            for each in counted("sqlite", table, row)
        )
        when = f"WHEN {changed} " if operation == "UPDATE" else ""
        yield (
            f"CREATE TRIGGER guard_count_{table}_{operation} AFTER {operation} ON {table} {when}"
            f"BEGIN {inserts} END"
        )


def _postgresql(table: str) -> Iterator[str]:
    """Statement by statement: of a thousand rows that become alike, one is added."""
    tables = {
        "INSERT": ({"added": 1}, "NEW TABLE AS added"),
        "UPDATE": ({"gone": -1, "added": 1}, "OLD TABLE AS gone NEW TABLE AS added"),
        "DELETE": ({"gone": -1}, "OLD TABLE AS gone"),
    }
    for operation, (signs, referencing) in tables.items():
        name = f"guard_count_{table}_{operation.lower()}"
        rows = " UNION ALL ".join(
            f"SELECT {each.key}, {n} FROM {source} WHERE {each.condition}"
            for source, n in signs.items()
            for each in counted("postgresql", table, source)
        )
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {add(rows)}; "
            "RETURN NULL; END $$ LANGUAGE plpgsql"
        )
        yield (
            f"CREATE TRIGGER {name} AFTER {operation} ON {table} REFERENCING {referencing} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def add(rows: str) -> str:
    """The statement that adds what the rows come to, where that is not nothing."""
    return f"INSERT INTO {TALLY} ({KEY}, n) {summed(rows)}"


def summed(rows: str) -> str:
    return (
        f"WITH change ({KEY}, n) AS ({rows}) "
        f"SELECT {KEY}, sum(n) FROM change GROUP BY {KEY} HAVING sum(n) <> 0"
    )


def install(connection: BaseDatabaseWrapper, tables: set[str]) -> None:
    """Of each counted table that exists, once there is a tally."""
    if TALLY not in tables:
        return
    with connection.cursor() as cursor:
        for table in DECIDING:
            for statement in triggers(connection.vendor, table):
                cursor.execute(statement)
