"""A month as lines of text: what its availability leaves open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from availability.uptime import Bucket, Interval, month_uptime
from istockist_sla.core.lib.months import Month
from tests.conftest import OPENED
from tickets.reports.monthly import month_figures
from tickets.reports.table import as_table

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def lines():
    """Of March 2026, with so much of it down and unknown."""

    def told(*, down=0, unknown=0, until=None):
        figures = month_figures(Month(2026, 3), at=OPENED)
        start = figures.start
        intervals = [
            Interval(start, start + down * HOUR, Bucket.DOWN),
            Interval(start + down * HOUR, start + (down + unknown) * HOUR, Bucket.UNKNOWN),
        ]
        uptime = month_uptime(start, figures.end, intervals, until=until)
        table = as_table(replace(figures, uptime=uptime)).replace("\u00a0", " ")
        return [line for line in table.splitlines() if line.startswith("availability, ")]

    return told


def test_a_running_month_tells_the_downtime_left(lines):
    assert lines(down=1, until=OPENED)[-1] == (
        "availability, downtime left this month: 13 h 52 min"
    )


def test_a_running_month_that_was_down_for_too_long_has_none_left(lines):
    assert lines(down=20, until=OPENED)[-1] == "availability, downtime left this month: none"


def test_a_month_that_is_over_leaves_none_to_tell(lines):
    assert lines(down=1) == ["availability, as written 99.86 %, stricter 99.86 %"]


def test_a_month_measured_in_part_tells_its_bounds(lines):
    assert lines(unknown=372)[-1] == "availability, between 50.00 % and 100.00 %"
