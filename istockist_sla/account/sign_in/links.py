"""Links that an operator makes for a person whose codes do not arrive: each signs in once."""

import logging
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac

from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, SignInLink, User
from istockist_sla.core.models.sign_in import CODE_LIFE
from istockist_sla.core.refusal import ActionRefused

log = logging.getLogger(__name__)


@transaction.atomic
def make(address: str, *, at: datetime) -> str:
    """The link. Raises `ActionRefused` where nobody who may sign in has the address."""
    user = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    if user is None:
        raise ActionRefused(f"Nobody who may sign in has the address {address}.")
    secret = secrets.token_urlsafe(32)
    SignInLink.objects.create(user=user, secret_hash=_digest(secret), made_at=at)
    Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk,
        verb="make_sign_in_link",
        by=None,
        side=Event.Side.SYSTEM,
        at=to_second(at),
    )
    log.warning("A sign-in link was made for %s.", user.email)
    return settings.PORTAL_URL + reverse("sign_in_link", args=[secret])


def find(secret: str, *, at: datetime) -> SignInLink | None:
    """The link that can still be used."""
    return (
        SignInLink.objects.select_related("user")
        .filter(
            secret_hash=_digest(secret),
            used_at=None,
            made_at__gt=at - CODE_LIFE,
            user__is_active=True,
        )
        .first()
    )


def use(link: SignInLink, *, at: datetime) -> bool:
    """Whether it is this sign-in's: of two at once one has it."""
    return bool(SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at))


def _digest(secret: str) -> str:
    return salted_hmac("sign-in link", secret, algorithm="sha256").hexdigest()
