"""Tickets follow planned maintenance: announced, moved, done, or left undone (K11)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from availability import incidents
from availability.models import Component
from tests.conftest import OPENED
from tests.factories import UserFactory
from tickets import explain, inputs, lifecycle
from tickets.models import Ticket
from tickets.sla.verdict import judge

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def test_maintenance_that_is_announced_moves_the_deadline(ticket, announce):
    announce(OPENED + HOUR, OPENED + 3 * HOUR)
    lifecycle.follow_maintenance(at=OPENED)
    assert Ticket.objects.get(pk=ticket.pk).response.due_at == OPENED + 6 * HOUR


def test_maintenance_is_followed_once(ticket, announce):
    announce(OPENED + HOUR, OPENED + 3 * HOUR)
    lifecycle.follow_maintenance(at=OPENED)
    assert lifecycle.follow_maintenance(at=OPENED) == 0


def test_work_that_came_later_than_announced_judges_a_closed_ticket_anew(ticket, aoife, announce):
    """The window stood for the work while it was to come; only the work done counts (K11)."""
    work = announce(OPENED + HOUR, OPENED + 8 * HOUR)
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 5 * HOUR, seen=None
    )
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 5 * HOUR, seen=None)
    assert Ticket.objects.get(pk=ticket.pk).response.verdict == "met"
    incidents.begin_work(work, by=aoife, at=OPENED + 6 * HOUR)
    incidents.end_work(work, by=aoife, at=OPENED + 7 * HOUR)
    assert lifecycle.follow_maintenance(at=OPENED + 7 * HOUR) == 1
    assert Ticket.objects.get(pk=ticket.pk).response.verdict == "missed"


def test_maintenance_leaves_alone_what_was_over_before_it(ticket, aoife, announce):
    lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 2 * HOUR, seen=None)
    announce(OPENED + 30 * HOUR, OPENED + 31 * HOUR)
    assert lifecycle.follow_maintenance(at=OPENED + 3 * HOUR) == 0


def test_maintenance_leaves_alone_what_is_opened_after_it(open_ticket, announce):
    announce(OPENED + HOUR, OPENED + 2 * HOUR)
    open_ticket(at=OPENED + 3 * HOUR)
    assert lifecycle.follow_maintenance(at=OPENED + 3 * HOUR) == 0


@pytest.fixture
def announce():
    def announced(start, end):
        operator = UserFactory()
        return incidents.announce(
            kind="technical",
            title="New disks",
            text="",
            components=[Component.objects.get(code="api")],
            starts_at=start,
            ends_at=end,
            by=operator,
            at=OPENED - 24 * HOUR,
        )

    return announced


class TestNobodyBegan:
    """Work announced for 10:00 to 12:00; the ticket is Critical, and answered at 14:00."""

    @pytest.fixture(autouse=True)
    def _answered(self, ticket, aoife, announce):
        announce(OPENED + HOUR, OPENED + 3 * HOUR)
        lifecycle.follow_maintenance(at=OPENED)

    def swept(self, ticket, at, time_machine) -> Ticket:
        """After the sweep, explanation, facts and `rebuild` agree with what is stored."""
        time_machine.move_to(at, tick=False)
        lifecycle.follow_maintenance(at=at)
        lifecycle.sweep(at=at)
        stored = Ticket.objects.get(pk=ticket.pk)
        call_command("rebuild", "--dry-run", stdout=StringIO())
        clock = explain.explain(stored, now=at).clocks[0]
        verdict = judge(inputs.load_inputs(stored), now=at).response
        shown = (stored.response.verdict, stored.response.due_at)
        assert shown == (clock.verdict, clock.due_at) == (verdict.verdict, verdict.due_at)
        return stored

    @pytest.mark.parametrize(
        ("at", "due"),
        [
            (OPENED + 3 * HOUR - SECOND, OPENED + 6 * HOUR),
            (OPENED + 3 * HOUR, OPENED + 4 * HOUR),
            (OPENED + 3 * HOUR + SECOND, OPENED + 4 * HOUR),
        ],
    )
    def test_the_window_stands_until_its_end(self, ticket, time_machine, at, due):
        self.swept(ticket, OPENED + HOUR, time_machine)
        assert self.swept(ticket, at, time_machine).response.due_at == due

    def test_a_closed_ticket_is_judged_anew(self, ticket, aoife, time_machine):
        """Five hours after the opening: two of them in the window, which stood for the work."""
        lifecycle.qualify(
            ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 2 * HOUR, seen=None
        )
        lifecycle.close(ticket.pk, reason="resolved", by=aoife, at=OPENED + 2 * HOUR, seen=None)
        before = self.swept(ticket, OPENED + 2 * HOUR, time_machine).response.elapsed
        after = self.swept(ticket, OPENED + 3 * HOUR, time_machine).response.elapsed
        assert (before, after) == (3600, 2 * 3600)

    def test_it_is_followed_once(self, ticket):
        assert lifecycle.follow_maintenance(at=OPENED + 3 * HOUR) == 1
        assert lifecycle.follow_maintenance(at=OPENED + 3 * HOUR) == 0
