"""Database triggers: those that refuse changes, of append-only tables and of published rows, those
that keep the counts and the marks of measurements, the one that forgets what measurements were
rolled up to, and those under which nothing is recorded before a cutoff.

`install` and `remove` are idempotent, on SQLite and PostgreSQL. Migrations call
`install` after each change of a guarded table (SQLite drops triggers when it remakes one).
"""

from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from istockist_sla.core import counting, following, recording


class Frozen(NamedTuple):
    """A table whose rows may not change once `published` (SQL over the row) holds."""

    table: str
    published: str
    child: bool = False


APPEND_ONLY = [
    "core_event",
    "core_cutoff",
    "tickets_clientfact",
    "availability_maintenancewindow",
    "availability_outageupdate",
    "availability_regrouping",
    "tickets_verifier",
    "tickets_closedmonth",
    "tickets_closedclient",
    "tickets_closedrecord",
]
FROZEN = [
    Frozen("tickets_agreementversion", "{row}.published_at IS NOT NULL"),
    Frozen("tickets_calendarversion", "{row}.published_at IS NOT NULL"),
    Frozen("tickets_holidaylist", "{row}.published_at IS NOT NULL"),
    Frozen(
        "tickets_classlimit",
        "EXISTS (SELECT 1 FROM tickets_agreementversion p "
        "WHERE p.id = {row}.version_id AND p.published_at IS NOT NULL)",
        child=True,
    ),
    Frozen(
        "tickets_supportwindow",
        "EXISTS (SELECT 1 FROM tickets_calendarversion p "
        "WHERE p.id = {row}.version_id AND p.published_at IS NOT NULL)",
        child=True,
    ),
    Frozen(
        "tickets_holiday",
        "EXISTS (SELECT 1 FROM tickets_holidaylist p "
        "WHERE p.id = {row}.holiday_list_id AND p.published_at IS NOT NULL)",
        child=True,
    ),
]
# What an hour or a day of measurements was rolled up to holds as long as none of them changes;
# what is thinned out has been counted.
ROLLED_UP = "availability_measurement"
# Not a mark (`following`): it changes nothing that was counted.
COUNTED = "component_id, second, ok, latency_ms"
FORGET = (
    "DELETE FROM availability_measurementtally WHERE component_id = {row}.component_id "
    "AND (span = 3600 AND second > {row}.second - 3600 "
    "OR span = 86400 AND second > {row}.second - 86400)"
)
GUARDED = [ROLLED_UP, *APPEND_ONLY, *[frozen.table for frozen in FROZEN], *counting.DECIDING]
APPEND_ONLY_TEXT = "rows of this table are only added"
FROZEN_TEXT = "published rows never change"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers of each guarded table that exists."""
    remove(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            if table in tables:
                for statement in _append_only(connection.vendor, table):
                    cursor.execute(statement)
        for frozen in FROZEN:
            if frozen.table in tables:
                for statement in _frozen(connection.vendor, frozen):
                    cursor.execute(statement)
        if {ROLLED_UP, "availability_measurementtally"} <= tables:
            for statement in _forgetting(connection.vendor):
                cursor.execute(statement)
    counting.install(connection, tables)
    following.install(connection, tables)
    recording.install(connection, tables)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger, for a flush of a test database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE 'guard_%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'guard_%'"
            )
            for name, table in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name} ON {table}")


def _append_only(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER guard_{table}_{operation} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: {APPEND_ONLY_TEXT}'); END"
            for operation in ("UPDATE", "DELETE")
        ]
    return [
        _pg_refusal(f"guard_refuse_{table}", f"{table}: {APPEND_ONLY_TEXT}"),
        f"CREATE TRIGGER guard_{table}_row BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION guard_refuse_{table}()",
        f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse_{table}()",
    ]


def _forgetting(vendor: str) -> list[str]:
    """From the changed measurement on, so that rolling up goes on from there."""
    forget = {
        row: (f"NOT {following.THINNED.format(row=row)}", f"{FORGET.format(row=row)};")
        for row in ("OLD", "NEW")
    }
    if vendor == "sqlite":
        changes = [
            ("insert", "INSERT", "NEW"),
            ("update_from", f"UPDATE OF {COUNTED}", "OLD"),
            ("update_to", f"UPDATE OF {COUNTED}", "NEW"),
            ("delete", "DELETE", "OLD"),
        ]
        return [
            f"CREATE TRIGGER guard_{ROLLED_UP}_{name} AFTER {operation} ON {ROLLED_UP} "
            f"WHEN {forget[row][0]} BEGIN {forget[row][1]} END"
            for name, operation, row in changes
        ]
    steps = {
        row: f"IF {unless} THEN {statement} END IF;" for row, (unless, statement) in forget.items()
    }
    return [
        f"CREATE OR REPLACE FUNCTION guard_forget_{ROLLED_UP}() RETURNS trigger AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN {steps['OLD']} END IF; "
        f"IF TG_OP <> 'DELETE' THEN {steps['NEW']} END IF; "
        "RETURN NULL; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER guard_{ROLLED_UP}_row AFTER INSERT OR DELETE OR UPDATE OF {COUNTED} "
        f"ON {ROLLED_UP} FOR EACH ROW EXECUTE FUNCTION guard_forget_{ROLLED_UP}()",
    ]


def _frozen(vendor: str, frozen: Frozen) -> list[str]:
    table, text = frozen.table, f"{frozen.table}: {FROZEN_TEXT}"
    operations = ("UPDATE", "DELETE", "INSERT") if frozen.child else ("UPDATE", "DELETE")
    rows = {operation: "NEW" if operation == "INSERT" else "OLD" for operation in operations}
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER guard_{table}_{operation} BEFORE {operation} ON {table} "
            f"WHEN {frozen.published.format(row=row)} "
            f"BEGIN SELECT RAISE(ABORT, '{text}'); END"
            for operation, row in rows.items()
        ]
    checks = [
        f"IF TG_OP = '{operation}' AND {frozen.published.format(row=row)} "
        f"THEN RAISE EXCEPTION '{text}'; END IF;"
        for operation, row in rows.items()
    ]
    return [
        f"CREATE OR REPLACE FUNCTION guard_frozen_{table}() RETURNS trigger AS $$ BEGIN "
        + " ".join(_nested(check) for check in checks)
        + " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER guard_{table}_row BEFORE {' OR '.join(operations)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION guard_frozen_{table}()",
        _pg_refusal(f"guard_refuse_{table}", text),
        f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION guard_refuse_{table}()",
    ]


def _nested(check: str) -> str:
    """PL/pgSQL must not touch OLD in an INSERT: test the operation in an IF of its own."""
    tests_operation, rest = check.split(" AND ", 1)
    return f"{tests_operation} THEN IF {rest} END IF;"


def _pg_refusal(name: str, text: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS "
        f"$$ BEGIN RAISE EXCEPTION '{text}'; END $$ LANGUAGE plpgsql"
    )
