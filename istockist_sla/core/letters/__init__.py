"""The outbox: a letter is a row first, then sent by whoever claims it.

Each letter arrives once; at most twice where a sender died after the server had accepted
it, and then `unknown_attempts` says so. A second unknown outcome is left to a person.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django_q.tasks import async_task

from istockist_sla.core.letters import envelope
from istockist_sla.core.letters.envelope import Address, Rendered
from istockist_sla.core.models import Letter

# Longer than the cluster lets any sender live, so that no lease ends while its sender works.
LEASE = timedelta(minutes=3)
BATCH = timedelta(minutes=1)
RETRIES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 240, 720)]
MAX_UNKNOWN = 2
KEY_CHARS = 200
DIED = "The sender ended before the server's answer was known."

Clock = Callable[[], datetime]
Render = Callable[[Letter], Rendered]
log = logging.getLogger(__name__)


class NotHandedOver(OSError):
    """The connection broke before the server could have had the letter."""


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
    """A key that is too long for its column keeps its start and is told apart by its digest."""
    if len(key) <= KEY_CHARS:
        return key
    digest = sha256(key.encode()).hexdigest()
    return f"{key[: KEY_CHARS - len(digest) - 1]}:{digest}"


def wake() -> None:
    """Ask the cluster, after the commit, to send now instead of with the next sweep.

    A queue that cannot be reached harms nothing: the rows wait for the sweep.
    """
    connection = transaction.get_connection()
    if not any(hook[1] is _send_now for hook in connection.run_on_commit):
        transaction.on_commit(_send_now, robust=True)


def _send_now() -> None:
    async_task("istockist_sla.core.tasks.send_letters")


def send_due(*, at: Clock, render: Render, most: int = 200) -> int:
    """Send what is due, one claim at a time; returns how many were sent. `at` tells the time.

    A server that cannot be reached costs no letter an attempt: they wait for the next call.
    """
    started, sent = at(), 0
    if not Letter.objects.due(started).exists():
        return 0
    try:
        with get_connection() as connection:
            for _ in range(most):
                connection.open()
                letter = claim(at=at()) if at() - started < BATCH else None
                if letter is None:
                    break
                sent += send(letter, at=at, render=render, connection=connection)
    except (OSError, ImproperlyConfigured) as error:
        log.warning("The letters wait: %s", _told(error))
        Letter.objects.due(at()).update(last_error=_told(error))
    return sent


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


def send(letter: Letter, *, at: Clock, render: Render, connection: Any) -> bool:
    """Write out and hand over one claimed letter; what fails is kept on the row.

    NotHandedOver alone is raised, with the claim given back: no letter can be sent now.
    """
    try:
        rendered = _rendered(letter, render)
        message = envelope.seal(letter, rendered, connection)
    except Exception as error:
        log.exception("Letter %s (%s) cannot be written.", letter.pk, letter.template)
        return _refused(letter, error, at())
    if not _settle(letter, subject=letter.subject, text=letter.text, html=letter.html):
        return False
    try:
        message.send()
    except NotHandedOver as error:
        _give_back(letter, error, at())
        raise
    except (SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        connection.close()
        return _silent(letter, error, at())
    except Exception as error:
        connection.close()
        return _refused(letter, error, at())
    return _settle(letter, state=Letter.State.SENT, sent_at=at(), last_error="")


def retry(letter: Letter, *, at: datetime) -> bool:
    """A person asks for one more attempt of a letter that was given up or is unclear."""
    asked = Letter.objects.filter(
        pk=letter.pk, state__in=[Letter.State.FAILED, Letter.State.UNCLEAR]
    ).update(state=Letter.State.QUEUED, next_try_at=at)
    if asked:
        wake()
    return bool(asked)


def _rendered(letter: Letter, render: Render) -> Rendered:
    """A second attempt bears the same Message-ID, so it says what the first one said."""
    rendered = render(letter)
    if letter.text:
        rendered = rendered._replace(subject=letter.subject, text=letter.text, html=letter.html)
    rendered = rendered._replace(subject=envelope.one_line(rendered.subject)[:250])
    letter.subject, letter.text, letter.html, _ = rendered
    return rendered


def _settle(letter: Letter, **columns: Any) -> bool:
    """Write to the row, unless the lease has ended and another sender has the letter now."""
    claimed = Letter.objects.filter(
        pk=letter.pk, state=Letter.State.SENDING, attempts=letter.attempts
    )
    return bool(claimed.update(**columns))


def _refused(letter: Letter, error: Exception, at: datetime) -> bool:
    """Nothing was delivered: later again, until the last delay or a refusal for good."""
    given_up = letter.attempts > len(RETRIES) or _for_good(error)
    _settle(
        letter,
        state=Letter.State.FAILED if given_up else Letter.State.QUEUED,
        next_try_at=at if given_up else at + RETRIES[letter.attempts - 1],
        last_error=_told(error),
    )
    return False


def _for_good(error: Exception) -> bool:
    """The server will never know the address. 5.7 is its policy, which may be mended."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    answers = error.recipients.values()
    return all(code >= 500 and not answer.startswith(b"5.7.") for code, answer in answers)


def _silent(letter: Letter, error: Exception, at: datetime) -> bool:
    """The server fell silent: it may have the letter. Once more, then a person decides."""
    unclear = letter.unknown_attempts + 1 >= MAX_UNKNOWN
    _settle(
        letter,
        state=Letter.State.UNCLEAR if unclear else Letter.State.QUEUED,
        next_try_at=at + RETRIES[0],
        last_error=_told(error),
        unknown_attempts=F("unknown_attempts") + 1,
    )
    return False


def _give_back(letter: Letter, error: Exception, at: datetime) -> None:
    _settle(
        letter,
        state=Letter.State.QUEUED,
        attempts=letter.attempts - 1,
        next_try_at=at,
        last_error=_told(error),
    )


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
