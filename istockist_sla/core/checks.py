"""System checks of the settings, by `check --deploy` and before `run` and `demo` start."""

import re
from collections.abc import Callable, Iterable, Sequence
from email.utils import parseaddr
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http.request import validate_host
from django.utils.module_loading import import_string

SETTINGS_TAG = "istockist"
MIN_KEY_CHARS = 32
LONGEST_PROBE = 30
# What a mail server calls itself in the fields that it adds.
SERVER_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,253}[A-Za-z0-9])?")
# What S3 takes for the name of a bucket.
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")

SystemCheck = Callable[..., Iterable[CheckMessage]]
Apps = Sequence[AppConfig] | None


def check_secret_key(app_configs: Apps, **kwargs: Any) -> list[Error]:
    if len(settings.SECRET_KEY) >= MIN_KEY_CHARS:
        return []
    return [Error(f"SECRET_KEY is shorter than {MIN_KEY_CHARS} characters.", id="istockist.E001")]


def check_support_address(app_configs: Apps, **kwargs: Any) -> list[Error]:
    address = settings.SUPPORT_ADDRESS
    if _is_address(address):
        return []
    text = f"SUPPORT_ADDRESS must be an e-mail address, not {address!r}."
    return [Error(text, id="istockist.E002")]


def check_sender(app_configs: Apps, **kwargs: Any) -> list[Error]:
    sender = settings.DEFAULT_FROM_EMAIL
    if _is_address(parseaddr(sender)[1]) and "\n" not in sender:
        return []
    text = f"DEFAULT_FROM_EMAIL must be an address, or a name and <address>, not {sender!r}."
    return [Error(text, id="istockist.E011")]


def check_mail_servers(app_configs: Apps, **kwargs: Any) -> list[Error]:
    """A name that no server can have would hold every mail, or believe none of its times."""
    names = ("AUTHSERV_ID", "RECEIVED_BY")
    return [
        Error(
            f"{name} must be the name of a mail server, such as mx.example.com, not {given!r}.",
            id="istockist.E012",
        )
        for name in names
        if (given := getattr(settings, name)) and not SERVER_NAME.fullmatch(given)
    ]


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def check_cluster_workers(app_configs: Apps, **kwargs: Any) -> list[Error]:
    if settings.Q_CLUSTER["workers"] >= 1:
        return []
    return [Error("CLUSTER_WORKERS must be 1 or more.", id="istockist.E003")]


def check_portal_url(app_configs: Apps, **kwargs: Any) -> list[Error]:
    parts = urlsplit(settings.PORTAL_URL)
    if not (parts.path or parts.query):
        return []
    text = "PORTAL_URL must end after the host and port: the portal is served at its root."
    return [Error(text, id="istockist.E004")]


def check_allowed_hosts(app_configs: Apps, **kwargs: Any) -> list[Error]:
    host = urlsplit(settings.PORTAL_URL).hostname or ""
    if validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [Error(f"ALLOWED_HOSTS lacks {host}, the host of PORTAL_URL.", id="istockist.E005")]


def check_mail_limits(app_configs: Apps, **kwargs: Any) -> list[Error]:
    if 0 < settings.MAIL_MAX_BYTES <= settings.MAIL_KEEP_BYTES:
        return []
    text = "MAIL_MAX_BYTES must be above 0, and MAIL_KEEP_BYTES not below it."
    return [Error(text, id="istockist.E030")]


def check_limits(app_configs: Apps, **kwargs: Any) -> list[Error]:
    """Where 0 means "no limit", it is allowed."""
    least = {
        "LETTERS_PER_MINUTE": 0,
        "LETTER_MAX_BYTES": 0,
        "MAIL_TICKETS_PER_HOUR": 1,
        "MAIL_ACKNOWLEDGEMENTS_PER_HOUR": 0,
        "UPLOAD_MAX_BYTES": 1,
    }
    return [
        Error(f"{name} must be {number} or more.", id="istockist.E009")
        for name, number in least.items()
        if getattr(settings, name) < number
    ]


