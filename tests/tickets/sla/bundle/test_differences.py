"""A difference is named by its place, with what the file says and what was recomputed."""

import pytest

from tickets.sla.bundle.differences import differences

CLAIM = {"response": {"elapsed": 36_630, "verdict": "missed", "due_at": None}, "passed": ["low"]}


def test_what_is_the_same_has_no_difference():
    assert list(differences("ticket 1227", CLAIM, CLAIM)) == []


@pytest.mark.parametrize(
    ("claimed", "words"),
    [
        (
            {**CLAIM, "response": {**CLAIM["response"], "elapsed": 14_300}},
            "ticket 1227.response.elapsed: the file says 14300, recomputed 36630",
        ),
        (
            {**CLAIM, "response": {**CLAIM["response"], "due_at": "2026-10-05T13:00:00Z"}},
            'ticket 1227.response.due_at: the file says "2026-10-05T13:00:00Z", recomputed null',
        ),
        ({**CLAIM, "passed": []}, "ticket 1227.passed: the file lists 0, recomputed 1"),
        ({**CLAIM, "passed": [1]}, 'ticket 1227.passed.0: the file says 1, recomputed "low"'),
        ({**CLAIM, "more": 1}, "ticket 1227.more: unknown"),
        ({"response": CLAIM["response"]}, "ticket 1227.passed: missing"),
    ],
)
def test_a_difference_is_named(claimed, words):
    assert list(differences("ticket 1227", claimed, CLAIM)) == [words]


@pytest.mark.parametrize(("claimed", "recomputed"), [(1, True), (0, False), (0, None), ("1", 1)])
def test_a_value_of_another_kind_is_another_value(claimed, recomputed):
    assert list(differences("it", claimed, recomputed))
