"""Where the time went: worked by hand, and for any course."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import OPENED, gmt
from tickets import lifecycle
from tickets.inputs import EventRow
from tickets.models import ClockResult
from tickets.reports.time_spent import Stretch, TimeSpent, held, split, time_spent
from tickets.sla.week import Segment

HOUR = timedelta(hours=1)


def counted(start, end):
    return Segment(OPENED + start * HOUR, OPENED + end * HOUR, True, "support hours")


def closed(start, end):
    return Segment(OPENED + start * HOUR, OPENED + end * HOUR, False, "outside hours")


def event(verb, hours, **data):
    at = OPENED + hours * HOUR
    return EventRow(verb=verb, at=at, recorded_at=at, side="support", data=data, by_person=True)


def test_it_is_nobodys_until_somebody_has_it():
    assert split([counted(0, 2)], []) == (Stretch("nobody", 7200),)


def test_an_assigned_ticket_is_supports():
    changes = held([event("assign", 1, owner=5)])
    assert split([counted(0, 3)], changes) == (Stretch("nobody", 3600), Stretch("support", 7200))


def test_a_ticket_without_an_owner_is_nobodys_again():
    changes = held([event("assign", 0, owner=5), event("assign", 1, owner=None)])
    assert split([counted(0, 2)], changes) == (Stretch("support", 3600), Stretch("nobody", 3600))


def test_a_technical_team_has_it_until_it_is_heard():
    changes = held([event("hand_over", 1, team="operations"), event("hear_back", 2)])
    assert split([counted(0, 3)], changes) == (
        Stretch("nobody", 3600),
        Stretch("operations", 3600),
        Stretch("support", 3600),
    )


def test_closed_hours_lie_between():
    ledger = [counted(0, 1), closed(1, 17), counted(17, 18)]
    assert [each.kind for each in split(ledger, [])] == ["nobody", "closed", "nobody"]


def test_who_took_it_out_of_hours_has_it_at_the_opening():
    ledger = [counted(0, 1), closed(1, 17), counted(17, 18)]
    changes = held([event("hand_over", 5, team="development")])
    assert split(ledger, changes)[-1] == Stretch("development", 3600)


def test_a_note_gives_it_to_nobody():
    assert held([event("note", 1)]) == []


@given(
    st.lists(st.integers(1, 50_000), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 200_000), st.sampled_from(["support", "operations"]))),
)
def test_each_counted_second_is_somebodys_or_nobodys(lengths, changes):
    ledger, at = [], OPENED
    for n, seconds in enumerate(lengths):
        end = at + timedelta(seconds=seconds)
        ledger.append(Segment(at, end, n % 2 == 0, "support hours" if n % 2 == 0 else "weekend"))
        at = end
    given_to = sorted((OPENED + timedelta(seconds=after), who) for after, who in changes)
    spent = TimeSpent(split(ledger, given_to), limit=0)
    assert spent.elapsed == sum(lengths[::2])
    assert sum(each.seconds for each in spent.stretches) == sum(lengths)


@pytest.mark.django_db
def test_the_counted_seconds_of_a_miss_are_those_of_its_verdict(missed, declan):
    row = ClockResult.objects.responses().with_ticket().get(ticket=missed)
    spent = time_spent([row], at=gmt(6, 9, 12))[missed.pk]
    assert spent.elapsed == row.elapsed
    assert set(spent.sums()) == {"nobody", "closed", "maintenance"}


@pytest.mark.django_db
def test_the_team_that_had_it_is_told(open_ticket, aoife):
    ticket = open_ticket()
    lifecycle.hand_over(ticket.pk, team="operations", text="Look.", by=aoife, at=OPENED + HOUR)
    lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 6 * HOUR, seen=None
    )
    row = ClockResult.objects.responses().with_ticket().get(ticket=ticket)
    spent = time_spent([row], at=OPENED + 9 * HOUR)[ticket.pk]
    assert spent.sums() == {"nobody": 3600, "operations": 5 * 3600}
