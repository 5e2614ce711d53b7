"""Starts the demo: a database filled once, the processes of production, and sign-in codes."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from tqdm import tqdm

from istockist_sla import server
from istockist_sla.core.models import User
from istockist_sla.demo.cast import AGENTS, CLIENTS, MANAGERS
from istockist_sla.demo.codes import CodeWatch
from istockist_sla.demo.fill import fill, is_empty
from istockist_sla.demo.world import HISTORY
from istockist_sla.server.startup_checks import listen
from tickets.models import Client

HOST = "127.0.0.1"
OTHER_DATA = (
    "DATABASE_URL: this database holds other data than the demo's. Leave DATABASE_URL out, and "
    "the demo makes its own."
)
NOT_ITS_OWN = "--fresh begins anew with the demo's own SQLite file only, not with DATABASE_URL."


def start(*, port: int, seed: int, tickets: int, fresh: bool, at: datetime) -> int:
    """The exit status; raises StartupError. An empty database is filled as of `at`."""
    _set_portal_url(port)
    if fresh:
        _delete_data(port)
    letters = Path(getattr(settings, "EMAIL_FILE_PATH", settings.DATA_DIR / "letters"))
    watch = CodeWatch(letters, _say)
    return server.run(
        host=HOST,
        port=port,
        more_checks=_check_other_data,
        on_prepared=lambda: _fill_once(seed=seed, tickets=tickets, at=at),
        on_ready=_introduce,
        on_tick=watch.poll,
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _set_portal_url(port: int) -> None:
    """Links in letters lead to this port, unless the environment says how it is reached.

    By a name, for browsers refuse passkeys at an IP address.
    """
    if not os.environ.get("PORTAL_URL"):
        settings.PORTAL_URL = os.environ["PORTAL_URL"] = f"http://localhost:{port}"


def _delete_data(port: int) -> None:
    """Delete the data of an earlier demo, which must not be running."""
    listen(HOST, port).close()
    own = settings.DATA_DIR / "portal.sqlite3"
    if connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]) != own:
        raise server.StartupError(NOT_ITS_OWN)
    connection.close()
    for suffix in ("", "-wal", "-shm"):
        own.with_name(own.name + suffix).unlink(missing_ok=True)
    for folder in ("letters", "attachments"):
        shutil.rmtree(settings.DATA_DIR / folder, ignore_errors=True)


def _check_other_data() -> Iterator[str]:
    """A database of real people is not touched, not even its tables."""
    if Client._meta.db_table not in connection.introspection.table_names():
        return
    if Client.objects.exists() and not User.objects.filter(email=AGENTS[0].email).exists():
        yield OTHER_DATA


def _fill_once(*, seed: int, tickets: int, at: datetime) -> None:
    if not is_empty():
        return
    _say("Filling the demo with fourteen months of support; this happens once.")
    with tqdm(total=HISTORY.days, unit="day", disable=None, leave=False) as bar:

        def show_progress(reached: datetime) -> None:
            bar.n = max(0, HISTORY.days - (at - reached).days)
            bar.set_postfix_str(f"{reached:%d %B %Y}", refresh=False)
            bar.update(0)

        fill(now=at, seed=seed, tickets=tickets, on_step=show_progress)


def _introduce() -> None:
    client = CLIENTS[0]
    url = settings.PORTAL_URL
    _say(
        f"""
The demo is ready.
  Portal for clients   {url}/
  Desk of Support      {url}/desk/
  Status page          {url}/status/

Sign in with an address; the code then appears here. No second factor is asked for here;
in production staff must set one up.
  Agent    {AGENTS[0].email}
  Manager  {MANAGERS[0].email}
  Client   {client.people[0].login}@{client.domain}

Letters land in {settings.DATA_DIR / "letters"}. Ctrl-C stops all; the data stays.
"""
    )
