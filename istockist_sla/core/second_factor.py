"""A lost second factor is taken off an account, by somebody else than its owner."""

import logging
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from istockist_sla.core import role_changes, sessions, staff_letters
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, SecondFactorReset, User
from istockist_sla.core.refusal import ActionRefused

MAX_REASON_LENGTH = 500
log = logging.getLogger(__name__)


def has_any(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user).exists())


def who_could_reset(user: User) -> list[User]:
    """The System administrators who may sign in, without the person."""
    return list(role_changes.administrators().exclude(pk=user.pk).order_by("name"))


@transaction.atomic
def reset(*, user_id: int, reason: str, by: User | None, at: datetime) -> SecondFactorReset:
    """Every app, passkey and recovery code of the person goes, and every session ends.

    By nobody is from a shell; then all System administrators are told too.
    """
    user, at = User.objects.select_for_update().get(pk=user_id), to_second(at)
    reason = " ".join(reason.split())[:MAX_REASON_LENGTH]
    if by is not None and by.pk == user.pk:
        raise ActionRefused("Nobody resets their own: another System administrator does.")
    if not reason:
        raise ActionRefused("Say why.")
    factors = Authenticator.objects.filter(user=user)
    kinds = sorted(set(factors.values_list("type", flat=True)))
    if not kinds:
        raise ActionRefused(f"{user} has no second factor.")
    factors.delete()
    sessions.end_all(user)
    done = SecondFactorReset.objects.create(person=user, reason=reason, by=by, at=at)
    event = Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk,
        verb="reset_second_factor",
        by=by,
        side=Event.Side.SUPPORT if by else Event.Side.SYSTEM,
        at=at,
        data={"reset": done.pk, "kinds": kinds},
    )
    who = by.email if by else "an operator of the server"
    log.warning("The second factor of %s was reset by %s.", user.email, who)
    staff_letters.tell_of_reset(event, user)
    if by is None:
        staff_letters.tell_of_reset_from_shell(event, who_could_reset(user))
    return done
