"""Triggers under which nothing is recorded before the last cutoff, on PostgreSQL.

Whoever appends waits for a cutoff that is being set, and only then looks which it is. On SQLite the
whole database is locked for writing before anything is written, so the statement itself asks
(`RecordedAtField`).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# Whoever appends holds it shared, whoever sets a cutoff holds it alone, until the commit.
LOCK = 7_298_611
TABLES = ("core_event", "tickets_clientfact")
CUTOFFS = "core_cutoff"
WAIT_AND_LOOK = f"""
CREATE OR REPLACE FUNCTION guard_recorded() RETURNS trigger AS $$
DECLARE cutoff timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared({LOCK});
  SELECT max("before") INTO cutoff FROM {CUTOFFS};
  IF NEW.recorded_at < cutoff THEN NEW.recorded_at = cutoff; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql"""


def install(connection: BaseDatabaseWrapper, tables: set[str]) -> None:
    if connection.vendor != "postgresql" or CUTOFFS not in tables:
        return
    with connection.cursor() as cursor:
        cursor.execute(WAIT_AND_LOOK)
        for table in TABLES:
            if table in tables:
                cursor.execute(
                    f"CREATE TRIGGER guard_recorded_{table} BEFORE INSERT ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION guard_recorded()"
                )
