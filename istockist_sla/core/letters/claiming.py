"""Takes the next letter for one sender alone: which is due, in which order, how many a minute."""

from collections import deque
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from istockist_sla.core.letters import relays
from istockist_sla.core.models import Letter, LetterQuerySet

# Longer than the cluster lets any sender live, so that no lease ends while its sender works.
LEASE = timedelta(minutes=3)
MINUTE = timedelta(minutes=1)
LOOKED_UP = 20
DIED = "The sender ended before the server's answer was known."
EXPIRED = "It was not sent in time, and what it says is of no use any more."


class Turns:
    """The letters of `rows` that are due, in turn; looked up anew after every few."""

    def __init__(self, rows: LetterQuerySet) -> None:
        self._rows, self._ids = rows, deque[int]()

    def next(self, at: datetime) -> Letter | None:
        """The next one that this sender has claimed, for the length of `LEASE`."""
        for look_up in (False, True):
            if look_up:
                due = self._rows.due(at).in_turn()
                self._ids.extend(due.values_list("pk", flat=True)[:LOOKED_UP])
            while self._ids:
                letter = _claimed(self._ids.popleft(), at)
                if letter is not None:
                    return letter
        return None


def claim(*, at: datetime) -> Letter | None:
    return Turns(Letter.objects.all()).next(at)


def _claimed(pk: int, at: datetime) -> Letter | None:
    """Of senders at once, where the letters a minute are limited, one counts after the other. A
    secret letter is counted and waits for no minute: it would be of no use then."""
    letter = Letter.objects.due(at).filter(pk=pk).first()
    if letter is None:
        return None
    if letter.is_secret or not settings.LETTERS_PER_MINUTE:
        return _taken(letter, at)
    with transaction.atomic():
        relays.lock()
        return None if time_to_wait(at) else _taken(letter, at)


def _taken(letter: Letter, at: datetime) -> Letter | None:
    """The letter, if it is this sender's now; one that can no longer be sent is ended instead."""
    seen = Letter.objects.filter(pk=letter.pk, state=letter.state, attempts=letter.attempts)
    if letter.secret_until is not None and letter.secret_until <= at:
        seen.update(state=Letter.State.FAILED, last_error=EXPIRED)
        return None
    if letter.state == Letter.State.SENDING:
        died: dict[str, Any] = {"unknown_attempts": F("unknown_attempts") + 1, "last_error": DIED}
        seen.update(state=Letter.State.UNCLEAR, **died)
        return None
    letter.state, letter.attempts = Letter.State.SENDING, letter.attempts + 1
    letter.tried_at, letter.next_try_at = at, at + LEASE
    taken = seen.update(
        state=letter.state,
        attempts=letter.attempts,
        tried_at=letter.tried_at,
        next_try_at=letter.next_try_at,
    )
    return letter if taken else None


def time_to_wait(at: datetime) -> timedelta:
    """Until one more may be tried, so that no minute has more than LETTERS_PER_MINUTE."""
    most = settings.LETTERS_PER_MINUTE
    if not most:
        return timedelta()
    tried = Letter.objects.filter(tried_at__gt=at - MINUTE).order_by("-tried_at")
    oldest = tried.values_list("tried_at", flat=True)[most - 1 : most].first()
    return oldest + MINUTE - at if oldest else timedelta()
