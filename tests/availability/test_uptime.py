"""The availability figures: worked cases, then properties of all intervals."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from availability.planned import RELEASE
from availability.uptime import (
    SCHEDULED,
    STANDARD,
    AvailabilityTerms,
    Bucket,
    Interval,
    Share,
    Uptime,
    month_uptime,
    partition,
)

JUNE = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
HOUR = 3600


def interval(bucket: Bucket, start: str, end: str, cause: str = "", source: str = "") -> Interval:
    return Interval(
        start=datetime.fromisoformat(start + "Z"),
        end=datetime.fromisoformat(end + "Z"),
        bucket=bucket,
        cause=cause,
        source=source,
    )


def june(*intervals: Interval, until: str = "", terms: AvailabilityTerms = STANDARD) -> Uptime:
    end = datetime.fromisoformat(until + "Z") if until else None
    return month_uptime(*JUNE, intervals, until=end, terms=terms)


def test_two_percent_of_the_month_is_exactly_on_the_target():
    figure = june(interval(Bucket.DOWN, "2026-06-10T00:00:00", "2026-06-10T14:24:00"))
    assert (figure.judged.percent, figure.kept) == ("98.00", True)


def test_one_second_more_misses_the_target():
    figure = june(interval(Bucket.DOWN, "2026-06-10T00:00:00", "2026-06-10T14:24:01"))
    assert (figure.judged.percent, figure.kept) == ("97.99", False)


def test_maintenance_that_overlaps_an_outage_is_taken_out_once():
    figure = june(
        interval(Bucket.EXCLUDED, "2026-06-14T22:00:00", "2026-06-15T02:00:00", "maintenance"),
        interval(Bucket.DOWN, "2026-06-15T00:00:00", "2026-06-15T06:00:00"),
    )
    assert figure.as_written == Share(712 * HOUR, 716 * HOUR)
    assert (figure.judged.percent, figure.kept) == ("99.44", True)


def test_systems_down_are_in_neither_figure_as_written_and_lost_in_the_stricter_one():
    figure = june(
        interval(Bucket.SYSTEMS_DOWN, "2026-06-03T08:00:00", "2026-06-03T18:00:00"),
        interval(Bucket.DOWN, "2026-06-03T08:00:00", "2026-06-03T20:00:00"),
    )
    assert figure.as_written == Share(708 * HOUR, 710 * HOUR)
    assert figure.scheduled == Share(708 * HOUR, 720 * HOUR)
    assert figure.kept is True


def test_the_version_chooses_which_figure_is_judged():
    systems = interval(Bucket.SYSTEMS_DOWN, "2026-06-03T00:00:00", "2026-06-04T00:00:00")
    assert june(systems).kept is True
    assert june(systems, terms=AvailabilityTerms(system_uptime=SCHEDULED)).kept is False


def test_a_month_that_is_all_excluded_is_not_measurable():
    force = interval(Bucket.EXCLUDED, "2026-01-20T00:00:00", "2026-03-05T00:00:00", "force_majeure")
    figure = month_uptime(*FEBRUARY, [force])
    assert (figure.judged.percent, figure.kept) == (None, None)


def test_a_month_that_is_all_excluded_has_no_coverage_and_is_not_marked():
    force = interval(Bucket.EXCLUDED, "2026-01-20T00:00:00", "2026-03-05T00:00:00")
    figure = month_uptime(*FEBRUARY, [force])
    assert (figure.coverage.percent, figure.marked) == (None, False)


def test_a_month_without_any_measurement_is_not_measurable_and_marked():
    figure = june(interval(Bucket.UNKNOWN, "2026-06-01T00:00:00", "2026-07-01T00:00:00"))
    assert (figure.judged.percent, figure.kept, figure.marked) == (None, None, True)
    assert (figure.worst.percent, figure.best.percent) == ("0.00", "100.00")


def test_unknown_time_is_neither_up_nor_down():
    figure = june(
        interval(Bucket.UNKNOWN, "2026-06-01T00:00:00", "2026-06-11T00:00:00"),
        interval(Bucket.DOWN, "2026-06-20T00:00:00", "2026-06-20T12:00:00"),
    )
    assert figure.as_written == figure.scheduled == Share(468 * HOUR, 480 * HOUR)


def test_below_99_percent_coverage_the_month_is_marked_with_its_bounds():
    figure = june(
        interval(Bucket.UNKNOWN, "2026-06-01T00:00:00", "2026-06-01T07:12:01"),
        interval(Bucket.DOWN, "2026-06-20T00:00:00", "2026-06-20T01:00:00"),
    )
    assert figure.marked
    assert figure.worst == Share(719 * HOUR - 25_921, 720 * HOUR)
    assert figure.best == Share(719 * HOUR, 720 * HOUR)


def test_at_exactly_99_percent_coverage_the_month_is_not_marked():
    figure = june(interval(Bucket.UNKNOWN, "2026-06-01T00:00:00", "2026-06-01T07:12:00"))
    assert (figure.coverage.percent, figure.marked) == ("99.00", False)


def test_the_bounds_are_of_the_figure_that_is_judged():
    figure = june(
        interval(Bucket.UNKNOWN, "2026-06-01T00:00:00", "2026-06-11T00:00:00"),
        interval(Bucket.SYSTEMS_DOWN, "2026-06-20T00:00:00", "2026-06-21T00:00:00"),
        terms=AvailabilityTerms(system_uptime=SCHEDULED),
    )
    assert figure.best == Share(696 * HOUR, 720 * HOUR)


def test_systems_down_count_as_measured():
    figure = june(interval(Bucket.SYSTEMS_DOWN, "2026-06-01T00:00:00", "2026-06-21T00:00:00"))
    assert figure.coverage.percent == "100.00"


def test_a_running_month_ends_now():
    figure = june(
        interval(Bucket.DOWN, "2026-06-01T00:00:00", "2026-06-03T00:00:00"),
        until="2026-06-02T00:00:00.750000",
    )
    assert (figure.down, figure.up) == (24 * HOUR, 0)


def test_a_month_that_has_not_begun_is_not_measurable():
    assert june(until="2026-05-09T12:00:00").judged.percent is None


def test_the_allowance_of_a_running_month_counts_the_time_to_come():
    figure = june(
        interval(Bucket.DOWN, "2026-06-01T00:00:00", "2026-06-01T04:00:00"),
        until="2026-06-02T00:00:00",
    )
    assert (figure.allowed, figure.left) == (51_840, 51_840 - 4 * HOUR)


def test_a_month_that_lost_too_much_has_a_negative_allowance_left():
    figure = june(interval(Bucket.DOWN, "2026-06-10T00:00:00", "2026-06-10T15:24:00"))
    assert figure.left == -HOUR


def test_a_release_is_downtime_unless_the_version_says_otherwise():
    release = interval(Bucket.EXCLUDED, "2026-06-10T00:00:00", "2026-06-10T01:00:00", RELEASE)
    down = interval(Bucket.DOWN, "2026-06-10T00:00:00", "2026-06-10T02:00:00")
    assert june(release, down).down == 2 * HOUR
    assert june(release, down, terms=AvailabilityTerms(release_is_maintenance=True)).down == HOUR


def test_the_index_may_have_decimals():
    down = interval(Bucket.DOWN, "2026-06-10T00:00:00", "2026-06-10T03:36:00")
    assert june(down, terms=AvailabilityTerms(index=Decimal("99.5"))).kept is True
    assert june(down, terms=AvailabilityTerms(index=Decimal("99.51"))).kept is False


def test_percentages_are_rounded_down():
    assert Share(99_999, 100_000).percent == "99.99"
    assert Share(1, 20_000).percent == "0.00"


def test_bounds_in_a_zone_with_a_clock_change_keep_their_seconds():
    dublin = ZoneInfo("Europe/Dublin")
    figure = month_uptime(
        datetime(2026, 3, 1, tzinfo=dublin), datetime(2026, 4, 1, tzinfo=dublin), []
    )
    assert figure.up == 743 * HOUR


def test_every_piece_names_its_cause_and_source():
    figure = june(
        interval(
            Bucket.DOWN, "2026-06-10T00:00:00", "2026-06-10T03:00:00", "application", "outage 7"
        ),
        interval(Bucket.EXCLUDED, "2026-06-10T01:00:00", "2026-06-10T02:00:00", "intermediary"),
    )
    assert [(piece.seconds, piece.source) for piece in figure.of(Bucket.DOWN)] == [
        (HOUR, "outage 7"),
        (HOUR, "outage 7"),
    ]


START = datetime(2026, 6, 1, tzinfo=UTC)
END = START + timedelta(seconds=1000)


@st.composite
def some_interval(draw):
    first = draw(st.integers(-200, 1200))
    length = draw(st.integers(-10, 600))
    bucket = draw(st.sampled_from([each for each in Bucket if each is not Bucket.UP]))
    return Interval(
        start=START + timedelta(seconds=first),
        end=START + timedelta(seconds=first + length),
        bucket=bucket,
        cause=draw(st.sampled_from(["", "application", RELEASE])),
        source=draw(st.sampled_from(["1", "2"])),
    )


some_intervals = st.lists(some_interval(), max_size=12)


@given(some_intervals)
def test_the_pieces_tile_the_month(intervals):
    pieces = partition(START, END, intervals)
    assert (pieces[0].start, pieces[-1].end) == (START, END)
    assert all(left.end == right.start for left, right in pairwise(pieces))
    assert sum(piece.seconds for piece in pieces) == 1000


@given(some_intervals, st.integers(0, 999))
def test_each_second_is_the_first_bucket_that_applies(intervals, second):
    instant = START + timedelta(seconds=second)
    applying = [each.bucket for each in intervals if each.start <= instant < each.end]
    expected = next((bucket for bucket in Bucket if bucket in applying), Bucket.UP)
    found = next(p.bucket for p in partition(START, END, intervals) if p.start <= instant < p.end)
    assert found is expected


@given(some_intervals, st.randoms())
def test_the_order_of_the_intervals_changes_nothing(intervals, random):
    shuffled = random.sample(intervals, len(intervals))
    assert month_uptime(START, END, shuffled) == month_uptime(START, END, intervals)


@given(some_intervals)
def test_intervals_given_twice_change_nothing(intervals):
    assert month_uptime(START, END, intervals * 2) == month_uptime(START, END, intervals)


@given(some_intervals, some_interval(), st.integers(1, 599))
def test_cutting_an_interval_in_two_changes_nothing(intervals, whole, second):
    middle = whole.start + timedelta(seconds=second)
    halves = [whole._replace(end=middle), whole._replace(start=middle)]
    if whole.start < middle < whole.end:
        cut = month_uptime(START, END, [*intervals, *halves])
        assert cut.judged == month_uptime(START, END, [*intervals, whole]).judged


@given(some_intervals, some_interval())
def test_one_more_excluded_interval_never_adds_to_what_is_lost(intervals, one_more):
    excluded = one_more._replace(bucket=Bucket.EXCLUDED, cause="intermediary")
    before = month_uptime(START, END, intervals)
    after = month_uptime(START, END, [*intervals, excluded])
    assert after.down <= before.down
    assert after.systems_down <= before.systems_down
    assert after.excluded >= before.excluded


@given(some_intervals, some_interval())
def test_excluding_time_that_was_not_up_never_lowers_the_figure(intervals, one_more):
    excluded = one_more._replace(bucket=Bucket.EXCLUDED, cause="intermediary")
    before = month_uptime(START, END, intervals)
    after = month_uptime(START, END, [*intervals, excluded])
    if after.up == before.up and after.judged.whole:
        assert before.judged.part * after.judged.whole <= after.judged.part * before.judged.whole


@given(some_intervals, some_interval())
def test_one_more_interval_of_downtime_never_raises_the_figure(intervals, one_more):
    before = month_uptime(START, END, intervals)
    after = month_uptime(START, END, [*intervals, one_more._replace(bucket=Bucket.DOWN)])
    assert after.up <= before.up
    assert after.down >= before.down


@given(some_intervals, st.integers(0, 1000))
def test_a_month_is_the_sum_of_its_parts(intervals, second):
    middle = START + timedelta(seconds=second)
    first, last = month_uptime(START, middle, intervals), month_uptime(middle, END, intervals)
    whole = month_uptime(START, END, intervals)
    assert (first.up + last.up, first.down + last.down) == (whole.up, whole.down)


@given(some_intervals)
def test_the_figure_lies_between_its_bounds(intervals):
    figure = month_uptime(START, END, intervals)
    part, whole = figure.judged
    if whole:
        assert figure.worst.part * whole <= part * figure.worst.whole
        assert part * figure.best.whole <= figure.best.part * whole


@given(some_intervals, st.integers(0, 100))
def test_kept_means_that_nothing_more_than_the_allowance_was_lost(intervals, index):
    figure = month_uptime(START, END, intervals, terms=AvailabilityTerms(index=index))
    if figure.kept is not None:
        assert figure.kept == (figure.left >= 0)
