from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.ratio import percent_figure


@given(st.integers(1, 10**7), st.data())
def test_a_share_is_rounded_down_to_two_decimals(whole, data):
    part = data.draw(st.integers(0, whole))
    units, hundredths = percent_figure(part, whole).split(".")
    shown = int(units) * 100 + int(hundredths)
    assert shown * whole <= part * 10_000 < (shown + 1) * whole
