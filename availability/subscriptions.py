"""Subscriptions to the status page: asked for, confirmed, changed, ended, forgotten.

Nobody is told of anything before they have confirmed by the link in the first letter, and the
answer to who asks does not depend on whether the address is known.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Count
from django.utils.crypto import salted_hmac

from availability.models import Component, Subscription, SubscriptionRequest
from availability.models.subscriptions import UNCONFIRMED_LIFE
from istockist_sla.core import letters
from istockist_sla.core.letters import Address
from istockist_sla.core.models import Event, Letter, LetterQuerySet, User
from istockist_sla.core.refusal import ActionRefused

KIND = Event.Kind.SUBSCRIPTION
SALT = "availability.subscriptions"
# Letters to one address in a day, and askings from one network in an hour.
MOST_OF_ADDRESS, ADDRESS_SPAN = 3, timedelta(days=1)
MOST_OF_NETWORK, NETWORK_SPAN = 20, timedelta(hours=1)
# How long the record of a letter that was sent stays.
LETTERS_ARE_KEPT = timedelta(days=30)
# So many letters in a row that did not arrive, over so long, end a subscription.
MOST_UNDELIVERED, UNDELIVERED_SPAN = 3, timedelta(days=1)


@transaction.atomic
def ask(address: str, *, components: Collection[Component], network: str, at: datetime) -> None:
    """Send the address a letter whose link confirms, or leads to what it has subscribed to.

    `components` are none for all. An address that was asked for often gets no further letter.
    Raises ActionRefused where this network asks for too many.
    """
    address = address.strip().lower()
    recent = SubscriptionRequest.objects.filter(network=network, at__gt=at - NETWORK_SPAN)
    if recent.count() >= MOST_OF_NETWORK:
        raise ActionRefused("Too many addresses were given from your network. Try in an hour.")
    digest = salted_hmac(SALT, address, algorithm="sha256").hexdigest()
    of_address = SubscriptionRequest.objects.filter(digest=digest, at__gt=at - ADDRESS_SPAN)
    is_heard = of_address.count() < MOST_OF_ADDRESS
    request = SubscriptionRequest.objects.create(digest=digest, network=network, at=at)
    subscription, is_new = Subscription.objects.get_or_create(
        address=address, defaults={"asked_at": at}
    )
    if is_new or subscription.confirmed_at is None:
        subscription.components.set(components)
    if is_heard:
        letters.queue(
            key=f"subscribe:{request.pk}",
            kind=KIND,
            subject_id=subscription.pk,
            template="subscribe",
            to=Address(address, ""),
            at=at,
            is_required=False,
        )


@transaction.atomic
def confirm(subscription: Subscription, *, at: datetime) -> None:
    """A second time changes nothing."""
    rows = Subscription.objects.filter(pk=subscription.pk, confirmed_at__isnull=True)
    if rows.update(confirmed_at=at):
        _append(subscription, "confirm", by=None, at=at)


@transaction.atomic
def choose(subscription: Subscription, *, components: Collection[Component], at: datetime) -> None:
    """Of which components its owner is told from now on; none for all."""
    subscription.components.set(components)
    _append(subscription, "choose", by=None, at=at)


@transaction.atomic
def end(subscription: Subscription, *, by: User | None, at: datetime) -> None:
    """By its owner, or by a person of the desk. The address goes, also from letters to it: what
    waits is not sent any more."""
    _end(subscription, "remove" if by else "unsubscribe", by=by, at=at)


@transaction.atomic
def forget(*, at: datetime) -> int:
    """What nobody confirmed, who is not reached any more, and what is of no use any more; how
    many subscriptions that were."""
    rows = Subscription.objects.unconfirmed_since(at - UNCONFIRMED_LIFE)
    ids = list(rows.values_list("pk", flat=True))
    Letter.objects.filter(subject_kind=KIND, subject_id__in=ids).delete()
    rows.filter(pk__in=ids).delete()
    SubscriptionRequest.objects.filter(at__lt=at - UNCONFIRMED_LIFE).delete()
    unreachable = _unreachable()
    for subscription in unreachable:
        _end(subscription, "unreachable", by=None, at=at)
    sent = Letter.objects.filter(subject_kind=KIND, state=Letter.State.SENT)
    sent.filter(sent_at__lt=at - LETTERS_ARE_KEPT).delete()
    return len(ids) + len(unreachable)


def _unreachable() -> list[Subscription]:
    """Those whose newest letters all came back or were refused."""
    letters_of = Letter.objects.filter(subject_kind=KIND)
    failed = letters_of.filter(state=Letter.State.FAILED).values("subject_id")
    suspects = failed.annotate(count=Count("pk")).filter(count__gte=MOST_UNDELIVERED)
    found = Subscription.objects.filter(pk__in=[each["subject_id"] for each in suspects])
    return [each for each in found if _is_unreachable(letters_of.filter(subject_id=each.pk))]


def _is_unreachable(letters_of_one: LetterQuerySet) -> bool:
    ended = letters_of_one.exclude(pk__in=letters_of_one.waiting())
    newest = list(ended.order_by("-created_at", "-pk")[:MOST_UNDELIVERED])
    return (
        len(newest) == MOST_UNDELIVERED
        and all(each.state == Letter.State.FAILED for each in newest)
        and newest[0].created_at - newest[-1].created_at >= UNDELIVERED_SPAN
    )


def _end(subscription: Subscription, verb: str, *, by: User | None, at: datetime) -> None:
    key = subscription.pk
    Letter.objects.about(KIND, key).delete()
    found, _ = Subscription.objects.filter(pk=key).delete()
    if found:
        subscription.pk = key
        _append(subscription, verb, by=by, at=at)


def token_of(subscription_id: int) -> str:
    """What stands in the links of its letters; whoever has it reads them."""
    return _signer().sign(str(subscription_id))


def id_of(token: str) -> int | None:
    """None for a token that is not ours; its subscription may have ended since."""
    try:
        return int(_signer().unsign(token))
    except (BadSignature, UnicodeError):
        return None


def _signer() -> Signer:
    return Signer(salt=SALT, sep="~")


def _append(subscription: Subscription, verb: str, *, by: User | None, at: datetime) -> None:
    Event.objects.append(
        kind=KIND,
        subject_id=subscription.pk,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT if by else Event.Side.SYSTEM,
        at=at,
    )
