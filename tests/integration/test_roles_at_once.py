"""Two decisions about roles at the same instant: one wins, the other is told (G10)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from istockist_sla.core import role_changes, role_proposals, roles, staff
from istockist_sla.core.models import Event, User
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED, member

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WHY = "Covers for a colleague"


def race(*acts: Callable[[], object]) -> list[str]:
    """Each act in a thread, and so with a connection, of its own."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            act()
        except ActionRefused as refusal:
            return f"refused: {refusal}"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.fixture
def others(sys):
    return [
        member(f"{name}@istockist.example", name, roles.ADMINISTRATOR) for name in ("ada", "bea")
    ]


def approve(proposal, by):
    return lambda: role_proposals.approve(proposal.pk, by=by, at=OPENED)


def dismissal(person, by):
    return staff.dismiss(user_id=person.pk, by=by, at=OPENED, reason=WHY).proposal


def test_of_two_who_approve_one_wins(sys, aoife, others):
    proposal = staff.reassign(
        user_id=aoife.pk, groups=[roles.MANAGER], by=sys, at=OPENED, reason=WHY
    ).proposal
    won, told = race(*[approve(proposal, by) for by in others])
    assert (won, told) == ("done", "refused: It is decided already: Approved.")
    assert Event.objects.filter(verb="reassign").count() == 1


def test_two_who_approve_each_others_dismissal_do_not_both_go(sys, others):
    ada, bea = others
    of_ada, of_bea = dismissal(ada, sys), dismissal(bea, sys)
    won, told = race(approve(of_ada, bea), approve(of_bea, ada))
    assert (won, told) == ("done", "refused: A System administrator decides.")
    assert role_changes.administrators().count() == 2


def test_of_two_who_propose_about_one_person_one_wins(sys, aoife, others):
    def propose(by: User) -> Callable[[], object]:
        return lambda: staff.reassign(
            user_id=aoife.pk, groups=[roles.MANAGER], by=by, at=OPENED, reason=WHY
        )

    won, told = race(*[propose(by) for by in others])
    assert won == "done"
    assert "waits for its decision already" in told
