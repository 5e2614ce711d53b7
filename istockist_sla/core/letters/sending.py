"""Sends the letters that are due; what fails is retried later, or left to a person."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from istockist_sla.core.letters import claiming, envelope, relays, rendering, smtp
from istockist_sla.core.letters.claiming import Turns
from istockist_sla.core.letters.envelope import Rendered
from istockist_sla.core.letters.rendering import Renderer
from istockist_sla.core.letters.smtp import NotHandedOver
from istockist_sla.core.models import Letter, LetterQuerySet

BATCH = timedelta(minutes=1)
# A sender whose next letter may go so soon waits for it, instead of ending.
SHORT_WAIT = timedelta(seconds=5)
# Then the last one again and again, until PATIENCE ends.
RETRIES = [timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120, 240)]
PATIENCE = timedelta(hours=72)
# So many letters in a row that the server refused whoever they were for: it takes none now.
MOST_REFUSED = 3

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


def send_due(
    *,
    at: Clock,
    render: Renderer = rendering.render,
    most: int = 200,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Send what is due, one claim at a time; returns how many were sent. `at` is asked for the
    time of each step.

    A server that cannot be reached, or takes no letter, costs none an attempt: they wait while it
    is left alone, ever longer. Only letters that hold a secret ask it each time.
    """
    started = at()
    rows = Letter.objects.all()
    if relays.pause_until(started):
        rows = rows.secret()
    if not rows.due(started).exists():
        return 0
    batch = Batch(rows=rows, at=at, render=render, pause=pause)
    try:
        with get_connection() as connection:
            batch.send(connection, most=most)
    except (OSError, ImproperlyConfigured) as error:
        log.warning("The letters wait: %s", _described(error))
        relays.fails(_described(error), at=at())
    return batch.sent


class Batch:
    """What one sender does in at most `BATCH`."""

    def __init__(
        self,
        *,
        rows: LetterQuerySet,
        at: Clock,
        render: Renderer,
        pause: Callable[[float], None],
    ) -> None:
        self.sent, self._refused = 0, 0
        self._at, self._render, self._pause = at, render, pause
        self._turns, self._secret_turns = Turns(rows), Turns(rows.secret())

    def send(self, connection: BaseEmailBackend, *, most: int) -> None:
        """Raises NotHandedOver where the server takes no letter."""
        ends = self._at() + BATCH
        trouble: NotHandedOver | None = None
        for _ in range(most):
            connection.open()
            letter = self._next() if self._at() < ends else None
            if letter is None:
                break
            try:
                self._count(send(letter, at=self._at, render=self._render, connection=connection))
            except NotHandedOver as error:
                trouble = error
                self._refused += 1
                if self._refused == MOST_REFUSED:
                    break
        if trouble is not None and (self._refused == MOST_REFUSED or not self.sent):
            raise trouble

    def _count(self, was_sent: bool) -> None:
        """A server that has taken a letter works."""
        if was_sent:
            self.sent += 1
            self._refused = 0
            relays.works()

    def _next(self) -> Letter | None:
        """Within the letters a minute; a short wait is waited for."""
        wait = claiming.time_to_wait(self._at())
        if not wait:
            return self._turns.next(self._at())
        secret = self._secret_turns.next(self._at())
        if secret is not None or wait > SHORT_WAIT:
            return secret
        self._pause(wait.total_seconds())
        return self._turns.next(self._at())


def send(letter: Letter, *, at: Clock, render: Renderer, connection: BaseEmailBackend) -> bool:
    """Render and hand over one claimed letter; a failure is recorded on the row.

    Raises NotHandedOver alone, with the claim given back: the server takes no letter now.
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
    except Exception as error:
        connection.close()
        _postpone(letter, error, at())
        return False
    return _update_claimed(
        letter, state=Letter.State.SENT, sent_at=at(), last_error="", refused_since=None
    )


def _rendered(letter: Letter, render: Renderer) -> Rendered:
    """A second attempt bears the same Message-ID, so it says what the first one said."""
    rendered = render(letter)
    if letter.text:
        rendered = rendered._replace(subject=letter.subject, text=letter.text, html=letter.html)
    rendered = rendered._replace(subject=envelope.one_line(rendered.subject)[:250])
    letter.subject, letter.text, letter.html = rendered.subject, rendered.text, rendered.html
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


def _postpone(letter: Letter, error: Exception, at: datetime) -> None:
    """Raises NotHandedOver where it is the server's own trouble."""
    if smtp.is_trouble_of_server(error):
        _give_back(letter, error, at)
        raise NotHandedOver(_described(error)) from error
    if isinstance(error, SMTPServerDisconnected | TimeoutError | ConnectionError):
        _leave_to_a_person(letter, error)
    else:
        _postpone_refused(letter, error, at)


def _postpone_refused(letter: Letter, error: Exception, at: datetime) -> None:
    """Nothing was delivered: later again, until patience ends or for good."""
    since = letter.refused_since or at
    given_up = at - since >= PATIENCE or smtp.is_permanent(error)
    delay = RETRIES[min(letter.attempts, len(RETRIES)) - 1]
    _update_claimed(
        letter,
        state=Letter.State.FAILED if given_up else Letter.State.QUEUED,
        next_try_at=at if given_up else at + delay,
        refused_since=since,
        last_error=_described(error),
    )


def _leave_to_a_person(letter: Letter, error: Exception) -> None:
    """The server fell silent over the whole letter: it may have it, and shall not have it twice."""
    _update_claimed(
        letter,
        state=Letter.State.UNCLEAR,
        last_error=_described(error),
        unknown_attempts=F("unknown_attempts") + 1,
    )


def _give_back(letter: Letter, error: Exception, at: datetime) -> None:
    """It costs the letter no attempt."""
    _update_claimed(
        letter,
        state=Letter.State.QUEUED,
        attempts=letter.attempts - 1,
        next_try_at=at + relays.delay_of(letter, at),
        last_error=_described(error),
    )


def _described(error: Exception) -> str:
    if isinstance(error, NotHandedOver) and isinstance(error.__cause__, Exception):
        error = error.__cause__
    return f"{type(error).__name__}: {error}"[:500]
