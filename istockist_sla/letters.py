"""The outbox: a letter is a row first, then sent by whoever claims it.

Each letter arrives once; at most twice where a sender died after the server had accepted
it, and then `unknown_attempts` says so. A second unknown outcome is left to a person.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import make_msgid, parseaddr
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django_q.tasks import async_task

from istockist_sla.models import Letter

LEASE = timedelta(minutes=2)
BATCH = timedelta(minutes=1)
RETRIES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 240, 720)]
MAX_UNKNOWN = 2


class Rendered(NamedTuple):
    """What a letter says; `headers` are added to the standard ones."""

    subject: str
    text: str
    html: str
    headers: dict[str, str]


Render = Callable[[Letter], Rendered]


class Address(NamedTuple):
    email: str
    name: str


def write(
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
        key=f"{key}:{to.email}"[:200],
        defaults={
            "subject_kind": kind,
            "subject_id": subject_id,
            "template": template,
            "to_address": to.email,
            "to_name": to.name,
            "context": context or {},
            "message_id": make_msgid(domain=_domain()),
            "created_at": at,
            "next_try_at": at,
        },
    )
    if created:
        wake()
    return letter


def wake() -> None:
    """Ask the cluster, after the commit, to send now instead of with the next sweep."""
    connection = transaction.get_connection()
    if not any(hook[1] is _send_now for hook in connection.run_on_commit):
        transaction.on_commit(_send_now)


def _send_now() -> None:
    async_task("istockist_sla.tasks.send_letters")


def send_due(*, at: Callable[[], datetime], render: Render, most: int = 200) -> int:
    """Send what is due, one claim at a time; returns how many were sent. `at` tells the time.

    A server that cannot be reached costs no letter an attempt: they wait for the next call.
    """
    started = at()
    if not Letter.objects.due(started).exists():
        return 0
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        Letter.objects.due(started).update(last_error=_told(error))
        return 0
    sent = 0
    try:
        for _ in range(most):
            letter = claim(at=at()) if at() - started < BATCH else None
            if letter is None:
                break
            sent += send(letter, at=at, render=render, connection=connection)
    finally:
        connection.close()
    return sent


def claim(*, at: datetime) -> Letter | None:
    """Take the next due letter for this sender alone, for the length of `LEASE`."""
    for letter in Letter.objects.due(at)[:20]:
        died = letter.state == Letter.State.SENDING
        unknown = letter.unknown_attempts + died
        state = Letter.State.UNCLEAR if unknown >= MAX_UNKNOWN else Letter.State.SENDING
        won = Letter.objects.filter(
            pk=letter.pk, state=letter.state, attempts=letter.attempts
        ).update(
            state=state,
            attempts=F("attempts") + (state == Letter.State.SENDING),
            unknown_attempts=unknown,
            next_try_at=at + LEASE,
        )
        if won and state == Letter.State.SENDING:
            return Letter.objects.get(pk=letter.pk)
    return None


def send(letter: Letter, *, at: Callable[[], datetime], render: Render, connection: Any) -> bool:
    """Render and hand over one claimed letter; a failure is kept on the row, never raised."""
    try:
        rendered = render(letter)
        letter.subject = " ".join(rendered.subject.split())[:250]
        letter.text, letter.html = rendered.text, rendered.html
        message = _message(letter, rendered.headers, connection)
    except Exception as error:
        return _failed(letter, error, at())
    try:
        message.send()
    except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        connection.close()
        return _unknown(letter, error, at())
    except Exception as error:
        connection.close()
        return _failed(letter, error, at())
    letter.state, letter.sent_at, letter.last_error = Letter.State.SENT, at(), ""
    letter.save()
    return True


def retry(letter: Letter, *, at: datetime) -> bool:
    """A person asks for another attempt of a letter that was given up or is unclear."""
    return bool(
        Letter.objects.filter(
            pk=letter.pk, state__in=[Letter.State.FAILED, Letter.State.UNCLEAR]
        ).update(state=Letter.State.QUEUED, unknown_attempts=0, attempts=0, next_try_at=at)
    )


def _message(letter: Letter, headers: dict[str, str], connection: Any) -> EmailMultiAlternatives:
    to = f'"{letter.to_name}" <{letter.to_address}>' if letter.to_name else letter.to_address
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated", **headers},
        connection=connection,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _failed(letter: Letter, error: Exception, at: datetime) -> bool:
    """Nothing was delivered: try again later, give up after the last delay."""
    delay = RETRIES[letter.attempts - 1] if letter.attempts <= len(RETRIES) else None
    letter.state = Letter.State.QUEUED if delay else Letter.State.FAILED
    letter.next_try_at = at + (delay or timedelta())
    letter.last_error = _told(error)
    letter.save()
    return False


def _unknown(letter: Letter, error: Exception, at: datetime) -> bool:
    """The server fell silent: it may have the letter. Once more, then a person decides."""
    letter.unknown_attempts += 1
    unclear = letter.unknown_attempts >= MAX_UNKNOWN
    letter.state = Letter.State.UNCLEAR if unclear else Letter.State.QUEUED
    letter.next_try_at = at + RETRIES[0]
    letter.last_error = _told(error)
    letter.save()
    return False


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
