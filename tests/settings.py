"""The project's settings with what a test run needs."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="istockist-tests-"))

worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
if os.environ.get("DATA_DIR_OF_WORKER") != worker:
    # Files are kept once by their hash: a test that removes one must not meet another's.
    os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"]) / worker)
    os.environ["DATA_DIR_OF_WORKER"] = worker
if os.environ.get("REDIS_URL") and os.environ.get("REDIS_OF_WORKER") != worker:
    # A Redis database for each worker: clearing a cache there empties all of it.
    server, _, number = os.environ["REDIS_URL"].rpartition("/")
    os.environ["REDIS_URL"] = f"{server}/{int(number) + int(worker.removeprefix('gw'))}"
    os.environ["REDIS_OF_WORKER"] = worker

from istockist_sla.settings import *  # noqa: E402, F403
from istockist_sla.settings import DATA_DIR, DATABASE, STORAGES  # noqa: E402

if DATABASE["ENGINE"].endswith("sqlite3"):
    # A file, not memory: some tests have a second process.
    DATABASE["TEST"] = {"NAME": str(Path(DATA_DIR) / f"test-{worker}.sqlite3")}
else:
    # Each run makes and drops a database of its own, so that two runs do not meet.
    DATABASE["TEST"] = {"NAME": f"test_{DATABASE['NAME']}_{os.getpid()}"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SECURE_SSL_REDIRECT = False
# The tests of the second factor turn it on.
SECOND_FACTOR_REQUIRED = False
RECEIVED_BY = "mx.istockist.example"
