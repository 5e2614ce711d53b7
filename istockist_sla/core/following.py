"""Triggers that take the mark from measurements whose predecessor is gone or has moved.

A mark says that a measurement came while the one before it still spoke, so that figures need not
look at it. What is added never makes a mark wrong; what is deleted or moved may, unless it was
thinned out: then its span says that there was no silence.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "availability_measurement"
# Seconds that a measurement speaks for at most (A6).
REACH = 120
# A span is never longer than a day.
THINNED = (
    "EXISTS (SELECT 1 FROM availability_thinnedspan t WHERE t.component_id = {row}.component_id "
    "AND t.first > {row}.second - 86400 AND t.first < {row}.second AND t.last > {row}.second)"
)
UNMARK = (
    f"UPDATE {TABLE} SET follows = {{false}} WHERE follows AND (id = OLD.id OR "
    f"component_id = OLD.component_id AND second > OLD.second AND second <= OLD.second + {REACH});"
)


def install(connection: BaseDatabaseWrapper, tables: set[str]) -> None:
    if TABLE not in tables:
        return
    with connection.cursor() as cursor:
        for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)


def _sqlite() -> list[str]:
    unmark, thinned = UNMARK.format(false="0"), THINNED.format(row="OLD")
    return [
        f"CREATE TRIGGER guard_following_{name} AFTER {operation} ON {TABLE} "
        f"WHEN NOT {thinned} BEGIN {unmark} END"
        for name, operation in {"gone": "DELETE", "moved": "UPDATE OF component_id, second"}.items()
    ]


def _postgresql() -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION guard_following() RETURNS trigger AS "
        f"$$ BEGIN IF NOT {THINNED.format(row='OLD')} THEN {UNMARK.format(false='false')} END IF; "
        "RETURN NULL; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER guard_following AFTER DELETE OR UPDATE OF component_id, second ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION guard_following()",
    ]
