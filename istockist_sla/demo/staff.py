"""The people of Support: named one after the other, and a change of roles that waits."""

from datetime import datetime, timedelta

from istockist_sla.core import roles, staff
from istockist_sla.core.models import User
from istockist_sla.demo.cast import (
    ADMINISTRATORS,
    AGENTS,
    DEVELOPMENT,
    MANAGERS,
    OPERATIONS,
    STAFF,
    Colleague,
)
from istockist_sla.demo.outgoing_mail import mark_due_as_sent

YEARS_AGO = timedelta(days=2000)
SINCE = "Of Support since the portal began"
COVERS = "Covers for Brian Foley while he is away"


def create_staff(now: datetime) -> dict[str, list[User]]:
    """Users by what they do: agents, each technical team, managers, System administrators.

    The first System administrator, named from a shell, adds the others, the second one last.
    """
    at, first = (now - YEARS_AGO).replace(microsecond=0), ADMINISTRATORS[0]
    keeper = staff.appoint_administrator(email=first.email, name=first.name, reason="", at=at)
    users = {first: keeper}
    for colleague in STAFF:
        if colleague != first:
            users[colleague] = _engage(colleague, by=keeper, at=at)
    mark_due_as_sent(at=at)
    colleagues_by_role = {
        "agents": AGENTS,
        "operations": OPERATIONS,
        "development": DEVELOPMENT,
        "managers": MANAGERS,
        "administrators": ADMINISTRATORS,
    }
    return {
        name: [users[each] for each in colleagues]
        for name, colleagues in colleagues_by_role.items()
    }


def _engage(colleague: Colleague, *, by: User, at: datetime) -> User:
    outcome = staff.engage(
        email=colleague.email,
        name=colleague.name,
        groups=colleague.groups,
        by=by,
        at=at,
        reason=SINCE,
    )
    return outcome.person


def propose_manager(agent: User, *, by: User, at: datetime) -> None:
    """Waits for the other System administrator (G10)."""
    staff.reassign(
        user_id=agent.pk, groups=[roles.SUPPORT, roles.MANAGER], by=by, at=at, reason=COVERS
    )
