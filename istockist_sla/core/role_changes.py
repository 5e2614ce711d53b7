"""A change of somebody's roles as it takes effect: one at a time, with its event and letters."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from istockist_sla.core import roles, sessions, staff_letters
from istockist_sla.core.models import Event, RoleProposal, User
from istockist_sla.core.refusal import ActionRefused

Change = RoleProposal.Change


def lock() -> None:
    """Until the commit nobody else changes roles: who is left and who may decide stays true."""
    Group.objects.select_for_update(no_key=True).get(name=roles.ADMINISTRATOR)


def lock_person(user_id: int) -> User:
    lock()
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_staff:
        raise ActionRefused("This person works for a client; see the client's administrators.")
    return user


def administrators() -> QuerySet[User]:
    """The System administrators who may sign in."""
    return User.objects.filter(groups__name=roles.ADMINISTRATOR, is_staff=True, is_active=True)


def granted(user: User) -> list[str]:
    """The roles of the person's groups, in use or, after a dismissal, for a readmission."""
    return sorted(user.groups.values_list("name", flat=True))


def in_use(user: User) -> list[str]:
    """The roles by which the person acts now: none after a dismissal."""
    return granted(user) if user.is_active else []


def apply(
    user: User,
    change: RoleProposal.Change,
    after: Iterable[str],
    *,
    by: User | None,
    at: datetime,
    proposal: RoleProposal | None = None,
) -> None:
    """Through here every role is given and taken; `after` are the roles in use from now on."""
    before, told = in_use(user), set(administrators())
    user.is_active = change != Change.DISMISS
    user.save(update_fields=["is_active"])
    if change == Change.DISMISS:
        sessions.end_all(user)
    else:
        user.groups.set(Group.objects.filter(name__in=after))
    if roles.ADMINISTRATOR in before and not administrators().exists():
        raise ActionRefused("There must be a System administrator left.")
    data = {"before": before, "groups": sorted(after)}
    event = log(user, change, by=by, at=at, proposal=proposal, **data)
    staff_letters.tell_of_change(event, told | set(administrators()))


def log(
    user: User,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    proposal: RoleProposal | None = None,
    **data: object,
) -> Event:
    """By nobody is from a shell."""
    return Event.objects.append(
        kind=Event.Kind.USER,
        subject_id=user.pk,
        verb=verb,
        by=by,
        side=Event.Side.SUPPORT if by else Event.Side.SYSTEM,
        at=at,
        data={**data, **({"proposal": proposal.pk} if proposal else {})},
    )
