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

from istockist_sla.core import database
from istockist_sla.core.checks import SETTINGS_TAG

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
        yield f"EMAIL_URL: {database.first_line(error)}."


def check_redis() -> Iterator[str]:
    if not settings.REDIS_URL:
        return
    try:
        redis.from_url(settings.REDIS_URL, socket_connect_timeout=3, socket_timeout=3).ping()
    except (redis.RedisError, ValueError) as error:
        yield f"REDIS_URL: no Redis answers there ({database.first_line(error)})."


def check_database() -> Iterator[str]:
    unreachable = list(database.reach())
    if unreachable:
        yield from unreachable
        return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE istockist_sla_write_check (id integer)")
            transaction.set_rollback(True)
    except Error as error:
        why = database.first_line(error)
        yield f"DATABASE_URL: {database.name()} cannot be written ({why})."
        return
    yield from database.check_history()


CHECKS: list[Check] = [check_settings, check_folders, check_redis, check_database]
