"""A month of all components: what was not up, and what nobody measured."""

from datetime import timedelta

import pytest

from availability import incidents
from availability.admin.ribbon.month import LONG_GAP, ribbon_month
from availability.agreement import VERSION_1
from availability.models import Component
from istockist_sla.core.lib.months import Month
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
JUNE, AT = Month(2026, 6), gmt("18:00")


def june(at=AT):
    return ribbon_month(JUNE, at=at, agreement=VERSION_1)


@pytest.fixture
def measured(probe):
    """From 13:00 to 13:32, without a word from 13:10 to 13:28."""
    probe("+" * 11 + " " * 17 + "+" * 4)


def test_a_long_gap_stands_with_its_components(measured, api):
    gap = june(gmt("13:33")).gaps[0]
    assert (gap.span.start, gap.span.end) == (gmt("13:12"), gmt("13:28"))
    assert gap.components == [api]


def test_a_gap_of_several_components_at_once_is_one(probe, api, ordering):
    for component in (api, ordering):
        probe("+" + " " * 30 + "+", component=component)
    [gap] = june(gmt("13:32")).gaps
    assert gap.components == [api, ordering]


def test_short_gaps_are_counted_together(probe):
    probe("+     +     +")
    page = june(gmt("13:14"))
    assert (page.gaps, page.short_gaps, page.short_seconds) == ([], 2, 480)


def test_before_the_first_measurement_is_no_gap(probe):
    probe("+")
    assert june(gmt("13:02")).gaps == []


def test_a_component_that_was_never_measured_has_no_gap():
    assert june().gaps == []


def test_a_gap_is_explained_by_a_word_about_its_time_and_component(measured, api, ruairi):
    given = {"starts_at": gmt("13:00"), "ends_at": gmt("13:30"), "text": "Our line."}
    incidents.explain_gap(components=[api], **given, by=ruairi, at=gmt("14:00"))
    first, last = june(gmt("18:00")).gaps
    assert [each.text for each in first.explanations] == ["Our line."]
    assert last.explanations == []


def test_a_word_about_another_component_explains_nothing(measured, ordering, ruairi):
    given = {"starts_at": gmt("13:00"), "ends_at": gmt("13:30"), "text": "Our line."}
    incidents.explain_gap(components=[ordering], **given, by=ruairi, at=gmt("14:00"))
    assert june().unexplained == june().gaps


def test_of_very_many_gaps_the_first_are_listed(probe, monkeypatch):
    monkeypatch.setattr("availability.admin.ribbon.month.MOST_GAPS", 1)
    probe("+" + " " * 20 + "+" + " " * 20 + "+")
    page = june(gmt("13:44"))
    assert (len(page.gaps), page.gaps_not_listed) == (1, 1)


def test_the_seconds_of_an_outage_in_the_figure_are_told(declare, api, aoife):
    outage = declare(impacts={api: "down"}, ended_at=gmt("13:04"))
    assert june().down[f"outage:{outage.pk}", "api"] == 240


def test_what_a_person_stated_and_nobody_decided_is_counted(declare):
    declare(ended_at=gmt("13:04"))
    assert june().undecided == 1


def test_slow_answers_stand_beside_the_figure(declare, api):
    declare(impacts={api: "degraded"}, ended_at=gmt("13:04"))
    [component] = [each for each in june().components if each.degraded]
    assert component.component == api
    assert component.uptime.down == 0


def test_the_parts_of_a_month_with_everything_in_it_sum_to_it(declare, announce, measured, ruairi):
    declare()
    work = announce(starts_at=gmt("14:00"), ends_at=gmt("15:00"))
    incidents.begin_work(work, by=ruairi, at=gmt("14:10"))
    whole = (AT - gmt("00:00", 1)).total_seconds()
    for each in june().components:
        assert sum(piece.seconds for piece in each.uptime.pieces) == whole


def test_the_component_that_decides_is_found(api):
    assert june().contractual.component == api
    Component.objects.update(is_contractual=False)
    assert june().contractual is None


def test_a_gap_is_long_from_ten_minutes_on():
    assert timedelta(minutes=10) == LONG_GAP
