"""The benchmark of availability fills and measures a true month; its speed is no test."""

from datetime import timedelta

import pytest

from availability.models import Measurement
from istockist_sla.bench import availability

END = availability.START + timedelta(days=2)


@pytest.fixture
def components(db):
    return availability.fill(END)


def test_all_that_is_said_is_measured(components):
    said = "\n".join(availability.measured(components, END))
    assert "28,800 measurements of 10 components" in said
    assert said.count("goal ") == 2


def test_the_outages_are_those_that_the_measurements_show(components):
    """Ten minutes down each, and not a second that nothing speaks for before the silent hour."""
    found = availability.month(components, END)
    assert {(each.down, each.unknown) for each in found} == {(0, 0), (600, 0)}
    assert Measurement.objects.filter(ok=False).count() == 10 * sum(
        each.down == 600 for each in found
    )
