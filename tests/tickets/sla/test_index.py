"""The index: kept or missed, and how many misses it still allows (G7)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.sla.index import Index


@pytest.mark.parametrize(
    ("met", "guaranteed", "shown", "kept", "still_allowed"),
    [
        (48, 49, "97.95", False, 0),
        (49, 50, "98.00", True, 0),
        (0, 0, None, None, 0),
        (151, 153, "98.69", True, 1),
        (0, 1, "0.00", False, 0),
    ],
)
def test_the_index_is_compared_exactly_and_shown_rounded_down(
    met, guaranteed, shown, kept, still_allowed
):
    index = Index(met, guaranteed)
    assert (index.shown, index.kept, index.still_allowed) == (shown, kept, still_allowed)


@given(st.integers(0, 2000), st.integers(0, 2000), st.sampled_from(["98", "99.5", "97.25", "100"]))
def test_kept_exactly_while_misses_are_allowed(met, missed, target):
    index = Index(met, met + missed, Fraction(target))
    assert index.kept in (None, index.misses <= index.allowed)


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_the_shown_figure_never_flatters(met, missed):
    index = Index(met, met + missed)
    if index.shown is not None:
        assert Fraction(index.shown) <= Fraction(100 * met, met + missed)
