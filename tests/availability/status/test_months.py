"""A month's page: the verdict, the figures, the ledger, and how they are computed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from availability import incidents
from availability.agreement import StandardAgreement
from availability.status.months import month_page
from availability.status.views import pages
from availability.uptime import AS_WRITTEN, SCHEDULED, AvailabilityTerms
from istockist_sla.core.lib.months import BEGINNING, Month, MonthCalendar, ZonePeriod
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
JUNE = "/status/months/2026-06/"
MAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def interrupted(days_measured, api):
    incidents.confirm(api, started_at=gmt("13:00", day=8), at=gmt("13:01", day=8))
    return incidents.recover(api, ended_at=gmt("14:00", day=8), at=gmt("14:01", day=8))


def test_a_running_month_is_kept_so_far(read, days_measured):
    assert "June 2026: 100.00 %, kept so far" in read(JUNE)


def test_the_allowance_stands_beside_what_was_lost(read, interrupted):
    assert "1 h lost of 14 h 24 min allowed" in read(JUNE)


def test_the_downtime_that_is_left_is_told_while_the_month_runs(read, interrupted):
    text = read(JUNE)
    assert "Hours of downtime left this month: 13 h 24 min." in text
    assert "The stricter figure is 99.51 %." in text


def test_a_month_that_is_over_has_no_downtime_left_to_tell(read, days_measured):
    assert "left this month" not in read("/status/months/2026-05/")


def test_each_component_stands_with_its_bounds(read, days_measured):
    assert "6.45 % to 100.00 %" in read("/status/months/2026-05/")


def test_a_month_measured_in_part_gives_its_bounds(read, days_measured):
    text = read("/status/months/2026-05/")
    assert "Measured for 6.45 % of the time only: between 6.45 % and 100.00 %" in text


def test_an_unpublished_outage_is_in_the_ledger_without_its_title(read, interrupted):
    text = read(JUNE)
    assert "Mon 8 Jun, 13:00–14:00" in text
    assert "Interruption of the API" not in text


def test_a_published_outage_is_a_link_in_the_ledger(read, interrupted, aoife):
    incidents.publish(interrupted, text="x", by=aoife, at=gmt("13:05", day=8))
    assert f'<a href="/status/incidents/{interrupted.pk}/">Interruption of the API</a>' in read(
        JUNE
    )


@pytest.fixture
def corrected(interrupted, aoife, ruairi, niamh):
    """The API was down on 8 June until 13:40:05, and not until 14:00."""
    incidents.publish(interrupted, text="x", by=aoife, at=gmt("13:05", day=8))
    [interruption] = interrupted.interruptions.all()
    proposed = incidents.propose_correction(
        interruption,
        impact="down",
        starts_at=gmt("13:00", day=8),
        ends_at=gmt("13:40:05", day=8),
        reason="Log of the gateway",
        by=ruairi,
        at=gmt("10:00"),
    )
    return incidents.approve_correction(proposed, by=niamh, at=gmt("11:00"))


def test_the_ledger_says_what_was_corrected_and_when(read, corrected):
    text = read(JUNE)
    assert "corrected on 9 June 2026" in text
    assert "until Mon 8 June, 13:40:05 GMT, not Mon 8 June, 14:00:00 GMT" in text
    assert "gateway" not in text


def test_what_was_withdrawn_is_in_no_row_of_the_ledger_but_can_be_read(
    read, corrected, ruairi, niamh
):
    proposed = incidents.propose_withdrawal(
        corrected.interruption, reason="x", by=ruairi, at=gmt("12:00")
    )
    incidents.approve_correction(proposed, by=niamh, at=gmt("13:00"))
    text = read(JUNE)
    assert "Mon 8 Jun, 13:00" not in text
    assert "withdrawn, no interruption from Mon 8 June, 13:00:00 GMT" in text


def test_a_correction_stands_in_no_other_month(read, corrected):
    assert "Corrected afterwards" not in read("/status/months/2026-05/")


def test_short_gaps_are_summed_up(read, days_measured, api):
    api.measurements.filter(
        second__range=(gmt("09:00").timestamp(), gmt("09:05").timestamp())
    ).delete()
    assert "And 1 stretch of under 10 minutes without measurement" in read(JUNE)


def test_it_links_to_the_months_beside_it(read, days_measured):
    assert "/status/months/2026-05/" in read(JUNE)
    assert "/status/months/2026-07/" not in read(JUNE)


@pytest.mark.parametrize(
    "month", ["2026-07", "2026-04", "2026-13", "2026-00", "0000-01", "9999-12", "junk", "2026-6"]
)
def test_a_month_with_nothing_to_show_is_not_found(client, days_measured, month):
    assert client.get(f"/status/months/{month}/").status_code == 404


def test_it_says_how_the_percentage_is_computed(read, days_measured):
    assert "It is kept at 98 % or more." in read(JUNE).replace("&nbsp;", " ")


def test_the_terms_in_force_are_handed_in(days_measured, interrupted, rf):
    terms = AvailabilityTerms(index=99, system_uptime=SCHEDULED, release_is_maintenance=True)
    response = pages.month(rf.get("/"), "2026-06", agreement=StandardAgreement(lambda at: terms))
    text = response.content.decode().replace("&nbsp;", " ")
    assert "It is kept at 99 % or more." in text
    assert "It lowers the figure." in text
    assert "A release of the application can be planned maintenance." in text


@pytest.fixture
def excluded(api, ruairi, niamh):
    """All of a time of the API."""

    def exclude(cause, start, end):
        exclusion = incidents.propose_exclusion(
            components=[api],
            cause=cause,
            starts_at=start,
            ends_at=end,
            evidence="Notice 4711",
            by=ruairi,
            at=end,
        )
        incidents.approve_exclusion(exclusion, by=niamh, at=end)

    return exclude


def test_a_month_all_excluded_is_not_measurable_and_says_why(read, days_measured, excluded):
    excluded("force_majeure", MAY, gmt("00:00", day=1))
    text = read("/status/months/2026-05/")
    assert "May 2026: not measurable" in text
    assert "All of it is excluded." in text


def test_a_month_with_the_systems_down_throughout_is_marked_without_bounds(
    read, days_measured, excluded
):
    excluded("systems", MAY, gmt("00:00", day=1))
    text = read("/status/months/2026-05/")
    assert "May 2026: not measurable" in text
    assert "Measured for 6.45 % of the time only." in text


@pytest.mark.parametrize(("system_uptime", "chip"), [(SCHEDULED, False), (AS_WRITTEN, True)])
def test_time_of_the_systems_is_in_neither_part_only_as_written(
    days_measured, excluded, rf, system_uptime, chip
):
    excluded("systems", gmt("08:00", day=8), gmt("09:00", day=8))
    terms = AvailabilityTerms(system_uptime=system_uptime)
    response = pages.month(rf.get("/"), "2026-06", agreement=StandardAgreement(lambda at: terms))
    assert ("In neither" in response.content.decode()) is chip


def test_its_bounds_are_those_of_the_agreements_months(days_measured, interrupted):
    dublin = MonthCalendar([ZonePeriod(BEGINNING, ZoneInfo("Europe/Dublin"))])
    page = month_page(
        Month(2026, 6), at=gmt("14:00"), agreement=StandardAgreement(months=lambda: dublin)
    )
    assert page.start == datetime(2026, 5, 31, 23, tzinfo=UTC)


def test_it_takes_a_fixed_number_of_queries(read, interrupted, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        read(JUNE)
