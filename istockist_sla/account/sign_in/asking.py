"""Codes are asked for by anybody, for any address, and sent to people who may sign in.

Within the request only the asking is noted, so that it takes as long for every address. Whether
anybody has the address is looked up later, by the job that queues the letters.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django_q.tasks import async_task

from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.models import Event, KnownNetwork, SignInRequest, SignInThrottle, User
from istockist_sla.core.models.sign_in import CODE_LIFE, NETWORK_LIFE

# Within a span, for one address from one network; and for all addresses from a network that the
# person has not signed in from.
SPAN = timedelta(minutes=10)
MOST_OF_ADDRESS = 5
MOST_OF_NETWORK = 20
# So much is noted of one network at all: what comes on top is answered alike, and dropped.
MOST_NOTED = 200
# From so many on within an hour, whatever the networks, the operators are told; nothing is refused.
MANY, MANY_SPAN = 20, timedelta(hours=1)
KEPT = timedelta(days=1)
TEMPLATE = "sign_in_code"
log = logging.getLogger(__name__)


class AskedTooOften(Exception):
    """From this network for this address; the next asking is heard `wait` later."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait


@transaction.atomic
def ask(address: str, *, network: str, at: datetime) -> SignInRequest | None:
    """Note that a code was asked for; None where this network asks so much that it is dropped.

    Raises `AskedTooOften`. Codes that were sent before go on working. Of askings at once for the
    same address each sees those before it.
    """
    address = normalised(address)
    SignInThrottle.objects.lock(address, network)
    recent = SignInRequest.objects.since(at - SPAN).filter(network=network)
    own = list(
        recent.filter(address=address).order_by("-asked_at").values_list("asked_at", flat=True)
    )
    if len(own) >= MOST_OF_ADDRESS:
        raise AskedTooOften(own[MOST_OF_ADDRESS - 1] + SPAN - at)
    if recent.count() >= MOST_NOTED and not _is_known(address, network, at):
        log.warning("So many sign-in codes are asked for from %s that they are dropped.", network)
        return None
    request = SignInRequest.objects.create(address=address, network=network, asked_at=at)
    transaction.on_commit(_wake, robust=True)
    return request


def normalised(address: str) -> str:
    return address.strip().lower()


def _wake() -> None:
    async_task("istockist_sla.account.tasks.send_codes")


def queue_letters(*, at: datetime) -> int:
    """Queue the letter of each request whose address is a person's who may sign in; how many."""
    waiting = SignInRequest.objects.to_send(at).values_list("pk", flat=True)
    return sum(_queue_letter(pk, at) for pk in list(waiting))


@transaction.atomic
def _queue_letter(request_id: int, at: datetime) -> bool:
    """The request is handled once, by whoever comes first."""
    rows = SignInRequest.objects.filter(pk=request_id, handled_at=None)
    if not rows.update(handled_at=at):
        return False
    request = SignInRequest.objects.get(pk=request_id)
    _tell_operators(request, at)
    user = User.objects.filter(email=request.address, is_active=True).first()
    if user is None or not _is_allowed(request, user):
        return False
    SignInRequest.objects.filter(pk=request_id).update(user=user)
    letters.queue(
        key=f"sign-in:{request_id}",
        kind=Event.Kind.USER,
        subject_id=user.pk,
        template=TEMPLATE,
        to=Address(user.email, user.name),
        at=at,
        context={"request": request_id},
        secret_until=request.asked_at + CODE_LIFE,
    )
    return True


def _is_allowed(request: SignInRequest, user: User) -> bool:
    """A network that asks for many addresses is heard only for the people who it is known of."""
    asked = SignInRequest.objects.since(request.asked_at - SPAN).filter(
        network=request.network, pk__lt=request.pk
    )
    return asked.count() < MOST_OF_NETWORK or _is_known(
        request.address, request.network, request.asked_at
    )


def _is_known(address: str, network: str, at: datetime) -> bool:
    return KnownNetwork.objects.filter(
        user__email=address, network=network, last_at__gt=at - NETWORK_LIFE
    ).exists()


def _tell_operators(request: SignInRequest, at: datetime) -> None:
    asked = SignInRequest.objects.since(at - MANY_SPAN).filter(address=request.address).count()
    if asked >= MANY:
        log.warning(
            "%s sign-in codes within an hour were asked for %s, last from %s.",
            asked,
            request.address,
            request.network,
        )


def forget_old(*, at: datetime) -> None:
    """Delete what no limit and no code needs any more, with the addresses in it."""
    SignInRequest.objects.filter(asked_at__lt=at - KEPT).delete()
    SignInThrottle.objects.outdated(at).delete()
    KnownNetwork.objects.filter(last_at__lt=at - NETWORK_LIFE).delete()
