"""Who has a second factor, who must have one, and whether somebody has proved who they are."""

from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from istockist_sla.core.models import User

# Recovery codes stand in for one of these; alone they are none.
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def of_user(user: Any) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=user, type__in=FACTORS)


def is_required(user: Any) -> bool:
    """Staff must have one before the desk opens."""
    return settings.SECOND_FACTOR_REQUIRED and user.is_authenticated and user.is_staff


def is_missing(user: Any) -> bool:
    return is_required(user) and not of_user(user).exists()


def is_last_required(factor: Authenticator) -> bool:
    """Whether its owner may not remove it before another one is set up."""
    user = factor.user
    return is_required(user) and not of_user(user).exclude(pk=factor.pk).exists()


def is_confirmed(request: HttpRequest, at: datetime) -> bool:
    """Whether the person signed in, or proved it anew, a short while ago."""
    return at.timestamp() - proved_at(request) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def proved_at(request: HttpRequest) -> float:
    """The latest proof in this session, in seconds since 1970; 0 where there is none."""
    records = get_authentication_records(request, request.user)
    return max((record["at"] for record in records), default=0.0)


def has_app(user: Any) -> bool:
    return of_user(user).filter(type=Authenticator.Type.TOTP).exists()


def unused_codes(user: User) -> int:
    codes = _recovery_codes(user)
    return len(codes.wrap().get_unused_codes()) if codes else 0


def has_unseen_codes(user: Any) -> bool:
    """Whether there are recovery codes that were never shown, which can be done once."""
    codes = _recovery_codes(user)
    return codes is not None and not codes.wrap().did_view


def _recovery_codes(user: Any) -> Authenticator | None:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
