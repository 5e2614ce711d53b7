"""What would not work is said before anything starts: one line each, no traceback."""

import errno
import socket
import tempfile
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import Error, connection, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.http.request import validate_host

ROOTS = ("istockist_sla", "tickets", "availability")
SHORTEST_KEY = 32
HIGHEST_PORT = 65535

Check = Callable[[], Iterable[str]]


class StartupError(Exception):
    """Why this cannot run here and now: `lines` for the person who started it."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


def examine(host: str, port: int, also: Check) -> socket.socket:
    """The bound socket, held from now on; raises Unfit with every line that is found.

    `also` is asked only of a database that is fine so far.
    """
    lines: list[str] = []
    server = None
    try:
        server = listen(host, port)
    except StartupError as unfit:
        lines.extend(unfit.lines)
    lines.extend(line for check in CHECKS for line in check())
    lines.extend(() if lines else also())
    if server is not None and not lines:
        return server
    if server is not None:
        server.close()
    raise StartupError(*lines)


def listen(host: str, port: int) -> socket.socket:
    if not 0 < port <= HIGHEST_PORT:
        raise StartupError(f"Port {port} does not exist. Choose one from 1024 to {HIGHEST_PORT}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        server = socket.socket(family, kind, protocol)
    except OSError as error:
        raise StartupError(
            f"Address: {host} port {port} is none of this machine ({error})."
        ) from error
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind(address)
        server.listen()
    except OSError as error:
        server.close()
        raise StartupError(_why_not_bound(host, port, error)) from error
    return server


def _why_not_bound(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} of {host} is taken by another program. "
            "Stop that one, or choose another port with --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} of {host} is for the system's programs. Choose one above 1023."
    return f"Address: {host} port {port} is none of this machine ({error.strerror})."


def of_settings() -> Iterator[str]:
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield f"SECRET_KEY is shorter than {SHORTEST_KEY} characters."
    if "@" not in settings.SUPPORT_ADDRESS:
        yield f"SUPPORT_ADDRESS must be an e-mail address, not {settings.SUPPORT_ADDRESS!r}."
    if settings.Q_CLUSTER["workers"] < 1:
        yield "CLUSTER_WORKERS must be 1 or more."
    parts = urlsplit(settings.PORTAL_URL)
    if parts.path or parts.query:
        yield "PORTAL_URL must end after the host and port: the portal is served at its root."
    if not validate_host(parts.hostname or "", settings.ALLOWED_HOSTS):
        yield f"ALLOWED_HOSTS lacks {parts.hostname}, the host of PORTAL_URL."


def of_folders() -> Iterator[str]:
    try:
        tempfile.TemporaryFile(dir=settings.DATA_DIR).close()
    except OSError as error:
        yield f"DATA_DIR: {settings.DATA_DIR} cannot be written ({error.strerror})."
    try:
        get_connection()
    except ImproperlyConfigured as error:
        yield f"EMAIL_URL: {_first_line(error)}."


def of_redis() -> Iterator[str]:
    if not settings.REDIS_URL:
        return
    try:
        redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3).ping()
    except (redis.RedisError, ValueError) as error:
        yield f"REDIS_URL: no Redis answers there ({_first_line(error)})."


def of_database() -> Iterator[str]:
    try:
        connection.ensure_connection()
    except Error as error:
        yield f"DATABASE_URL: {_named()} cannot be reached ({_first_line(error)})."
        return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE istockist_sla_write_check (id integer)")
            transaction.set_rollback(True)
    except Error as error:
        yield f"DATABASE_URL: {_named()} cannot be written ({_first_line(error)})."
        return
    yield from _of_migrations()


def _of_migrations() -> Iterator[str]:
    try:
        loader = MigrationLoader(connection)
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        yield f"DATABASE_URL: {_named()} was migrated in another order ({_first_line(error)})"
        return
    ahead = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ROOTS and (app, name) not in loader.disk_migrations
    )
    if ahead:
        yield f"DATABASE_URL: {_named()} belongs to another version (it has {', '.join(ahead)})."


def _named() -> str:
    """The database without its password."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"the SQLite file {config['NAME']}"
    host, port = config["HOST"] or "local socket", config["PORT"] or "5432"
    return f"the database {config['NAME']} at {host}:{port}"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


CHECKS: list[Check] = [of_settings, of_folders, of_redis, of_database]
