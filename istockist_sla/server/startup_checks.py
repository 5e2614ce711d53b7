"""Checks before anything starts: of settings, port, folders, Redis and database; one line each."""

import errno
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator

import redis
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import Error, connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

from istockist_sla.core.checks import SETTINGS_TAG

# By their labels; django-q2 and the others may be of any version.
OWN_APPS = ("core", "tickets", "availability")
HIGHEST_PORT = 65535

Check = Callable[[], Iterable[str]]


class StartupError(Exception):
    """Why it cannot start here and now: `lines` for the person who tried."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def check_and_listen(host: str, port: int, *, more_checks: Check) -> socket.socket:
    """The bound socket; raises StartupError with a line for each problem.

    `more_checks` are asked only where the database has no problem so far.
    """
    lines: list[str] = []
    listener = None
    try:
        listener = listen(host, port)
    except StartupError as error:
        lines.extend(error.lines)
    lines.extend(line for check in CHECKS for line in check())
    lines.extend(() if lines else more_checks())
    if listener is not None and not lines:
        return listener
    if listener is not None:
        listener.close()
    raise StartupError(*lines)


def listen(host: str, port: int) -> socket.socket:
    """Raises StartupError where the address cannot be bound."""
    if not 0 < port <= HIGHEST_PORT:
        raise StartupError(f"Port {port} does not exist. Choose one from 1024 to {HIGHEST_PORT}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise StartupError(
            f"Address: {host} port {port} is none of this machine ({error})."
        ) from error
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise StartupError(_bind_error(host, port, error)) from error
    return listener


def _bind_error(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken by another program. "
            "Stop that one, or choose another port with --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} of {host} is for the system's programs. Choose one above 1023."
    return f"Address: {host} port {port} is none of this machine ({error.strerror})."


def check_settings() -> Iterator[str]:
    """Errors alone stop it; what is only unwise is told by `check --deploy`."""
    for message in run_checks(tags=[SETTINGS_TAG], include_deployment_checks=True):
        if message.is_serious():
            yield message.msg


def check_folders() -> Iterator[str]:
    try:
        tempfile.TemporaryFile(dir=settings.DATA_DIR).close()
    except OSError as error:
        yield f"DATA_DIR: {settings.DATA_DIR} cannot be written ({error.strerror})."
    try:
        get_connection()
    except ImproperlyConfigured as error:
        yield f"EMAIL_URL: {_first_line(error)}."


def check_redis() -> Iterator[str]:
    if not settings.REDIS_URL:
        return
    try:
        redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3).ping()
    except (redis.RedisError, ValueError) as error:
        yield f"REDIS_URL: no Redis answers there ({_first_line(error)})."


def check_database() -> Iterator[str]:
    try:
        connection.ensure_connection()
    except Error as error:
        yield f"DATABASE_URL: {_database_name()} cannot be reached ({_first_line(error)})."
        return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE istockist_sla_write_check (id integer)")
            transaction.set_rollback(True)
    except Error as error:
        yield f"DATABASE_URL: {_database_name()} cannot be written ({_first_line(error)})."
        return
    yield from _check_migrations()


def _check_migrations() -> Iterator[str]:
    try:
        loader = MigrationLoader(connection)
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        name, why = _database_name(), _first_line(error)
        yield f"DATABASE_URL: {name} was migrated in another order ({why})"
        return
    ahead = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in OWN_APPS and (app, name) not in loader.disk_migrations
    )
    if ahead:
        name, later = _database_name(), ", ".join(ahead)
        yield f"DATABASE_URL: {name} belongs to another version (it has {later})."


def _database_name() -> str:
    """For people; without its password."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"the SQLite file {config['NAME']}"
    host, port = config["HOST"] or "local socket", config["PORT"] or "5432"
    return f"the database {config['NAME']} at {host}:{port}"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


CHECKS: list[Check] = [check_settings, check_folders, check_redis, check_database]
