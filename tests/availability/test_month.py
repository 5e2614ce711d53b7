"""A month's figure from plain rows: worked by hand, on one hour of Tuesday 9 June 2026."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from availability.coverage import Check, epoch, measured
from availability.month import component_uptime
from availability.planned import MaintenanceRow, PublishedWindow, Work
from availability.rows import ExclusionRow, InterruptionRow, OutageRow, Records
from availability.uptime import SCHEDULED, AvailabilityTerms, Share
from tests.availability.instants import gmt

START, END = gmt("13:00"), gmt("14:00")
MINUTE = 60
OUTAGE = OutageRow(id=1, started_at=START, detected_at=START, cause="application")
FOUND = InterruptionRow(
    id=1,
    outage=1,
    component="api",
    impact="down",
    by_probe=True,
    started_at=gmt("13:10"),
    ended_at=gmt("13:50"),
    detected_at=gmt("13:11"),
)
DECLARED = replace(
    FOUND,
    by_probe=False,
    declared_by=7,
    started_at=START,
    ended_at=gmt("13:30"),
    detected_at=gmt("13:45"),
)
EXCLUSION = ExclusionRow(
    id=3,
    outage=1,
    components=frozenset({"api"}),
    cause="systems",
    starts_at=gmt("13:10"),
    ends_at=gmt("13:50"),
    proposed_by=7,
)
WINDOW = MaintenanceRow(
    id=4,
    kind="technical",
    components=frozenset({"api"}),
    announcements=(PublishedWindow(gmt("09:00"), gmt("13:00"), gmt("13:40")),),
)


def checks(*, silent=(), failed=()):
    """One a minute, but for those of the silent minutes."""
    minutes = [minute for minute in range(60) if minute not in silent]
    return [Check(epoch(START) + 60 * minute, minute not in failed) for minute in minutes]


def figure(
    *interruptions, said=None, exclusions=(), maintenance=(), at=END, component="api", **terms
):
    records = Records(
        outages={1: OUTAGE},
        interruptions={each.id: each for each in interruptions},
        exclusions={each.id: each for each in exclusions},
        maintenance={each.id: each for each in maintenance},
    )
    return component_uptime(
        component,
        START,
        END,
        at=at,
        measured=measured(checks() if said is None else said, START, min(END, at)),
        records=records,
        terms=AvailabilityTerms(**terms),
    )


def test_silence_inside_a_confirmed_outage_is_down_but_not_measured():
    """The check of 13:19 speaks until 13:21, the next one is made at 13:40: 19 minutes."""
    found = figure(FOUND, said=checks(silent=range(20, 40)))
    assert (found.down, found.unknown, found.up) == (40 * MINUTE, 0, 20 * MINUTE)
    assert found.coverage == Share(41 * MINUTE, 60 * MINUTE)


def test_silence_while_the_systems_were_down_is_not_measured():
    said = checks(silent=range(20, 40))
    found = figure(FOUND, said=said, exclusions=[replace(EXCLUSION, approved=True)])
    assert (found.systems_down, found.coverage) == (
        40 * MINUTE,
        Share(41 * MINUTE, 60 * MINUTE),
    )


def test_silence_in_excluded_time_takes_nothing_from_the_coverage():
    work = replace(WINDOW, work=Work(gmt("13:20"), gmt("13:40")))
    found = figure(said=checks(silent=range(21, 39)), maintenance=[work])
    assert found.coverage == Share(40 * MINUTE, 40 * MINUTE)


def test_the_bounds_take_silence_in_an_outage_for_down():
    found = figure(FOUND, said=checks(silent=range(20, 40)))
    assert found.marked
    assert found.worst == found.best == found.judged == Share(20 * MINUTE, 60 * MINUTE)


def test_a_running_month_ends_now_for_its_coverage_too():
    found = figure(said=checks(silent=range(20, 60)), at=gmt("13:30"))
    assert found.coverage == Share(21 * MINUTE, 30 * MINUTE)


MIXED = checks(silent=range(10, 20), failed={25})


def test_before_its_approval_a_declaration_counts_where_no_check_was_answered():
    """Silent from 13:11 to 13:20, failed from 13:25 to 13:26: ten minutes of thirty."""
    found = figure(DECLARED, said=MIXED)
    assert (found.down, found.up, found.unknown) == (10 * MINUTE, 50 * MINUTE, 0)


def test_once_approved_a_declaration_counts_also_where_checks_were_answered():
    found = figure(replace(DECLARED, approved=True, decided_by=8), said=MIXED)
    assert (found.down, found.up) == (30 * MINUTE, 30 * MINUTE)


def test_a_refused_declaration_counts_where_no_check_was_answered():
    assert figure(replace(DECLARED, approved=False, decided_by=8), said=MIXED).down == 10 * MINUTE


def test_what_the_probe_found_needs_no_approval():
    assert figure(FOUND).down == 40 * MINUTE


def test_a_declaration_that_goes_on_counts_as_far_as_now():
    found = figure(replace(DECLARED, ended_at=None), said=[], at=gmt("13:40"))
    assert found.down == 40 * MINUTE


def test_degraded_is_up_even_approved():
    assert figure(replace(DECLARED, impact="degraded", approved=True, decided_by=8)).down == 0


def test_another_component_is_not_concerned():
    records = {"exclusions": [replace(EXCLUSION, approved=True)], "maintenance": [WINDOW]}
    assert figure(FOUND, component="ordering", **records).up == 60 * MINUTE


@pytest.mark.parametrize("approved", [None, False])
def test_until_it_is_approved_a_statement_is_what_the_probe_says(approved):
    found = figure(FOUND, exclusions=[replace(EXCLUSION, approved=approved)])
    assert (found.down, found.systems_down) == (40 * MINUTE, 0)


def test_approved_the_systems_are_in_neither_figure_and_lower_the_stricter_one():
    found = figure(FOUND, exclusions=[replace(EXCLUSION, approved=True)])
    assert found.as_written == Share(20 * MINUTE, 20 * MINUTE)
    assert found.scheduled == Share(20 * MINUTE, 60 * MINUTE)


WORKS = [
    (Work(), 0),
    (Work(None, gmt("13:30")), 0),
    (Work(gmt("13:10"), gmt("13:30")), 20),
    (Work(gmt("13:10"), None), 30),
    (Work(gmt("13:10"), gmt("13:55")), 30),
]


@pytest.mark.parametrize(("work", "minutes"), WORKS)
def test_only_work_whose_beginning_counts_is_excluded(work, minutes):
    assert figure(maintenance=[replace(WINDOW, work=work)]).excluded == minutes * MINUTE


def test_a_release_is_excluded_only_where_the_version_says_so():
    release = replace(WINDOW, kind="release", work=Work(gmt("13:00"), gmt("13:40")))
    assert figure(maintenance=[release]).excluded == 0
    assert figure(maintenance=[release], release_is_maintenance=True).excluded == 40 * MINUTE


def test_an_hour_excluded_as_a_whole_is_not_measurable_and_not_marked():
    work = replace(
        WINDOW,
        announcements=(PublishedWindow(gmt("09:00"), START, END),),
        work=Work(START, END),
    )
    found = figure(maintenance=[work], said=[], system_uptime=SCHEDULED)
    assert (found.judged.percent, found.coverage.percent, found.marked) == (None, None, False)


SECONDS = st.integers(0, 3600)
SAID = st.dictionaries(SECONDS, st.booleans(), max_size=30).map(
    lambda found: [Check(epoch(START) + second, ok) for second, ok in sorted(found.items())]
)


@st.composite
def declarations(draw):
    first, length = draw(SECONDS), draw(st.integers(1, 1800))
    return replace(
        DECLARED,
        id=draw(st.integers(1, 4)),
        by_probe=draw(st.booleans()),
        started_at=START + timedelta(seconds=first),
        ended_at=START + timedelta(seconds=first + length),
    )


@given(st.lists(declarations(), max_size=4), SAID)
def test_approving_never_raises_and_counts_what_was_measured_as_up(interruptions, said):
    before = figure(*interruptions, said=said)
    approved = [each if each.by_probe else replace(each, approved=True) for each in interruptions]
    after = figure(*approved, said=said)
    assert after.up <= before.up
    assert before.up - after.up == after.down - before.down
    assert (before.unknown, before.unmeasured) == (after.unknown, after.unmeasured)


@given(st.lists(declarations(), max_size=4), SAID)
def test_every_second_is_counted_once_and_the_coverage_is_the_measurements_own(interruptions, said):
    found = figure(*interruptions, said=said)
    assert found.up + found.down + found.unknown == 3600
    assert found.coverage == figure(said=said).coverage
    assert found.unknown <= found.unmeasured
