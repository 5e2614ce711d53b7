import re

from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.spent_bar import DRESS, UNCOUNTED, spent_bar

KINDS = st.sampled_from(sorted(DRESS))
STRETCHES = st.lists(st.tuples(KINDS, st.integers(1, 10**6)), max_size=60)
RECT = re.compile(r'x="([\d.]+)%" width="([\d.]+)%"')


@given(STRETCHES, st.integers(1, 40_000), st.integers(0, 10**6))
def test_nothing_stands_outside_the_bar(stretches, limit, more):
    counted = sum(seconds for kind, seconds in stretches if kind not in UNCOUNTED)
    svg = spent_bar("s", stretches, limit=limit, longest=counted + more)
    for x, width in RECT.findall(svg):
        assert float(x) + float(width) <= 101.0


def test_the_limit_is_marked_where_it_is_used_up():
    svg = spent_bar("s", [("nobody", 3600), ("support", 3600)], limit=3600, longest=7200)
    assert 'class="fill-tick" x="39.00%"' in svg
    assert 'class="fill-past" x="39.00%" width="39.00%"' in svg


def test_a_limit_that_is_not_reached_is_not_marked():
    assert "fill-tick" not in spent_bar("s", [("nobody", 60)], limit=3600, longest=3600)


def test_closed_hours_are_drawn_short_however_long():
    svg = spent_bar("s", [("closed", 10**6), ("nobody", 60)], limit=60, longest=60)
    assert 'url(#hatch-closed)" x="0.00%" width="3.00%"' in svg


def test_its_sentence_is_spoken_and_escaped():
    assert 'role="img" aria-label="a &lt;b&gt;"' in spent_bar("a <b>", [], limit=1, longest=1)
