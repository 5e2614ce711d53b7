"""A year's page: its months with their figures, and its incidents."""

import pytest

from availability import incidents
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db


def test_each_month_has_its_figure_and_its_incidents(read, days_measured, declare, aoife):
    incidents.publish(declare(), text="x", by=aoife, at=gmt("13:10"))
    text = read("/status/history/2026/")
    assert "June 2026" in text
    assert "May 2026" in text
    assert "100.00 %" in text
    assert "Orders do not arrive" in text


def test_an_unpublished_outage_is_not_in_it(read, days_measured, declare):
    declare()
    assert "Orders do not arrive" not in read("/status/history/2026/")


@pytest.mark.parametrize("year", ["2025", "2027", "0", "99999999999999999999999"])
def test_a_year_with_nothing_to_show_is_not_found(client, days_measured, year):
    assert client.get(f"/status/history/{year}/").status_code == 404


def test_before_anything_is_measured_this_year_is_shown_without_figures(read):
    assert "not measurable" in read("/status/history/2026/")


def test_it_takes_a_fixed_number_of_queries(
    read, days_measured, declare, aoife, django_assert_max_num_queries
):
    for minute in range(5):
        outage = declare(started_at=gmt(f"13:0{minute}"))
        incidents.publish(outage, text="x", by=aoife, at=gmt("13:10"))
    # Six for the terms of each of two months.
    with django_assert_max_num_queries(45):
        read("/status/history/2026/")