def check_inbound_webhook(app_configs: Apps, **kwargs: Any) -> list[Error]:
    if not settings.INBOUND_WEBHOOK:
        return []
    problem = _webhook_problem(import_string(settings.INBOUND_PROVIDERS))
    return [Error(problem, id="istockist.E031")] if problem else []


def _webhook_problem(providers: dict[str, Any]) -> str:
    name = settings.INBOUND_WEBHOOK
    if name not in providers:
        return f"INBOUND_WEBHOOK must be one of {', '.join(providers)}, not {name!r}."
    provider = providers[name]
    if provider.secret == "webhook_secret" and ":" not in settings.INBOUND_WEBHOOK_SECRET:
        return f"INBOUND_WEBHOOK_SECRET must be user:password, as {name} says it."
    if not settings.INBOUND_WEBHOOK_SECRET:
        return f"INBOUND_WEBHOOK_SECRET is not set: the key with which {name} signs."
    try:
        import_string(provider.view)
    except ImportError:
        return "INBOUND_WEBHOOK needs django-anymail: install the extra “webhook”."
    return ""


def check_second_factor(app_configs: Apps, **kwargs: Any) -> list[Warning]:
    if settings.SECOND_FACTOR_REQUIRED:
        return []
    text = "SECOND_FACTOR_REQUIRED is off: whoever reads the mail of one agent opens the desk."
    return [Warning(text, id="istockist.W001")]


def check_probe_timeout(app_configs: Apps, **kwargs: Any) -> list[Error]:
    if 1 <= settings.PROBE_TIMEOUT <= LONGEST_PROBE:
        return []
    text = f"PROBE_TIMEOUT must lie between 1 and {LONGEST_PROBE} seconds."
    return [Error(text, id="istockist.E006")]


def check_probe_status(app_configs: Apps, **kwargs: Any) -> list[Error]:
    if 100 <= settings.PROBE_STATUS <= 599:
        return []
    return [Error("PROBE_STATUS must be a status of HTTP, 100 to 599.", id="istockist.E007")]


def check_keys(app_configs: Apps, **kwargs: Any) -> list[Error]:
    """What is guessed would open a door without a person."""
    keys = [("PROBE_AGENT_KEY", settings.PROBE_AGENT_KEY), ("HEALTH_TOKEN", settings.HEALTH_TOKEN)]
    keys += [("SECRET_KEY_FALLBACKS", key) for key in settings.SECRET_KEY_FALLBACKS]
    short = {name for name, key in keys if 0 < len(key) < MIN_KEY_CHARS}
    return [
        Error(f"{name} is shorter than {MIN_KEY_CHARS} characters.", id="istockist.E008")
        for name in sorted(short)
    ]


def check_bucket(app_configs: Apps, **kwargs: Any) -> list[Error]:
    """A missing library would be told by the first file of a client, and in its own words."""
    bucket = settings.S3_BUCKET
    if not bucket:
        return []
    if not BUCKET.fullmatch(bucket):
        text = (
            f"S3_BUCKET must be the name of a bucket: 3 to 63 of a-z, 0-9, . and -, not {bucket!r}."
        )
        return [Error(text, id="istockist.E013")]
    if find_spec("storages") and find_spec("boto3"):
        return []
    text = "S3_BUCKET needs more libraries: pip install 'django-storages[s3]'."
    return [Error(text, id="istockist.E010")]


SETTINGS_CHECKS: list[SystemCheck] = [
    check_secret_key,
    check_support_address,
    check_sender,
    check_mail_servers,
    check_cluster_workers,
    check_portal_url,
    check_allowed_hosts,
    check_mail_limits,
    check_limits,
    check_inbound_webhook,
    check_second_factor,
    check_probe_timeout,
    check_probe_status,
    check_keys,
    check_bucket,
]
