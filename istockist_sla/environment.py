"""Reads the environment; a value that makes no sense is refused in one line that names it."""

import re
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import ParseResult, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BOOLEAN_STRINGS = {*environ.Env.BOOLEAN_TRUE_STRINGS, "false", "off", "no", "n", "0", ""}
EXPECTED = {int: "a whole number", float: "a number", bool: "on or off"}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SECRET_ENDINGS = ("_KEY", "_KEY_FALLBACKS", "_SECRET", "_TOKEN")
DATABASE_EXAMPLE = "postgres://user:password@host:5432/name or sqlite:////path/to/file"
MAIL_SERVER_EXAMPLE = "smtp+tls://user:password@host:587 or filemail:////path/to/folder"


class Environment(environ.Env):
    """Raises ImproperlyConfigured. Addresses may hold passwords, so no message repeats them.

    `in_force` has every variable that the settings have asked for, in their order.
    """

    def __init__(self, **scheme: Any) -> None:
        super().__init__(**scheme)
        self.in_force: dict[str, Any] = {}

    def get_value(self, var: str, cast: Any = None, *rest: Any, **more: Any) -> Any:
        self.in_force[var] = self._read(var, cast, *rest, **more)
        return self.in_force[var]

    def _read(self, var: str, cast: Any, *rest: Any, **more: Any) -> Any:
        given = self.ENVIRON.get(var, "")
        expected = EXPECTED.get(cast)
        if cast is bool and given.strip().lower() not in BOOLEAN_STRINGS:
            raise ImproperlyConfigured(f"{var} must be {expected}, not {given!r}.")
        try:
            return super().get_value(var, cast, *rest, **more)
        except ValueError as error:
            what = f"must be {expected}, not {given!r}" if expected else f"makes no sense ({error})"
            raise ImproperlyConfigured(f"{var} {what}.") from error

    def database(self, var: str, default: str) -> dict[str, Any]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                config: dict[str, Any] = dict(self.db(var, default=default))
        except ValueError:
            config = {}
        if not config.get("ENGINE", "").endswith(("sqlite3", "postgresql")):
            raise ImproperlyConfigured(f"{var} names no database. Write {DATABASE_EXAMPLE}.")
        return config

    def mail_server(self, var: str, default: str) -> dict[str, Any]:
        try:
            config: dict[str, Any] = dict(self.email_url(var, default=default))
        except (ValueError, ImproperlyConfigured):
            raise ImproperlyConfigured(
                f"{var} names no mail server. Write {MAIL_SERVER_EXAMPLE}."
            ) from None
        if config["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
            config["EMAIL_BACKEND"] = "istockist_sla.core.letters.smtp.EmailBackend"
            if not config["EMAIL_HOST"]:
                raise ImproperlyConfigured(f"{var} names no host. Write {MAIL_SERVER_EXAMPLE}.")
        return config

    def address(self, var: str, *, schemes: tuple[str, ...], default: str = "") -> str:
        """An absolute URL of one of these schemes; empty where none is needed."""
        value = (self.str(var, default="") or default).rstrip("/")
        if value and not _is_url(value, schemes):
            raise ImproperlyConfigured(f"{var} must begin with {' or '.join(schemes)} and a host.")
        self.in_force[var] = value
        return value

    def addresses(self, var: str, *, schemes: tuple[str, ...]) -> str:
        """Several of them, with commas, semicolons or white space between."""
        value: str = self.str(var, default="").strip()
        between = rf"[\s,;]+(?={'|'.join(schemes)})"
        if value and not all(
            _is_url(each.rstrip("/,;"), schemes) for each in re.split(between, value)
        ):
            raise ImproperlyConfigured(
                f"{var} must begin with {' or '.join(schemes)} and a host; so must each of several."
            )
        return value.rstrip("/,;")

    def scanner(self, var: str) -> str:
        """A socket's path or tcp://host:port; empty where there is none."""
        value: str = self.str(var, default="").strip()
        parts = urlsplit(value)
        try:
            is_tcp = parts.scheme == "tcp" and bool(parts.hostname and parts.port)
        except ValueError:
            is_tcp = False
        if value and not is_tcp and not value.startswith("/"):
            raise ImproperlyConfigured(
                f"{var} must be a path such as /run/clamav/clamd.ctl, or tcp://host:port."
            )
        return value

    def level(self, var: str, default: str) -> str:
        value: str = self.str(var, default=default).upper()
        if value not in LEVELS:
            raise ImproperlyConfigured(f"{var} must be one of {', '.join(LEVELS)}.")
        return value


def without_secrets(var: str, value: Any) -> str:
    """As an operator may read it over a shoulder: no key, and no password of an address."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if var.endswith(SECRET_ENDINGS) and value:
        return "(set, not shown)"
    if isinstance(value, ParseResult):
        value = value.geturl()
    written = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    return re.sub(r"(?<=://)([^\s/@:,;]*):[^\s,;]*(?=@)", r"\1:…", written)


def make_data_folder(path: Path) -> None:
    """For the SQLite file and all else that is stored there; raises ImproperlyConfigured."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR {path} is no folder: {error.strerror}.") from error


def keep_demo_key(path: Path | None, key: str) -> None:
    """Write the key that the settings have made up to its file, for all processes of the demo."""
    if path is not None and not path.exists():
        path.touch(mode=0o600)
        path.write_text(key)


def _is_url(value: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(value)
        return f"{parts.scheme}://" in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
