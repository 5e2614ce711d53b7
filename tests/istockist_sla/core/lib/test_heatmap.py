"""A week of hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from istockist_sla.core.lib.heatmap import (
    HEIGHT,
    LEVELS,
    Cell,
    HeatMap,
    Opening,
    heat_map,
    heat_swatch,
    level,
)
from istockist_sla.core.lib.plot import Caption
from tests.istockist_sla.core.lib.charts_read import corners, overlap, root, words

CAPTION = Caption(name="load", title="Tickets opened", description="Most on Monday 09:00: 3.")
NARROW = 250


def drawn(*cells: Cell) -> str:
    hours = [*cells, *[Cell(0, Opening.CLOSED)] * (7 * 24 - len(cells))]
    return heat_map(HeatMap(caption=CAPTION, week=[hours[i : i + 24] for i in range(0, 168, 24)]))


def rects(found: str, names: str):
    return [each for each in root(found).iter("rect") if each.get("class") == names]


def test_days_are_named_from_monday_on():
    names = [word.text for word in words(drawn()) if word.names == "axis"]
    assert names == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_closed_hours_are_hatched():
    assert drawn(Cell(0, Opening.OPEN)).count("#hatch-closed") == 167


def test_the_load_of_closed_hours_is_drawn_smaller():
    found = drawn(Cell(5, Opening.OPEN), Cell(5, Opening.CLOSED))
    open_hour, closed_hour = rects(found, "heat-4")
    assert float(closed_hour.get("height")) < float(open_hour.get("height"))


def test_the_load_of_partly_open_hours_leaves_their_hatched_foot_free():
    found = drawn(Cell(5, Opening.PARTLY))
    (load,) = rects(found, "heat-4")
    hatched = next(e for e in root(found).iter("rect") if e.get("fill"))
    assert float(load.get("y")) + float(load.get("height")) <= float(hatched.get("y"))


@pytest.mark.parametrize(("count", "found"), [(0, 0), (1, 1), (25, 1), (26, 2), (75, 3), (100, 4)])
def test_a_level_is_a_begun_quarter_of_the_most(count, found):
    assert level(count, 100) == found


def test_a_month_without_tickets_has_no_load():
    assert level(0, 0) == 0


def test_hours_below_do_not_touch():
    bottom = [word for word in words(drawn()) if word.y > HEIGHT - 10]
    assert not overlap(bottom, NARROW)


def test_the_chart_is_an_image_with_a_title_and_a_description():
    assert root(drawn()).get("aria-labelledby") == "load-title load-desc"


@pytest.mark.parametrize("opening", list(Opening))
def test_a_swatch_is_for_the_eye_only(opening):
    assert root(heat_swatch(opening)).get("aria-hidden") == "true"


@given(st.lists(st.builds(Cell, st.integers(0, 10**6), st.sampled_from(Opening)), max_size=168))
def test_whatever_the_data_all_cells_lie_inside_the_drawing(cells):
    assert all(0 <= x <= 100 and 0 <= y <= HEIGHT for x, y in corners(drawn(*cells)))


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_more_tickets_are_never_paler(one, other):
    most = max(one, other)
    assert (level(one, most) <= level(other, most)) or one > other
    assert level(most, most) == (LEVELS if most else 0)
