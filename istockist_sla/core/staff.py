"""Members of staff: engaged with roles, given others, dismissed, readmitted; never deleted.

What gives or takes Manager or System administrator may wait for a second hand, and is then
returned as the proposal that waits.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from istockist_sla.core import role_changes, role_proposals, roles
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import RoleProposal, User
from istockist_sla.core.refusal import ActionRefused

Change = RoleProposal.Change
FIRST = "The first System administrator."


class Outcome(NamedTuple):
    """The person, and the proposal where Manager or System administrator is concerned."""

    person: User
    proposal: RoleProposal | None

    @property
    def waits(self) -> bool:
        return self.proposal is not None and self.proposal.is_undecided


@transaction.atomic
def engage(
    *, email: str, name: str, groups: Iterable[str], by: User, at: datetime, reason: str = ""
) -> Outcome:
    """A new member of staff, who signs in by a code sent to the address once nothing waits."""
    role_changes.lock()
    user = _add(email, name, at)
    after = _chosen(groups)
    return Outcome(
        user,
        role_proposals.carry_out(user, Change.ENGAGE, after, by=by, at=at, reason=reason),
    )


@transaction.atomic
def reassign(
    *, user_id: int, groups: Iterable[str], by: User, at: datetime, reason: str = ""
) -> Outcome:
    """Give a member of staff other roles instead of those held."""
    user, after = role_changes.lock_person(user_id), _chosen(groups)
    if not user.is_active:
        raise ActionRefused(f"{user} may not sign in; readmit them first.")
    return Outcome(
        user,
        role_proposals.carry_out(user, Change.REASSIGN, after, by=by, at=at, reason=reason),
    )


@transaction.atomic
def dismiss(*, user_id: int, by: User, at: datetime, reason: str = "") -> Outcome:
    """The person may no longer sign in; what they did stays theirs."""
    user = role_changes.lock_person(user_id)
    if user.pk == by.pk:
        raise ActionRefused("Nobody can dismiss themselves.")
    if not user.is_active:
        raise ActionRefused(f"{user} is dismissed already.")
    return Outcome(
        user,
        role_proposals.carry_out(user, Change.DISMISS, [], by=by, at=at, reason=reason),
    )


@transaction.atomic
def readmit(*, user_id: int, by: User, at: datetime, reason: str = "") -> Outcome:
    """With the roles held before the dismissal."""
    user = role_changes.lock_person(user_id)
    if user.is_active:
        raise ActionRefused(f"{user} may sign in already.")
    after = role_changes.granted(user)
    return Outcome(
        user,
        role_proposals.carry_out(user, Change.READMIT, after, by=by, at=at, reason=reason),
    )


@transaction.atomic
def appoint_administrator(*, email: str, name: str, reason: str, at: datetime) -> User:
    """From a shell: the first System administrator, or one more where nobody could approve it."""
    role_changes.lock()
    reason, at = " ".join(reason.split()), to_second(at)
    if not reason and role_changes.administrators().exists():
        raise ActionRefused("There is a System administrator already: say why one is named here.")
    known = User.objects.select_for_update().filter(email=email.strip().lower()).first()
    if known and not known.is_staff:
        raise ActionRefused("This person works for a client.")
    user = known or _add(email, name, at)
    held = role_changes.in_use(user)
    if roles.ADMINISTRATOR in held:
        raise ActionRefused(f"{user} is a System administrator already.")
    proposal = RoleProposal(
        person=user,
        change=Change.REASSIGN if user.is_active else Change.READMIT if known else Change.ENGAGE,
        held=held,
        roles=sorted({*held, roles.ADMINISTRATOR}),
        reason=(reason or FIRST)[: role_proposals.MAX_REASON_LENGTH],
        proposed_at=at,
    )
    role_proposals.record_at_once(proposal, by=None)
    return user


def _add(email: str, name: str, at: datetime) -> User:
    """A person who may not sign in yet: that comes with the roles."""
    email, name = email.strip().lower(), " ".join(name.split())
    if not name:
        raise ActionRefused("Say the person's name.")
    if User.objects.filter(email=email).exists():
        raise ActionRefused("Somebody has this address already.")
    return User.objects.create_user(
        email, name=name, is_staff=True, is_active=False, date_joined=at
    )


def _chosen(groups: Iterable[str]) -> set[str]:
    chosen = roles.with_implied(groups)
    if not chosen or not chosen <= set(roles.ROLES):
        raise ActionRefused("Choose at least one role.")
    return chosen
