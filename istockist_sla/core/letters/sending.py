"""Sends the letters that are due; what fails is retried later, or left to a person."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from istockist_sla.core.letters import envelope, outbox, rendering
from istockist_sla.core.letters.envelope import Rendered
from istockist_sla.core.letters.rendering import Renderer
from istockist_sla.core.letters.smtp import NotHandedOver
from istockist_sla.core.models import Letter

BATCH = timedelta(minutes=1)
RETRIES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 240, 720)]

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


def send_due(*, at: Clock, render: Renderer = rendering.render, most: int = 200) -> int:
    """Send what is due, one claim at a time; returns how many were sent. `at` is asked for the
    time of each step.

    A server that cannot be reached costs no letter an attempt: they wait for the next call.
    """
    started, sent = at(), 0
    if not Letter.objects.due(started).exists():
        return 0
    try:
        with get_connection() as connection:
            for _ in range(most):
                connection.open()
                letter = outbox.claim(at=at()) if at() - started < BATCH else None
                if letter is None:
                    break
                sent += send(letter, at=at, render=render, connection=connection)
    except (OSError, ImproperlyConfigured) as error:
        log.warning("The letters wait: %s", _described(error))
        Letter.objects.due(at()).update(last_error=_described(error))
    return sent


def send(letter: Letter, *, at: Clock, render: Renderer, connection: BaseEmailBackend) -> bool:
    """Render and hand over one claimed letter; a failure is recorded on the row.

    Raises NotHandedOver alone, with the claim given back: no letter can be sent now.
    """
    try:
        rendered = _rendered(letter, render)
        message = envelope.seal(letter, rendered, connection)
    except Exception as error:
        log.exception("Letter %s (%s) cannot be written.", letter.pk, letter.template)
        _postpone_refused(letter, error, at())
        return False
    if not _update_claimed(letter, **_what_is_kept(letter)):
        return False
    try:
        message.send()
    except NotHandedOver as error:
        _give_back(letter, error, at())
        raise
    except (SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        connection.close()
        _postpone_unknown(letter, error, at())
        return False
    except Exception as error:
        connection.close()
        _postpone_refused(letter, error, at())
        return False
    return _update_claimed(letter, state=Letter.State.SENT, sent_at=at(), last_error="")


def _rendered(letter: Letter, render: Renderer) -> Rendered:
    """A second attempt bears the same Message-ID, so it says what the first one said."""
    rendered = render(letter)
    if letter.text:
        rendered = rendered._replace(subject=letter.subject, text=letter.text, html=letter.html)
    rendered = rendered._replace(subject=envelope.one_line(rendered.subject)[:250])
    letter.subject, letter.text, letter.html, _ = rendered
    return rendered


def _what_is_kept(letter: Letter) -> dict[str, str]:
    """What it says, for later attempts and as a record; of a secret letter the subject alone."""
    if letter.is_secret:
        return {"subject": letter.subject}
    return {"subject": letter.subject, "text": letter.text, "html": letter.html}


def _update_claimed(letter: Letter, **columns: Any) -> bool:
    """Write to the row, unless the lease has ended and another sender has the letter now."""
    claimed = Letter.objects.filter(
        pk=letter.pk, state=Letter.State.SENDING, attempts=letter.attempts
    )
    return bool(claimed.update(**columns))


def _postpone_refused(letter: Letter, error: Exception, at: datetime) -> None:
    """Nothing was delivered: later again, until the last delay or a refusal for good."""
    given_up = letter.attempts > len(RETRIES) or _is_permanent(error)
    _update_claimed(
        letter,
        state=Letter.State.FAILED if given_up else Letter.State.QUEUED,
        next_try_at=at if given_up else at + RETRIES[letter.attempts - 1],
        last_error=_described(error),
    )


def _is_permanent(error: Exception) -> bool:
    """The server will never know the address. 5.7 is its policy, which may be mended."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    answers = error.recipients.values()
    return all(code >= 500 and not answer.startswith(b"5.7.") for code, answer in answers)


def _postpone_unknown(letter: Letter, error: Exception, at: datetime) -> None:
    """The server fell silent: it may have the letter. Once more, then a person decides."""
    unclear = letter.unknown_attempts + 1 >= letter.most_unknown_attempts
    _update_claimed(
        letter,
        state=Letter.State.UNCLEAR if unclear else Letter.State.QUEUED,
        next_try_at=at + RETRIES[0],
        last_error=_described(error),
        unknown_attempts=F("unknown_attempts") + 1,
    )


def _give_back(letter: Letter, error: Exception, at: datetime) -> None:
    _update_claimed(
        letter,
        state=Letter.State.QUEUED,
        attempts=letter.attempts - 1,
        next_try_at=at,
        last_error=_described(error),
    )


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
