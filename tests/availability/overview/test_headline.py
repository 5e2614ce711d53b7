"""The sentence at the top, over every mixture of states."""

from itertools import combinations_with_replacement
from types import SimpleNamespace

import pytest

from availability.overview.headline import NamedState, headline
from availability.overview.states import ComponentState


def said(outages=(), **states):
    names = {"admin": "Client admin", "api": "the API", "ordering": "Ordering"}
    components = [NamedState(names[code], ComponentState(state)) for code, state in states.items()]
    found = headline(components, outages)
    return found.state, found.title, found.detail


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        (("up", "up", "up"), ("up", "Everything works", "")),
        (
            ("up", "up", "down"),
            ("down", "Ordering is interrupted", "Everything else works."),
        ),
        (
            ("up", "degraded", "down"),
            ("down", "Ordering is interrupted", "Everything else works; the API is degraded."),
        ),
        (
            ("up", "down", "down"),
            ("down", "The API and Ordering are interrupted", "Everything else works."),
        ),
        (("down", "down", "down"), ("down", "Everything is interrupted", "")),
        (
            ("degraded", "up", "up"),
            ("degraded", "Client admin is degraded", "Everything else works."),
        ),
        (
            ("up", "maintenance", "up"),
            ("maintenance", "Planned maintenance of the API", "Everything else works."),
        ),
        (
            ("maintenance", "down", "unknown"),
            (
                "down",
                "The API is interrupted",
                "Client admin is in maintenance; Ordering is not measured.",
            ),
        ),
        (
            ("up", "up", "unknown"),
            ("unknown", "Everything that is measured works", "No measurement of Ordering."),
        ),
        (
            ("unknown", "unknown", "unknown"),
            ("unknown", "Nothing is measured now", "So we cannot say what works."),
        ),
    ],
)
def test_the_gravest_state_makes_the_sentence(states, expected):
    assert said(**dict(zip(("admin", "api", "ordering"), states, strict=True))) == expected


def test_details_are_promised_while_an_outage_is_unpublished():
    outage = SimpleNamespace(published_at=None)
    assert said([outage], api="down", ordering="up")[2].endswith("Details follow shortly.")


def test_work_that_was_announced_promises_no_details():
    outage = SimpleNamespace(published_at=None)
    assert said([outage], api="maintenance", ordering="up")[2] == "Everything else works."


@pytest.mark.parametrize("states", list(combinations_with_replacement(ComponentState, 3)))
def test_down_comes_before_degraded_before_maintenance_before_not_measured_before_up(states):
    gravest = min(states, key=["down", "degraded", "maintenance", "unknown", "up"].index)
    assert said(**dict(zip(("admin", "api", "ordering"), states, strict=True)))[0] == gravest
