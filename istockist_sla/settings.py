"""All settings of the project, read from the environment with safe defaults."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from istockist_sla.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DATA_DIR = Path(
    env.str("DATA_DIR", default=str(BASE_DIR / "var" / ("demo" if DEMO else "live")))
).absolute()

SECRET_KEY = env.str("SECRET_KEY", default="")
# The demo has a key of its own, kept in this file once the apps are ready, so that signed links
# outlive a restart.
DEMO_KEY_FILE = DATA_DIR / "secret_key" if DEMO and not SECRET_KEY else None
if DEMO_KEY_FILE is not None:
    SECRET_KEY = DEMO_KEY_FILE.read_text() if DEMO_KEY_FILE.exists() else secrets.token_urlsafe(50)
elif not SECRET_KEY and DEBUG:
    SECRET_KEY = "development-only-" + "x" * 50
elif not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it, or set DEBUG=on to develop.")

SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Where people reach the portal; links in letters begin with it.
WEB = ("http://", "https://")
PORTAL_URL = env.address("PORTAL_URL", schemes=WEB, default="http://localhost:8000")
HTTPS = PORTAL_URL.startswith("https://")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=[PORTAL_URL.split("//")[-1].split("/")[0].split(":")[0], "127.0.0.1", "localhost"],
)
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

SUPPORT_ADDRESS = env.str("SUPPORT_ADDRESS", default="support@istockist.com")

# SQLite ignores the columns that an index carries along; PostgreSQL reads figures from them.
# A host goes onto the browsers' own list only where somebody means it, by SECURE_HSTS_PRELOAD.
SILENCED_SYSTEM_CHECKS = ["models.W040", "security.W021"]

INSTALLED_APPS = [
    "istockist_sla.apps.ProjectConfig",
    "istockist_sla.core.apps.CoreConfig",
    "istockist_sla.desk.apps.DeskSiteConfig",
    "istockist_sla.desk.apps.DeskConfig",
    "availability.apps.AvailabilityConfig",
    "tickets.apps.TicketsConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "availability.status.middleware.StatusCopies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "istockist_sla.core.compression.TextCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "istockist_sla.request_guard.request_guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "istockist_sla.core.drafts.middleware.OversizedFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "istockist_sla.core.drafts.middleware.DraftMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "istockist_sla.account.middleware.SessionActivity",
    "istockist_sla.account.middleware.ReaderClock",
    "istockist_sla.account.middleware.SecondFactorRequired",
]

ROOT_URLCONF = "istockist_sla.urls"
WSGI_APPLICATION = "istockist_sla.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "istockist_sla.context_processors.right_now",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", f"sqlite:///{quote(str(DATA_DIR))}/portal.sqlite3")
}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;",
    }
else:
    DATABASE.setdefault("CONN_MAX_AGE", 600)
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)
    # Only of `core.compiled`: the values of all other statements stand in their text.
    DATABASE["OPTIONS"].setdefault("prepare_threshold", 0)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", schemes=("redis://", "rediss://"))
REDIS_CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
TABLE_CACHE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "shared_cache",
}
CACHES = {"default": REDIS_CACHE if REDIS_URL else TABLE_CACHE}
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if REDIS_URL else 'db'}"

# Tasks run at least once: rows in the database are the truth, the queue only wakes the cluster.
Q_CLUSTER: dict[str, Any] = {
    "name": "istockist",
    "workers": env.int("CLUSTER_WORKERS", default=2),
    "timeout": 120,
    "retry": 180,
    "queue_limit": 10,
    "catch_up": False,
    "max_attempts": 3,
    "save_limit": 500,
    "poll": 0.5,
    "guard_cycle": 1,
    "ack_failures": True,
    "label": "Background",
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "istockist_sla.account.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=not DEMO)
MFA_ADAPTER = "istockist_sla.account.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # Nothing can be guessed; offices share one.
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1

# Without EMAIL_URL letters are written as files to a folder, and can be read in the desk.
vars().update(env.mail_server("EMAIL_URL", f"filemail:///{quote(str(DATA_DIR))}/letters"))
EMAIL_TIMEOUT = 20
# 0: as many as the mail server takes.
LETTERS_PER_MINUTE = env.int("LETTERS_PER_MINUTE", default=0)
# What files add to a letter; those beyond it are linked instead.
LETTER_MAX_BYTES = env.int("LETTER_MAX_BYTES", default=7 * 1024 * 1024)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"iStockist Support <{SUPPORT_ADDRESS}>")
SERVER_EMAIL = SUPPORT_ADDRESS
AUTHSERV_ID = env.str("AUTHSERV_ID", default="")
# How our own mail server calls itself behind "by" in Received. Piped mail counts from that instant.
RECEIVED_BY = env.str("RECEIVED_BY", default="").strip()

# What the apps give to core, as dotted names: who writes the letters about a kind of subject, and
# what `/healthz` asks. Core itself imports no app.
LETTER_RENDERERS = {
    "ticket": "tickets.notifications.render",
    "mail": "tickets.notifications.render",
    "flood": "tickets.notifications.render",
    "user": "istockist_sla.account.letters.render",
    "component": "availability.letters.render",
    "subscription": "availability.letters.render",
    "month": "tickets.reports.closing.letters.render",
}
STANDARD_AGREEMENT = "istockist_sla.agreement.standard"
HEALTH_CHECKS = [
    "istockist_sla.core.health.cluster",
    "istockist_sla.core.health.letters",
    "istockist_sla.core.health.undelivered_letters",
    "tickets.mailroom.health.mailbox",
    "tickets.mailroom.health.storage",
    "tickets.mailroom.health.floods",
    "tickets.mailroom.health.senders",
    "tickets.scanning.health.scanner",
    "availability.health.probes",
]
# A monitor that sends it as `Authorization: Bearer …` reads what `/healthz` has seen.
HEALTH_TOKEN = env.str("HEALTH_TOKEN", default="")

# The mailboxes that are read: imaps://user:password@host/INBOX, or imap:// on loopback; several
# with commas or line ends between.
IMAP_URL = env.addresses("IMAP_URL", schemes=("imaps://", "imap://"))
# What becomes of received mail in its mailbox; without these it is marked as seen, and stays.
IMAP_DONE_FOLDER = env.str("IMAP_DONE_FOLDER", default="")
IMAP_PARKED_FOLDER = env.str("IMAP_PARKED_FOLDER", default="")
IMAP_DELETE = env.bool("IMAP_DELETE", default=False)
# A provider that posts mail instead, or beside them, and what proves that it does.
INBOUND_WEBHOOK = env.str("INBOUND_WEBHOOK", default="").lower()
INBOUND_WEBHOOK_SECRET = env.str("INBOUND_WEBHOOK_SECRET", default="")
INBOUND_PROVIDERS = "tickets.mailroom.webhook.providers.PROVIDERS"
# So much of a mail is read, and so much of it is kept as it came.
MAIL_MAX_BYTES = env.int("MAIL_MAX_BYTES", default=25 * 1024 * 1024)
MAIL_KEEP_BYTES = env.int("MAIL_KEEP_BYTES", default=max(100 * 1024 * 1024, MAIL_MAX_BYTES))
# Of one sender in an hour: what is beyond the first waits, what is beyond the second is opened
# without a letter.
MAIL_TICKETS_PER_HOUR = env.int("MAIL_TICKETS_PER_HOUR", default=20)
MAIL_ACKNOWLEDGEMENTS_PER_HOUR = env.int("MAIL_ACKNOWLEDGEMENTS_PER_HOUR", default=5)
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=10 * 1024 * 1024)
UPLOAD_MAX_FILES = 10
# Where ClamAV's daemon listens: a path, or tcp://host:port. No file is offered before it is clean.
CLAMD_SOCKET = env.scanner("CLAMD_SOCKET")
# Beyond these a form is not read further, and comes back with what was read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
MEDIA_ROOT = DATA_DIR / "attachments"

# The addresses that are asked each minute until the desk sets up a probe of the component.
# The demo requests its own, so that its status page has measurements.
OWN_HEALTH_URL = f"{PORTAL_URL}/healthz" if DEMO else ""
PROBES = {
    "api": env.address("PROBE_URL", schemes=WEB, default=OWN_HEALTH_URL),
    "admin": env.address("PROBE_ADMIN_URL", schemes=WEB, default=OWN_HEALTH_URL),
    "ordering": env.address("PROBE_ORDERING_URL", schemes=WEB, default=OWN_HEALTH_URL),
    "reports": env.address("PROBE_REPORTS_URL", schemes=WEB, default=OWN_HEALTH_URL),
}
PROBE_TIMEOUT = env.float("PROBE_TIMEOUT", default=10.0)
PROBE_STATUS = env.int("PROBE_STATUS", default=200)
# Addresses of private networks and of this machine itself may be asked.
PROBE_PRIVATE_ADDRESSES = env.bool("PROBE_PRIVATE_ADDRESSES", default=DEMO)
# The key that the portal and `manage.py probe_agent` share; without one no second place is heard.
PROBE_AGENT_KEY = env.str("PROBE_AGENT_KEY", default="")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG or DEMO
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if WHITENOISE_USE_FINDERS:
    STATIC_ROOT = DATA_DIR / "static"
    STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Attachments are kept in a bucket of S3, or of what speaks like it, instead of MEDIA_ROOT. The keys
# to it come from where boto3 looks for them: its own variables, a profile, or the machine's role.
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_ENDPOINT_URL = env.address("S3_ENDPOINT_URL", schemes=WEB)
FILES: dict[str, Any] = {"BACKEND": "istockist_sla.core.storage.WholeFileStorage"}
if S3_BUCKET:
    FILES = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL or None,
            "default_acl": None,
            "file_overwrite": False,
            "location": "attachments",
        },
    }
STORAGES = {
    "default": FILES,
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}

CSRF_FAILURE_VIEW = "istockist_sla.core.drafts.views.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False) and HTTPS
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "img-src": [SELF, "data:"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # A browser asks for more files at once than there are threads.
        "waitress.queue": {"level": "ERROR"},
        # Each sign-in and sign-out is a line.
        "istockist_sla.account": {"level": "INFO"},
    },
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL", "WARNING")},
}
