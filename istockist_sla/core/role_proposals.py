"""Changes of roles: most at once, those of Manager and System administrator by two hands (G10).

Where there is another System administrator, one proposes and another approves, who is neither
the proposer nor the person. Nobody gives a role to themselves.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from istockist_sla.core import role_changes, roles, staff_letters
from istockist_sla.core.lib.time import to_second
from istockist_sla.core.models import RoleProposal, User
from istockist_sla.core.refusal import ActionRefused

State = RoleProposal.State
MAX_REASON_LENGTH = 500
NEEDS_REASON = "Say why: Manager and System administrator are given and taken with a reason."


def needs_approval(by: User) -> bool:
    """Whether there is another System administrator, without whom no guarded role changes."""
    return _others(by).exists()


def _others(by: User) -> QuerySet[User]:
    return role_changes.administrators().exclude(pk=by.pk)


def carry_out(
    user: User,
    change: RoleProposal.Change,
    after: Iterable[str],
    *,
    by: User,
    at: datetime,
    reason: str = "",
) -> RoleProposal | None:
    """At once; a change of guarded roles as a proposal, which may wait. The locks are held."""
    before, after, at = role_changes.in_use(user), sorted(after), to_second(at)
    if user.pk == by.pk and not set(after) <= set(before):
        raise ActionRefused("Nobody gives a role to themselves.")
    if change == RoleProposal.Change.REASSIGN and after == before:
        raise ActionRefused(f"{user} has these roles already.")
    if RoleProposal.objects.undecided().filter(person=user).exists():
        raise ActionRefused(f"A change of {user}'s roles waits for its decision already.")
    if not roles.touches_guarded(before, after):
        role_changes.apply(user, change, after, by=by, at=at)
        return None
    reason = " ".join(reason.split())[:MAX_REASON_LENGTH]
    if not reason:
        raise ActionRefused(NEEDS_REASON)
    proposal = RoleProposal(
        person=user,
        change=change,
        held=before,
        roles=after,
        reason=reason,
        proposer=by,
        proposed_at=at,
    )
    return _propose(proposal, by=by) if needs_approval(by) else _do_at_once(proposal, by=by)


def _propose(proposal: RoleProposal, *, by: User) -> RoleProposal:
    others = _others(by)
    if not others.exclude(pk=proposal.person_id).exists():
        raise ActionRefused(
            f"Nobody could approve this: a System administrator other than you and "
            f"{proposal.person} must. An operator can name one with manage.py "
            "appoint_administrator."
        )
    proposal.save()
    data = {"change": proposal.change, "before": proposal.held, "groups": proposal.roles}
    event = role_changes.log(
        proposal.person, "propose_roles", by=by, at=proposal.proposed_at, proposal=proposal, **data
    )
    staff_letters.tell_of_proposal(event, others)
    return proposal


def _do_at_once(proposal: RoleProposal, *, by: User) -> RoleProposal:
    """The only System administrator, about somebody else."""
    if proposal.person_id == by.pk:
        raise ActionRefused(
            "The only System administrator changes no such role of their own: name another one, "
            "who does it."
        )
    record_at_once(proposal, by=by)
    return proposal


def record_at_once(proposal: RoleProposal, *, by: User | None) -> None:
    """Done without a second hand, and kept as that."""
    proposal.state, proposal.decided_at = State.AT_ONCE, proposal.proposed_at
    proposal.save()
    _apply(proposal, by=by, at=proposal.proposed_at)


@transaction.atomic
def approve(proposal_id: int, *, by: User, at: datetime) -> RoleProposal:
    """It takes effect, unless the roles have changed since it was proposed."""
    proposal, at = _lock_undecided(proposal_id), to_second(at)
    _refuse_own_decision(proposal, by)
    if role_changes.in_use(proposal.person) != proposal.held:
        raise ActionRefused(
            f"{proposal.person}'s roles have changed since this was proposed: decline it, and "
            "propose it anew."
        )
    _decide(proposal, State.APPROVED, decider=by, at=at)
    role_changes.log(proposal.person, "approve_roles", by=by, at=at, proposal=proposal)
    _apply(proposal, by=by, at=at)
    return proposal


@transaction.atomic
def decline(proposal_id: int, *, by: User, at: datetime) -> RoleProposal:
    proposal, at = _lock_undecided(proposal_id), to_second(at)
    _refuse_own_decision(proposal, by)
    _decide(proposal, State.DECLINED, decider=by, at=at)
    role_changes.log(proposal.person, "decline_roles", by=by, at=at, proposal=proposal)
    return proposal


@transaction.atomic
def withdraw(proposal_id: int, *, by: User, at: datetime) -> RoleProposal:
    """By the proposer, while nobody has decided."""
    proposal, at = _lock_undecided(proposal_id), to_second(at)
    if proposal.proposer_id != by.pk:
        raise ActionRefused("Only the person who proposed it withdraws it.")
    _decide(proposal, State.WITHDRAWN, decider=None, at=at)
    role_changes.log(proposal.person, "withdraw_roles", by=by, at=at, proposal=proposal)
    return proposal


def _lock_undecided(proposal_id: int) -> RoleProposal:
    """The undecided proposal, the roles of everybody locked."""
    person = RoleProposal.objects.values_list("person_id", flat=True).get(pk=proposal_id)
    role_changes.lock_person(person)
    proposal = RoleProposal.objects.select_related("person", "proposer").get(pk=proposal_id)
    if not proposal.is_undecided:
        raise ActionRefused(f"It is decided already: {proposal.get_state_display()}.")
    return proposal


def _refuse_own_decision(proposal: RoleProposal, by: User) -> None:
    """Asked again under the lock: two deciders must not dismiss each other at once."""
    if by.pk in (proposal.proposer_id, proposal.person_id):
        raise ActionRefused(
            "Another System administrator decides than the one who proposed it or whom it is "
            "about (G10)."
        )
    if not role_changes.administrators().filter(pk=by.pk).exists():
        raise ActionRefused("A System administrator decides.")


def _decide(
    proposal: RoleProposal, state: RoleProposal.State, *, decider: User | None, at: datetime
) -> None:
    proposal.state, proposal.decider, proposal.decided_at = state, decider, at
    proposal.save()


def _apply(proposal: RoleProposal, *, by: User | None, at: datetime) -> None:
    change = RoleProposal.Change(proposal.change)
    role_changes.apply(proposal.person, change, proposal.roles, by=by, at=at, proposal=proposal)
