"""The queue of letters in the database: queued once, claimed by one sender, retried by a person."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F
from django_q.tasks import async_task

from istockist_sla.core.letters import envelope
from istockist_sla.core.letters.envelope import Address
from istockist_sla.core.models import Letter

# Longer than the cluster lets any sender live, so that no lease ends while its sender works.
LEASE = timedelta(minutes=3)
MAX_UNKNOWN = 2
KEY_CHARS = 200
DIED = "The sender ended before the server's answer was known."


def queue(
    *,
    key: str,
    kind: str,
    subject_id: int,
    template: str,
    to: Address,
    at: datetime,
    context: dict[str, Any] | None = None,
) -> Letter:
    """Queue one letter; the same `key` again gives the row that is already there."""
    letter, created = Letter.objects.get_or_create(
        key=_key(f"{key}:{to.email.lower()}"),
        defaults={
            "subject_kind": kind,
            "subject_id": subject_id,
            "template": template,
            "to_address": to.email,
            "to_name": to.name,
            "context": context or {},
            "message_id": envelope.new_message_id(),
            "created_at": at,
            "next_try_at": at,
        },
    )
    if created:
        wake()
    return letter


def _key(key: str) -> str:
    """A key that is too long for its column is cut and ends with its digest."""
    if len(key) <= KEY_CHARS:
        return key
    digest = sha256(key.encode()).hexdigest()
    return f"{key[: KEY_CHARS - len(digest) - 1]}:{digest}"


def wake() -> None:
    """Ask the cluster to send after the commit, instead of with its next run.

    A queue that cannot be reached does no harm: the rows wait for the next run.
    """
    connection = transaction.get_connection()
    if not any(hook[1] is _send_now for hook in connection.run_on_commit):
        transaction.on_commit(_send_now, robust=True)


def _send_now() -> None:
    async_task("istockist_sla.core.tasks.send_letters")


def claim(*, at: datetime) -> Letter | None:
    """Take the next due letter for this sender alone, for the length of `LEASE`."""
    due = Letter.objects.due(at).values_list("pk", "state", "attempts", "unknown_attempts")
    for pk, state, attempts, unknown in due[:20]:
        seen = Letter.objects.filter(pk=pk, state=state, attempts=attempts)
        if state == Letter.State.QUEUED:
            won = seen.update(
                state=Letter.State.SENDING, attempts=F("attempts") + 1, next_try_at=at + LEASE
            )
        elif unknown + 1 < MAX_UNKNOWN:
            won = seen.update(
                attempts=F("attempts") + 1,
                unknown_attempts=F("unknown_attempts") + 1,
                next_try_at=at + LEASE,
                last_error=DIED,
            )
        else:
            seen.update(
                state=Letter.State.UNCLEAR,
                unknown_attempts=F("unknown_attempts") + 1,
                last_error=DIED,
            )
            continue
        if won:
            return Letter.objects.get(pk=pk)
    return None


def retry(letter: Letter, *, at: datetime) -> bool:
    """A person asks for one more attempt of a letter that was given up or is unclear."""
    asked = Letter.objects.filter(
        pk=letter.pk, state__in=[Letter.State.FAILED, Letter.State.UNCLEAR]
    ).update(state=Letter.State.QUEUED, next_try_at=at)
    if asked:
        wake()
    return bool(asked)
