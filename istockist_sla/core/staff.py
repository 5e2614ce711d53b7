"""Members of staff: engaged with roles, given others, dismissed, readmitted; never deleted."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from istockist_sla.core import roles
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused


@transaction.atomic
def engage(*, email: str, name: str, groups: Iterable[str], by: User, at: datetime) -> User:
    """A new member of staff; signs in by a code sent to the address."""
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise ActionRefused("Somebody has this address already.")
    user = User.objects.create_user(email, name=" ".join(name.split()), is_staff=True)
    chosen = _set_groups(user, groups)
    _log(user, "engage", by, at, chosen)
    return user


@transaction.atomic
def reassign(*, user_id: int, groups: Iterable[str], by: User, at: datetime) -> User:
    """Give a member of staff other roles instead of those held."""
    user = _lock(user_id)
    chosen = _set_groups(user, groups)
    _refuse_without_administrator()
    _log(user, "reassign", by, at, chosen)
    return user


@transaction.atomic
def dismiss(*, user_id: int, by: User, at: datetime) -> User:
    """The person may no longer sign in; what they did stays theirs."""
    user = _lock(user_id)
    if user.pk == by.pk:
        raise ActionRefused("Nobody can dismiss themselves.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    _refuse_without_administrator()
    _log(user, "dismiss", by, at, [])
    return user


@transaction.atomic
def readmit(*, user_id: int, by: User, at: datetime) -> User:
    user = _lock(user_id)
    user.is_active = True
    user.save(update_fields=["is_active"])
    _log(user, "readmit", by, at, [])
    return user


def _lock(user_id: int) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_staff:
        raise ActionRefused("This person works for a client; see the client's administrators.")
    return user


def _set_groups(user: User, groups: Iterable[str]) -> list[str]:
    """The groups by name; who is of Operations or Development is Technical too."""
    chosen = set(groups)
    if not chosen or not chosen <= set(roles.ROLES):
        raise ActionRefused("Choose at least one role.")
    if chosen & {roles.OPERATIONS, roles.DEVELOPMENT}:
        chosen.add(roles.TECHNICAL)
    user.groups.set(Group.objects.filter(name__in=chosen))
    return sorted(chosen)


def _refuse_without_administrator() -> None:
    if not User.objects.filter(groups__name=roles.ADMINISTRATOR, is_active=True).exists():
        raise ActionRefused("There must be a System administrator left.")


def _log(user: User, verb: str, by: User, at: datetime, groups: list[str]) -> None:
    Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT,
        at=to_second(at),
        data={"groups": groups},
    )
