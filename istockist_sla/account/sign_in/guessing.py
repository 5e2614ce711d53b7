"""Typed codes are judged: few of each code, with growing waits for an address from a network."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from istockist_sla.account.sign_in import codes
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, SignInRequest, SignInThrottle, User
from istockist_sla.core.models.sign_in import GUESSES_KEPT

MOST_GUESSES = 5
# The first guesses cost no wait; from then on each wrong one costs twice the wait before it.
FREE_GUESSES = 3
LONGEST_WAIT = timedelta(minutes=15)
# The subject of the event where nobody has the address.
NOBODY = 0
log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """`user` where the code was right; `wait` where it was not judged, and for how long."""

    user: User | None = None
    wait: timedelta | None = None


@transaction.atomic
def judge(
    request_ids: Collection[int], typed: str, *, address: str, network: str, at: datetime
) -> Outcome:
    """Judge a guess at the codes of these requests, all for `address`, and count it.

    The locks are taken before anything is read, so that guesses at once are judged in turn.
    """
    throttle = SignInThrottle.objects.lock(address, network)
    if throttle.blocked_until is not None and throttle.blocked_until > at:
        return Outcome(wait=throttle.blocked_until - at)
    rows = SignInRequest.objects.select_for_update(of=("self",)).select_related("user")
    found = None
    for request in rows.filter(pk__in=request_ids, address=address).order_by("pk"):
        if request.guesses >= MOST_GUESSES:
            continue
        request.guesses += 1
        is_right = codes.is_code(request.pk, request.code_hash, typed)
        if is_right and request.is_valid(at) and request.user and request.user.is_active:
            found, request.used_at = request.user, at
        request.save(update_fields=["guesses", "used_at"])
    if found is not None:
        SignInThrottle.objects.filter(pk=throttle.pk).update(failures=0, blocked_until=None)
        return Outcome(user=found)
    _count_failure(throttle, at)
    return Outcome()


def _count_failure(throttle: SignInThrottle, at: datetime) -> None:
    if throttle.failed_at is not None and at - throttle.failed_at > GUESSES_KEPT:
        throttle.failures = 0
    throttle.failures += 1
    throttle.failed_at = at
    throttle.blocked_until = at + wait_after(throttle.failures)
    throttle.save()
    user = User.objects.filter(email=throttle.address).first()
    Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk if user else NOBODY,
        verb="fail_sign_in",
        by=None,
        side=Event.Side.SYSTEM,
        at=to_second(at),
    )
    log.warning(
        "A wrong sign-in code for %s from %s, in all %s.",
        throttle.address,
        throttle.network,
        throttle.failures,
    )
    _tell_operators(throttle.address, at)


def wait_after(failures: int) -> timedelta:
    """None after the first wrong guesses; then 2, 4, 8 … seconds."""
    if failures < FREE_GUESSES:
        return timedelta()
    doublings = min(failures - FREE_GUESSES + 1, LONGEST_WAIT.seconds.bit_length())
    return min(timedelta(seconds=2**doublings), LONGEST_WAIT)


def _tell_operators(address: str, at: datetime) -> None:
    guessed = SignInThrottle.objects.filter(address=address).guessed_often(at)
    for address, failures in guessed:
        log.error("%s wrong sign-in codes within a day for %s.", failures, address)
