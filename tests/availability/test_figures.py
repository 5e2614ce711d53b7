"""From rows to the intervals that the month counts."""

from datetime import UTC, datetime, timedelta

import pytest

from availability import figures, incidents
from availability.models import LateWork, Measurement
from availability.ranges import TimeRange
from availability.uptime import AvailabilityTerms, Bucket
from tests.availability.instants import gmt
from tests.availability.measurements import history

pytestmark = pytest.mark.django_db
JUNE = TimeRange(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
NINTH = TimeRange(gmt("00:00"), gmt("00:00", day=10))
HOUR = 3600


@pytest.fixture
def measured(api):
    """The API is measured every two minutes of the ninth, but for the silent spans."""

    def fill(*silent, component=api, span=NINTH):
        step = timedelta(minutes=2)
        Measurement.objects.bulk_create(history(component, span, silent=silent, every=step))

    return fill


@pytest.fixture
def june(api):
    def figure(component=api, at=JUNE.end, **terms):
        return figures.month_figure(component, *JUNE, at=at, terms=AvailabilityTerms(**terms))

    return figure


def interrupt(component, start, end):
    incidents.confirm(component, started_at=start, at=start + timedelta(minutes=1))
    return incidents.recover(component, ended_at=end, at=end + timedelta(minutes=1))


def test_a_month_measured_throughout_is_all_up(measured, june):
    measured(span=JUNE)
    assert (june().up, june().coverage.percent) == (720 * HOUR, "100.00")


def test_a_component_never_measured_is_unknown(june):
    assert june().unknown == 720 * HOUR


def test_a_gap_is_unknown_after_the_time_that_its_last_measurement_covers(measured, june):
    measured(TimeRange(gmt("13:00"), gmt("14:00")), span=JUNE)
    [gap] = june().of(Bucket.UNKNOWN)
    # The last measurement before the gap was made at 12:58 and speaks for two minutes.
    assert (gap.start, gap.end) == (gmt("13:00"), gmt("14:00"))


def test_a_measurement_covers_two_minutes_and_no_more(probe, api):
    probe("+  +")
    gaps = Measurement.objects.measured([api], gmt("13:00"), gmt("13:04"))
    assert list(gaps[api.pk].gaps) == [TimeRange(gmt("13:02"), gmt("13:03"))]


def test_a_measurement_before_the_month_covers_its_first_seconds(probe, api):
    probe("+", start=gmt("12:59"))
    gaps = Measurement.objects.measured([api], gmt("13:00"), gmt("13:04"))
    assert list(gaps[api.pk].gaps) == [TimeRange(gmt("13:01"), gmt("13:04"))]


def test_time_before_monitoring_started_is_unknown(measured, june):
    measured(span=TimeRange(gmt("00:00", day=16), JUNE.end))
    assert june().unknown == 15 * 24 * HOUR


def test_a_running_month_ends_now(measured, june):
    measured(span=TimeRange(JUNE.start, gmt("13:00")))
    figure = june(at=gmt("13:00"))
    assert (figure.until, figure.unknown) == (gmt("13:00"), 0)


def test_downtime_carries_the_outage_that_it_rests_on(measured, june, api):
    measured()
    outage = interrupt(api, gmt("13:00"), gmt("14:00"))
    assert [(each.seconds, each.source) for each in june().of(Bucket.DOWN)] == [
        (HOUR, f"outage:{outage.pk}")
    ]


def test_an_outage_that_goes_on_counts_as_far_as_now(measured, june, api):
    measured()
    incidents.confirm(api, started_at=gmt("13:00"), at=gmt("13:01"))
    assert june(at=gmt("13:30")).down == 1800


def test_what_was_withdrawn_counts_no_second(measured, june, api, aoife, niamh):
    measured(span=JUNE)
    outage = interrupt(api, gmt("13:00"), gmt("14:00"))
    [interruption] = outage.interruptions.all()
    proposed = incidents.propose_withdrawal(interruption, reason="x", by=aoife, at=gmt("15:00"))
    assert june().down == HOUR
    incidents.approve_correction(proposed, by=niamh, at=gmt("16:00"))
    assert (june().down, june().up) == (0, 720 * HOUR)


def test_a_correction_of_the_component_moves_its_seconds(
    measured, june, api, ordering, aoife, niamh
):
    for component in (api, ordering):
        measured(component=component)
    [interruption] = interrupt(api, gmt("13:00"), gmt("14:00")).interruptions.all()
    proposed = incidents.propose_correction(
        interruption,
        component=ordering,
        impact="down",
        starts_at=gmt("13:00"),
        ends_at=gmt("14:00"),
        reason="x",
        by=aoife,
        at=gmt("15:00"),
    )
    incidents.approve_correction(proposed, by=niamh, at=gmt("16:00"))
    assert (june().down, june(ordering).down) == (0, HOUR)


def test_degraded_is_up(measured, june, declare, api):
    measured()
    declare(impacts={api: "degraded"})
    assert june().down == 0


def test_a_declared_outage_is_downtime_of_its_components_only(measured, june, declare, ordering):
    measured(TimeRange(gmt("13:00"), gmt("14:00")))
    measured(TimeRange(gmt("13:00"), gmt("14:00")), component=ordering)
    declare()
    assert june(at=gmt("14:00")).down == 0
    assert june(ordering, at=gmt("14:00")).down == HOUR


def test_the_probe_and_a_person_on_the_same_outage_count_once(measured, june, declare, api):
    measured(TimeRange(gmt("13:00"), gmt("14:00")))
    declare(impacts={api: "down"})
    incidents.confirm(api, started_at=gmt("13:10"), at=gmt("13:11"))
    assert june(at=gmt("14:00")).down == HOUR


def test_work_in_its_window_is_excluded_and_its_overrun_is_down(
    measured, june, announce, api, ruairi
):
    measured()
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"))
    interrupt(api, gmt("22:05"), gmt("23:20"))
    figure = june()
    assert (figure.excluded, figure.down) == (HOUR, 20 * 60)


def test_a_late_announcement_excludes_nothing(measured, june, announce, api, ruairi):
    measured()
    incidents.begin_work(announce(at=gmt("22:00")), by=ruairi, at=gmt("22:00"))
    interrupt(api, gmt("22:05"), gmt("22:35"))
    assert (june().excluded, june().down) == (0, 1800)


def test_a_release_is_downtime_unless_the_version_says_otherwise(
    measured, june, announce, api, ruairi
):
    measured()
    work = announce(kind="release")
    incidents.end_work(
        incidents.begin_work(work, by=ruairi, at=gmt("22:00")), by=ruairi, at=gmt("23:00")
    )
    interrupt(api, gmt("22:05"), gmt("22:35"))
    assert june().down == 1800
    assert june(release_is_maintenance=True).down == 0


@pytest.mark.parametrize(
    ("cause", "bucket"), [("intermediary", "excluded"), ("systems", "systems_down")]
)
def test_a_claim_counts_once_it_is_approved(measured, june, api, ruairi, niamh, cause, bucket):
    measured()
    outage = interrupt(api, gmt("13:00"), gmt("14:00"))
    exclusion = incidents.propose_exclusion(
        components=[api],
        cause=cause,
        starts_at=gmt("13:00"),
        ends_at=gmt("14:00"),
        evidence="Notice 4711",
        by=ruairi,
        at=gmt("15:00"),
        outage=outage,
    )
    assert june().down == HOUR
    incidents.approve_exclusion(exclusion, by=niamh, at=gmt("16:00"))
    assert (june().down, getattr(june(), bucket)) == (0, HOUR)


def test_a_refused_claim_leaves_the_downtime(measured, june, api, ruairi, niamh):
    measured()
    interrupt(api, gmt("13:00"), gmt("14:00"))
    exclusion = incidents.propose_exclusion(
        components=[api],
        cause="force_majeure",
        starts_at=gmt("13:00"),
        ends_at=gmt("14:00"),
        evidence="Storm",
        by=ruairi,
        at=gmt("15:00"),
    )
    incidents.refuse_exclusion(exclusion, by=niamh, at=gmt("16:00"))
    assert june().down == HOUR


def test_a_figure_takes_a_fixed_number_of_queries(
    measured, june, api, announce, ruairi, django_assert_max_num_queries
):
    measured(span=JUNE)
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"))
    for hour in range(10, 20):
        interrupt(api, gmt(f"{hour}:00"), gmt(f"{hour}:10"))
    with django_assert_max_num_queries(8):
        june()


def test_a_declaration_over_measured_time_counts_once_it_is_approved(
    measured, june, declare, api, niamh
):
    measured()
    outage = declare(impacts={api: "down"}, ended_at=gmt("14:00"), at=gmt("15:00"))
    assert june().down == 0
    incidents.approve_interruption(outage.interruptions.get(), by=niamh, at=gmt("16:00"))
    assert june().down == HOUR


def test_a_declaration_of_unmeasured_time_counts_at_once(measured, june, declare, api):
    measured(TimeRange(gmt("13:00"), gmt("13:30")), span=JUNE)
    declare(impacts={api: "down"}, ended_at=gmt("14:00"), at=gmt("15:00"))
    assert (june().down, june().unknown, june().unmeasured) == (HOUR / 2, 0, HOUR / 2)


def test_approving_its_exclusion_takes_measured_time_out_of_the_figure(
    measured, june, declare, api, ruairi, niamh
):
    """The second place of measuring was evidence: the probe had answers, customers had none."""
    measured()
    outage = declare(impacts={api: "down"}, ended_at=gmt("14:00"), at=gmt("15:00"))
    exclusion = incidents.propose_exclusion(
        components=[api],
        cause="external_network",
        starts_at=gmt("13:00"),
        ends_at=gmt("13:30"),
        evidence="Notice 4711",
        by=ruairi,
        at=gmt("15:00"),
        outage=outage,
    )
    assert (june().excluded, june().down) == (0, 0)
    incidents.approve_exclusion(exclusion, by=niamh, at=gmt("16:00"))
    assert (june().excluded, june().down) == (HOUR / 2, HOUR / 2)


def test_a_correction_moves_the_figure_once_it_is_approved(measured, june, api, aoife, niamh):
    measured()
    outage = interrupt(api, gmt("13:00"), gmt("14:00"))
    correction = incidents.propose_correction(
        outage.interruptions.get(),
        impact="down",
        starts_at=gmt("13:00"),
        ends_at=gmt("13:30"),
        reason="Log of the gateway",
        by=aoife,
        at=gmt("15:00"),
    )
    assert june().down == HOUR
    incidents.approve_correction(correction, by=niamh, at=gmt("16:00"))
    assert june().down == HOUR / 2


def test_work_recorded_late_is_downtime_until_it_is_approved(
    measured, june, api, announce, ruairi, niamh
):
    measured()
    interrupt(api, gmt("22:05"), gmt("22:35"))
    work = announce()
    morning = {"recorded_at": gmt("09:00", day=10)}
    incidents.begin_work(work, by=ruairi, at=gmt("22:00"), **morning)
    incidents.end_work(work, by=ruairi, at=gmt("22:30"), **morning)
    assert (june().excluded, june().down) == (0, HOUR / 2)
    for late in work.late_work.all():
        incidents.approve_work(late, by=niamh, at=gmt("10:00", day=10))
    assert (june().excluded, june().down) == (HOUR / 2, 5 * 60)


def test_a_figure_as_of_an_instant_knows_what_was_recorded_before_it(
    measured, api, announce, ruairi, niamh
):
    measured()
    interrupt(api, gmt("22:05"), gmt("22:35"))
    incidents.begin_work(announce(), by=ruairi, at=gmt("22:00"), recorded_at=gmt("22:50"))
    work = LateWork.objects.get()
    incidents.approve_work(work, by=niamh, at=gmt("10:00", day=10))

    def excluded(as_of):
        return figures.month_figure(api, *JUNE, at=JUNE.end, as_of=as_of).excluded

    assert excluded(gmt("10:00", day=10)) == 0
    assert excluded(gmt("10:00:01", day=10)) == excluded(None) == HOUR
