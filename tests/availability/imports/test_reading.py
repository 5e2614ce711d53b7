"""A file as checks and outages of our components, or as what is wrong with it."""

from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from availability.imports import reading
from tests.availability.imports.instants import gmt
from tests.availability.imports.reading_files import read, sample, text

pytestmark = pytest.mark.django_db
UTC = ZoneInfo("UTC")


def refused(file, format, **source):
    with pytest.raises(ValidationError) as error:
        read(file, format, **source)
    return error.value.messages


def test_a_component_is_found_by_its_code(api):
    assert list(read(sample("checks.csv"), "csv-checks").checks) == [api]


def test_a_component_is_found_by_its_name(api):
    found = read(sample("uptime_kuma.json"), "uptime-kuma", monitor="API", zone=UTC)
    assert list(found.checks) == [api]


def test_a_name_that_is_none_of_ours_is_named_once(api):
    lines = ["component,at,result", *["shop,2026-03-09T10:00Z,up"] * 3]
    assert refused(text(*lines), "csv-checks") == [
        "Line 2: there is no component “shop”; say which component the file is about."
    ]


def test_a_file_that_names_no_component_is_about_the_chosen_one(ordering):
    found = read(sample("healthchecks.json"), "healthchecks", component=ordering)
    assert [component for component, _ in found.outages] == [ordering, ordering]


def test_a_file_that_names_no_component_is_refused_without_one():
    assert "it names none" in refused(sample("healthchecks.json"), "healthchecks")[0]


def test_several_monitors_are_not_one_component(api):
    messages = refused(sample("gatus.json"), "gatus", component=api)
    assert messages == ["The file holds several monitors: “api”, “website”. Name one of them."]


def test_of_several_monitors_one_can_be_taken(api):
    found = read(sample("gatus.json"), "gatus", component=api, monitor="API")
    assert len(found.checks[api]) == 10
    assert found.left_out["of other monitors"] == 1


def test_of_two_checks_in_one_second_the_failed_one_counts(api):
    lines = [f"api,2026-03-09T10:00:00.{n}Z,{result}" for n, result in enumerate(["up", "down"])]
    found = read(text("component,at,result", *lines), "csv-checks")
    assert [check.ok for check in found.in_order(api)] == [False]


def test_what_lies_in_the_future_is_refused():
    lines = ["component,at,result", "api,2026-06-01T09:00:01Z,up"]
    assert refused(text(*lines), "csv-checks") == ["Line 2: it lies in the future."]


def test_each_row_that_is_wrong_is_named_with_its_line():
    lines = ["component,at,result", "api,x,up", "api,2026-03-09T10:00Z,up", "api,y,down"]
    found = refused(text(*lines), "csv-checks")
    assert [message.partition(":")[0] for message in found] == ["Line 2", "Line 4"]


def test_of_many_wrong_rows_the_first_are_named_and_the_others_counted():
    found = refused(text("component,at,result", *["api,x,up"] * 30), "csv-checks")
    assert len(found) == reading.MOST_SHOWN + 1
    assert found[-1].replace("\u00a0", " ") == "And 10 more rows."


def test_a_file_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 5)
    assert refused(sample("checks.csv"), "csv-checks") == [
        "At most 5 rows at a time. Import the file in parts."
    ]


def test_a_file_of_which_nothing_can_be_taken_says_why(api):
    lines = ['{"flips": [{"timestamp": "2026-03-09T10:00:00+00:00", "up": 0}]}']
    assert refused(text(*lines), "healthchecks", component=api) == [
        "Nothing in the file can be imported.",
        "Flip 1: it does not end in the file: declare it in the desk",
    ]


def test_the_components_of_a_file_stand_in_our_order():
    found = read(sample("statuspage.json"), "statuspage")
    assert [each.code for each in found.components] == ["api", "ordering", "reports"]


def test_outages_keep_their_bounds():
    found = read(sample("outages.csv"), "csv-outages")
    assert {outage.starts_at for _, outage in found.outages} == {gmt("10:00"), gmt("08:00", 10)}
