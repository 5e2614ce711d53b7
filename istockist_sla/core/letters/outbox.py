"""The queue of letters in the database: each queued once, and taken back where it returns."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django_q.tasks import async_task

from istockist_sla.core import together
from istockist_sla.core.letters import envelope
from istockist_sla.core.letters.envelope import Address
from istockist_sla.core.models import Letter

KEY_CHARS = 200
# What mail servers say is in whole seconds.
ROUNDING = timedelta(seconds=1)
RETURNED = "It was accepted, and came back as undeliverable."


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
    is_required: bool = True,
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
        is_required=is_required,
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
    is_required: bool = True,
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
        is_required=is_required,
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


def take_back(message_ids: Iterable[str], *, at: datetime) -> int:
    """A mail server says at `at` that these could not be delivered after all: they are given up,
    as if it had refused them then. Returns how many were thought to be sent."""
    return Letter.objects.filter(
        message_id__in=list(message_ids),
        state=Letter.State.SENT,
        sent_at__lte=at + ROUNDING,
        secret_until=None,
    ).update(state=Letter.State.FAILED, sent_at=None, next_try_at=at, last_error=RETURNED)
