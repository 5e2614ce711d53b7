"""How the whole is: what a monitor asks for, without a secret in it."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error, connection

from istockist_sla.core.models import Heartbeat, Letter
from tickets.models import Mailbox

CLUSTER = "cluster"
# The cluster shows itself each minute, and a stopped one is restarted within three.
SILENT = timedelta(minutes=5)
LETTER_WAITS = timedelta(minutes=30)
MAILBOX_UNREAD = timedelta(minutes=15)


class Health(NamedTuple):
    """`problems` are the names of the parts that do not work; `parts` says what was seen."""

    problems: list[str]
    parts: dict[str, Any]

    @property
    def is_well(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        return {"status": "ok" if self.is_well else "failing", **self._asdict()}


def examine(*, at: datetime) -> Health:
    """Ages are whole seconds; null where nothing was ever seen or nothing waits."""
    try:
        connection.ensure_connection()
        parts = {
            "database": "ok",
            "cluster_heartbeat_age": _age(_heartbeat(), at),
            "oldest_waiting_letter_age": _age(_oldest_letter(), at),
            "mailbox": _mailbox(at),
        }
    except Error:
        return Health(["database"], {"database": "failing"})
    return Health(_problems(parts), parts)


def _problems(parts: dict[str, Any]) -> list[str]:
    beat, letter = parts["cluster_heartbeat_age"], parts["oldest_waiting_letter_age"]
    found = {
        "cluster": beat is None or beat > SILENT.total_seconds(),
        "letters": letter is not None and letter > LETTER_WAITS.total_seconds(),
        "mailbox": parts["mailbox"] == "failing",
    }
    return [name for name, fails in found.items() if fails]


def _heartbeat() -> datetime | None:
    return Heartbeat.objects.filter(name=CLUSTER).values_list("at", flat=True).first()


def _oldest_letter() -> datetime | None:
    """When the letter was written that has waited longest to be sent."""
    waiting = Letter.objects.filter(state__in=[Letter.State.QUEUED, Letter.State.SENDING])
    return waiting.order_by("created_at").values_list("created_at", flat=True).first()


def _mailbox(at: datetime) -> str:
    if not settings.IMAP_URL:
        return "none"
    box = Mailbox.objects.order_by("-fetched_at").first()
    if box is None or box.fetched_at is None:
        return "never read"
    return "failing" if at - box.fetched_at > MAILBOX_UNREAD else "ok"


def _age(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else max(0, int((at - since).total_seconds()))
