"""What keeps the database from being used, in one line each."""

from collections.abc import Iterator
from pathlib import Path

from django.db import Error, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

# By their labels; django-q2 and the others may be of any version.
OWN_APPS = ("core", "tickets", "availability")
HOW_TO_MIGRATE = "Run manage.py migrate and manage.py sync first; manage.py run does both."


def reach() -> Iterator[str]:
    """A line where the database does not answer."""
    try:
        connection.ensure_connection()
    except Error as error:
        yield f"DATABASE_URL: {name()} cannot be reached ({first_line(error)})."


def check_history() -> Iterator[str]:
    """A line where it was migrated by other code; it may still lack migrations."""
    try:
        loader = MigrationLoader(connection)
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        yield f"DATABASE_URL: {name()} was migrated in another order ({first_line(error)})"
        return
    ahead = sorted(
        f"{app}.{migration}"
        for app, migration in loader.applied_migrations
        if app in OWN_APPS and (app, migration) not in loader.disk_migrations
    )
    if ahead:
        yield f"DATABASE_URL: {name()} belongs to another version (it has {', '.join(ahead)})."


def check_migrated() -> Iterator[str]:
    """A line where migrations are missing, all of them or the newest."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing and not executor.loader.applied_migrations:
        yield f"DATABASE_URL: {name()} is empty. {HOW_TO_MIGRATE}"
    elif missing:
        first = f"{missing[0][0].app_label}.{missing[0][0].name}"
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        lacks = f"is of an older version (it lacks {first}{more})"
        yield f"DATABASE_URL: {name()} {lacks}. {HOW_TO_MIGRATE}"


def problem() -> str | None:
    """The first line of why a command cannot work with it. A file that is missing is not made."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return f"DATABASE_URL: {name()} does not exist. {HOW_TO_MIGRATE}"
    try:
        return next((line for check in CHECKS for line in check()), None)
    except Error as error:
        return f"DATABASE_URL: {name()} cannot be read ({first_line(error)})."


def name() -> str:
    """For people; without its password."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"the SQLite file {config['NAME']}"
    host, port = config["HOST"] or "local socket", config["PORT"] or "5432"
    return f"the database {config['NAME']} at {host}:{port}"


def first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


CHECKS = (reach, check_history, check_migrated)
