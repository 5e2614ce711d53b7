"""Brings database and files up to date before the processes start."""

import hashlib
import io
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command
from django.db import Error

from istockist_sla.core import database
from istockist_sla.server.startup_checks import StartupError

STAMP = ".collected"


def prepare() -> None:
    """Raises StartupError where the database does not come up to date."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    try:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("sync", stdout=io.StringIO())
    except Error as error:
        why = database.first_line(error)
        raise StartupError(
            f"DATABASE_URL: {database.name()} cannot be brought up to date ({why})."
        ) from error
    collect_static()


def collect_static() -> bool:
    """Whether it did: only where files are served under their hashes and one has changed."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return False
    stamp, sources = Path(settings.STATIC_ROOT) / STAMP, _sources()
    if stamp.exists() and stamp.read_text() == sources:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(sources)
    return True


def _sources() -> str:
    """A digest of the name, size and time of change of every file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
