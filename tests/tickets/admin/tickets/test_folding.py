"""A long thread shows its beginning, its end, and what lies between as one fold."""

from datetime import timedelta

import pytest

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tickets.admin.tickets.folding import Slot, stretches


def slot(number, verb="write", **data):
    event = Event(pk=number, verb=verb, at=OPENED + timedelta(hours=number), data=data)
    return Slot(event.at, f"message-{number}", event, number)


def slots(count, **special):
    return [special.get(f"at{number}") or slot(number) for number in range(count)]


def shape(*args):
    return [(len(each.slots), each.fold is not None) for each in stretches(*args)]


def test_a_short_thread_is_shown_whole():
    assert shape(slots(25), "") == [(2, False), (3, False), (20, False)]
    assert shape(slots(2), "") == [(2, False)]


def test_of_a_long_one_the_middle_is_folded():
    assert shape(slots(200), "") == [(2, False), (178, True), (20, False)]


@pytest.mark.parametrize("asked", ["all", "0", "199", "100", "99999", "-1", "x", "²"])
def test_every_place_stands_in_one_stretch_whatever_is_asked_for(asked):
    found = stretches(slots(200), asked)
    assert [place for each in found for place in each.slots] == slots(200)


def test_what_is_asked_for_is_unfolded_with_its_neighbours():
    assert shape(slots(200), "100") == [
        (2, False), (93, True), (25, False), (60, True), (20, False),
    ]  # fmt: skip


def test_a_fold_counts_what_it_hides():
    fold = stretches(slots(200), "")[1].fold
    assert fold.counted.replace("\xa0", " ") == "178 messages are folded"


def test_turning_points_lead_to_their_places_and_those_of_a_kind_stand_together():
    given = {
        "at10": slot(10, "qualify", **{"class": "medium"}),
        "at20": slot(20, "ask"),
        "at21": slot(21, "hand_over", team="development"),
        "at30": slot(30, "ask"),
        "at40": slot(40, cut=True),
    }
    points = stretches(slots(200, **given), "")[1].fold.points
    assert [(point.words.replace("\xa0", " "), point.url) for point in points] == [
        ("The system qualified it as Medium", "?place=10#message-10"),
        ("2 questions to the client", "?place=20#message-20"),
        ("Handed over to Development", "?place=21#message-21"),
        ("1 mail cut, kept whole as raw mail", "?place=40#message-40"),
    ]
