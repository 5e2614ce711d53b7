"""The table of roles, and which of them are guarded (G10)."""

import pytest

from istockist_sla.core import roles

OVER_OTHERS = {
    "tickets.approve_finding",
    "availability.decide_exclusion",
    "core.add_user",
    "core.change_user",
}


@pytest.mark.parametrize("name", sorted(set(roles.ROLES) - roles.GUARDED))
def test_only_guarded_roles_decide_over_others(name):
    assert not OVER_OTHERS & set(roles.ROLES[name])


@pytest.mark.parametrize("team", [roles.OPERATIONS, roles.DEVELOPMENT])
def test_who_is_of_a_team_is_technical_too(team):
    assert roles.with_implied([team]) == {team, roles.TECHNICAL}


def test_no_role_implies_a_guarded_one():
    assert not roles.GUARDED & set(roles.IMPLIED.values())


@pytest.mark.parametrize(
    ("before", "after", "touches"),
    [
        ([], [roles.SUPPORT], False),
        ([], [roles.MANAGER], True),
        ([roles.ADMINISTRATOR], [], True),
        ([roles.MANAGER], [roles.MANAGER, roles.SUPPORT], False),
        ([roles.MANAGER], [roles.ADMINISTRATOR], True),
    ],
)
def test_what_gives_or_takes_a_guarded_role(before, after, touches):
    assert roles.touches_guarded(before, after) is touches
