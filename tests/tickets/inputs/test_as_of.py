"""What was known before an instant is what was loaded then, whatever has been recorded since."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from availability import incidents
from availability.models import LateWork, Maintenance
from tests.conftest import OPENED
from tests.factories import FactFactory
from tests.tickets.lifecycle.conftest import people as people
from tests.tickets.lifecycle.test_replay import TRIED_STEPS
from tickets import inputs, lifecycle

pytestmark = pytest.mark.django_db
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


def work() -> Maintenance:
    found = Maintenance.objects.order_by("id").last()
    if found is None:
        raise incidents.ActionRefused("None.")
    return found


def late() -> LateWork:
    found = LateWork.objects.to_decide().first()
    if found is None:
        raise incidents.ActionRefused("None.")
    return found


def fact(ticket, at, **columns) -> None:
    """Recorded now, as of a day before the opening."""
    given = {"kind": "rate_limit", "value": "yes", "since": OPENED - DAY, **columns}
    FactFactory(client=ticket.client, recorded_at=at, **given)


# What is recorded beside the ticket's own folder.
AROUND = {
    "announce_work": lambda t, at, p: p.plan_work(
        starts_at=at + HOUR, ends_at=at + 9 * HOUR, at=at
    ),
    "move_work": lambda t, at, p: incidents.move(
        work(), starts_at=at + 2 * HOUR, ends_at=at + 5 * HOUR, by=p.orla, at=at
    ),
    "cancel_work": lambda t, at, p: incidents.cancel(work(), by=p.orla, at=at),
    "begin_work": lambda t, at, p: incidents.begin_work(work(), by=p.orla, at=at),
    "end_work": lambda t, at, p: incidents.end_work(work(), by=p.orla, at=at),
    "begin_late": lambda t, at, p: incidents.begin_work(
        work(), by=p.orla, at=at - HOUR, recorded_at=at
    ),
    "end_late": lambda t, at, p: incidents.end_work(
        work(), by=p.orla, at=at - HOUR, recorded_at=at
    ),
    "approve_work": lambda t, at, p: incidents.approve_work(late(), by=p.niamh, at=at),
    "refuse_work": lambda t, at, p: incidents.refuse_work(late(), by=p.niamh, at=at),
    "limit": lambda t, at, p: fact(t, at),
    "no_limit": lambda t, at, p: fact(t, at, value="no"),
    "free": lambda t, at, p: fact(t, at, kind="plan", value="free"),
}
HISTORIES = st.lists(
    st.tuples(st.sampled_from([*sorted(TRIED_STEPS), *sorted(AROUND) * 3]), st.integers(1, 40_000)),
    min_size=1,
    max_size=16,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example([("announce_work", 60), ("move_work", 60), ("cancel_work", 60)])
@example([("announce_work", 60), ("begin_late", 9000), ("end_late", 9000), ("approve_work", 60)])
@example([("announce_work", 60), ("begin_work", 9000), ("end_work", 9000), ("limit", 60)])
@example([("critical", 60), ("exclude", 60), ("contest", 60), ("withdraw", 60)])
@given(HISTORIES)
def test_inputs_as_of_an_instant_are_those_loaded_then(open_ticket, people, history):
    with transaction.atomic():
        ticket, at = open_ticket(), OPENED
        then = {}
        for name, seconds in history:
            at += timedelta(seconds=seconds)
            then[at] = inputs.load_inputs(ticket)
            with suppress(lifecycle.ActionRefused, incidents.ActionRefused):
                if name in AROUND:
                    AROUND[name](ticket, at, people)
                else:
                    TRIED_STEPS[name](ticket.pk, at, people)
        assert {instant: inputs.load_inputs(ticket, as_of=instant) for instant in then} == then
        transaction.set_rollback(True)


def test_maintenance_keeps_its_title_as_of_an_instant(ticket, plan_work):
    plan_work(starts_at=OPENED + HOUR, ends_at=OPENED + 3 * HOUR, at=OPENED - DAY)
    (row,) = inputs.load_inputs(ticket, as_of=OPENED + DAY).maintenance
    assert row.title == work().title


def test_a_ticket_that_was_not_recorded_yet_has_no_inputs(ticket, open_ticket):
    later = open_ticket(at=OPENED + DAY)
    known = inputs.load_inputs_for_many([ticket, later], as_of=OPENED + HOUR)
    assert set(known) == {ticket.pk}
