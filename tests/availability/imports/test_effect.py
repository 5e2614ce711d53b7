"""The months that an import moves, told before and as they then are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from availability import figures, incidents
from availability.agreement import VERSION_1
from availability.imports.effect import moved_months, parts
from availability.models import Component
from istockist_sla.core.lib.months import Month, MonthCalendar
from tests.availability.imports.instants import AT, gmt
from tests.availability.imports.reading_files import text

pytestmark = pytest.mark.django_db
MARCH = Month(2026, 3)
FILES = {"checks.csv": "csv-checks", "outages.csv": "csv-outages", "statuspage.json": "statuspage"}


def now(component, month=MARCH):
    return figures.month_figure(component, *MonthCalendar().bounds(month), at=AT)


@pytest.mark.parametrize("name", FILES)
def test_what_is_told_before_is_what_an_approval_makes(draft, niamh, orla, name):
    batch = draft(name, FILES[name])
    told = moved_months(batch, VERSION_1, at=AT)
    assert told
    assert [parts(each.before) for each in told] == [parts(now(each.component)) for each in told]
    incidents.propose_import(batch, by=niamh, at=AT)
    incidents.approve_import(batch, by=orla, at=AT)
    assert [parts(each.after) for each in told] == [parts(now(each.component)) for each in told]


def test_of_what_was_proposed_only_what_it_still_moves_is_told(propose):
    assert moved_months(propose("outages.csv", "csv-outages"), VERSION_1, at=AT) == []


def test_what_is_told_holds_beside_our_own_measurements(draft, niamh, orla, probe):
    probe("+++--++", start=gmt("10:05:30"))
    batch = draft()
    [told] = moved_months(batch, VERSION_1, at=AT)
    incidents.propose_import(batch, by=niamh, at=AT)
    incidents.approve_import(batch, by=orla, at=AT)
    assert parts(told.after) == parts(now(told.component))


def test_the_figure_of_an_imported_half_hour(draft):
    [moved] = moved_months(draft(), VERSION_1, at=AT)
    assert moved.month == MARCH
    assert (moved.before.up, moved.before.down) == (0, 0)
    assert (moved.after.up, moved.after.down) == (26 * 60, 5 * 60)


def test_a_file_that_reaches_into_two_months_moves_both(draft):
    lines = [f"api,{day}T23:59:00Z,up" for day in ("2026-03-31", "2026-04-01")]
    moved = moved_months(draft(text("component,at,result", *lines)), VERSION_1, at=AT)
    assert [each.month for each in moved] == [MARCH, MARCH.next]


def test_slow_answers_move_no_figure(draft):
    line = "1,api,2026-03-09T10:00:00Z,2026-03-09T10:45:00Z,degraded"
    batch = draft(text("id,component,from,until,impact", line), "csv-outages")
    assert moved_months(batch, VERSION_1, at=AT) == []


def test_the_months_take_the_same_queries_for_one_as_for_ten(draft):
    counts = []
    for day in ("2026-03-10", "2025-06-10"):
        lines = [f"api,{each}T10:00:00Z,up" for each in (day, "2026-03-12")]
        batch = draft(text("component,at,result", *lines))
        with CaptureQueriesContext(connection) as queries:
            moved_months(batch, VERSION_1, at=AT)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_component_that_is_named_nowhere_does_not_move(draft):
    told = {each.component.code for each in moved_months(draft(), VERSION_1, at=AT)}
    assert told == {"api"} != set(Component.objects.values_list("code", flat=True))
