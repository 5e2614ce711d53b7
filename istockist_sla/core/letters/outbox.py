"""The queue of letters in the database: queued once, claimed by one sender, retried by a person."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django_q.tasks import async_task

from istockist_sla.core import together
from istockist_sla.core.letters import envelope
from istockist_sla.core.letters.envelope import Address
from istockist_sla.core.models import Letter

# Longer than the cluster lets any sender live, so that no lease ends while its sender works.
LEASE = timedelta(minutes=3)
KEY_CHARS = 200
DIED = "The sender ended before the server's answer was known."
# What mail servers say is in whole seconds.
ROUNDING = timedelta(seconds=1)
RETURNED = "It was accepted, and came back as undeliverable."
EXPIRED = "It was not sent in time, and what it says is of no use any more."


def queue(
    *,
    key: str,
    kind: str,
    subject_id: int,
    template: str,
    to: Address,
    at: datetime,
    context: dict[str, Any] | None = None,
    secret_until: datetime | None = None,
) -> Letter:
    """Queue one letter; the same `key` again gives the row that is already there.

    With `secret_until` it holds a secret: see `Letter.secret_until`.
    """
    drafted = draft(
        key=key,
        kind=kind,
        subject_id=subject_id,
        template=template,
        to=to,
        at=at,
        context=context,
        secret_until=secret_until,
    )
    queue_all([drafted])
    return Letter.objects.get(key=drafted.key)


def draft(
    *,
    key: str,
    kind: str,
    subject_id: int,
    template: str,
    to: Address,
    at: datetime,
    context: dict[str, Any] | None = None,
    secret_until: datetime | None = None,
) -> Letter:
    """The row of a letter that is not stored yet."""
    return Letter(
        key=_key(f"{key}:{to.email.lower()}"),
        subject_kind=kind,
        subject_id=subject_id,
        template=template,
        to_address=to.email,
        to_name=to.name,
        context=context or {},
        secret_until=secret_until,
        message_id=envelope.new_message_id(),
        created_at=at,
        next_try_at=at,
    )


def queue_all(drafts: Sequence[Letter]) -> None:
    """Queue letters in one statement; what is queued already under its key stays as it is."""
    together.write(*to_queue(drafts))


def to_queue(drafts: Sequence[Letter]) -> list[together.Statement]:
    """The statement that queues them, to be run with others in this transaction."""
    if drafts:
        wake()
    return together.insert(drafts, otherwise="DO NOTHING")


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


# Whether the cluster is to be asked at the end of the block of `woken_once` that runs.
_asked: ContextVar[list[bool] | None] = ContextVar("asked", default=None)


@contextmanager
def woken_once() -> Iterator[None]:
    """However many letters are committed within it, the cluster is asked once, at its end."""
    asked: list[bool] = []
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)
        if asked:
            _send_now()


def _send_now() -> None:
    asked = _asked.get()
    if asked is not None:
        asked[:] = [True]
        return
    async_task("istockist_sla.core.tasks.send_letters")


def claim(*, at: datetime) -> Letter | None:
    """Take the next due letter for this sender alone, for the length of `LEASE`."""
    for letter in Letter.objects.due(at).defer("context", "text", "html")[:20]:
        if _claim(letter, at):
            return Letter.objects.get(pk=letter.pk)
    return None


def _claim(letter: Letter, at: datetime) -> bool:
    """Whether it is this sender's now; one that can no longer be sent is given up instead."""
    seen = Letter.objects.filter(pk=letter.pk, state=letter.state, attempts=letter.attempts)
    if letter.secret_until is not None and letter.secret_until <= at:
        seen.update(state=Letter.State.FAILED, last_error=EXPIRED)
        return False
    if letter.state == Letter.State.QUEUED:
        taken: dict[str, Any] = {"state": Letter.State.SENDING}
    elif letter.unknown_attempts + 1 < letter.most_unknown_attempts:
        taken = {"unknown_attempts": F("unknown_attempts") + 1, "last_error": DIED}
    else:
        seen.update(
            state=Letter.State.UNCLEAR,
            unknown_attempts=F("unknown_attempts") + 1,
            last_error=DIED,
        )
        return False
    return bool(seen.update(attempts=F("attempts") + 1, next_try_at=at + LEASE, **taken))


def retry(letter: Letter, *, at: datetime) -> bool:
    """A person asks for one more attempt of a letter that was given up or is unclear."""
    asked = Letter.objects.filter(
        Q(secret_until=None) | Q(secret_until__gt=at),
        pk=letter.pk,
        state__in=[Letter.State.FAILED, Letter.State.UNCLEAR],
    ).update(state=Letter.State.QUEUED, next_try_at=at)
    if asked:
        wake()
    return bool(asked)


def take_back(message_ids: Iterable[str], *, at: datetime) -> int:
    """A mail server says at `at` that these could not be delivered after all: they are given up,
    as if it had refused them then. Returns how many were thought to be sent."""
    return Letter.objects.filter(
        message_id__in=list(message_ids),
        state=Letter.State.SENT,
        sent_at__lte=at + ROUNDING,
        secret_until=None,
    ).update(state=Letter.State.FAILED, sent_at=None, next_try_at=at, last_error=RETURNED)
