"""What holds of every verdict, whatever happened to the ticket."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.tickets.sla.cases import TERMS, at, qualified, switched
from tests.tickets.sla.cases import facts as written
from tests.tickets.sla.histories import facts, guaranteed, last, lengths, periods
from tickets.sla.terms import Act, Limit
from tickets.sla.verdict import MET, MISSED, judge

OPENED = at("06-01 09:00")
ALIKE = dict.fromkeys(TERMS.limits, Limit(14_400, None))
near = st.integers(-3 * 86_400, 3 * 86_400).map(lambda s: OPENED + timedelta(seconds=s))
shipped = st.just(TERMS) | st.just(switched(elapsed=True))
# Figures that grow with time; the others stay as they are until the next act.
AS_OF = {"elapsed": 0, "wall_clock": 0, "ledger": (), "passed": ()}


def clocks(found, now):
    verdicts = judge(found, now=now)
    return verdicts.response, verdicts.fix, *verdicts.earlier_fixes


@given(facts(), lengths)
def test_the_ledger_tiles_wall_clock_time(found, later):
    now = last(found) + timedelta(seconds=later)
    for clock in clocks(found, now):
        assert sum(segment.seconds for segment in clock.ledger) == clock.wall_clock
        assert all(one.end == other.start for one, other in pairwise(clock.ledger))
        assert all(segment.start == found.opened_at for segment in clock.ledger[:1])


@given(facts(terms=shipped), lengths)
def test_counted_segments_are_what_has_elapsed(found, later):
    for clock in clocks(found, last(found) + timedelta(seconds=later)):
        counted = sum(segment.seconds for segment in clock.ledger if segment.counted)
        assert counted == clock.elapsed


@given(facts(), lengths)
def test_counted_from_the_downgrade_no_more_elapses_than_from_the_opening(found, later):
    for clock in clocks(found, last(found) + timedelta(seconds=later)):
        counted = sum(segment.seconds for segment in clock.ledger if segment.counted)
        assert clock.elapsed <= counted


@given(facts(), lengths)
def test_met_is_within_the_limit_and_missed_is_past_it(found, later):
    response = judge(guaranteed(found), now=last(found) + timedelta(seconds=later)).response
    if response.verdict == MET:
        assert response.elapsed <= response.limit
    if response.verdict == MISSED:
        assert response.elapsed > response.limit


@given(facts(), lengths, lengths)
def test_later_handling_never_turns_missed_into_met(found, first, more):
    """Whatever else the clock excludes; the class is given at the end."""
    early = found.opened_at + timedelta(seconds=first)
    late = early + timedelta(seconds=more)
    given_class = qualified("03-10 09:00")._replace(at=late)

    def verdict(handled):
        acts = (Act(verb="take", at=handled, side="support"), given_class)
        return judge(replace(guaranteed(found), acts=acts), now=late).response.verdict

    assert (verdict(early), verdict(late)) in {(MET, MET), (MET, MISSED), (MISSED, MISSED)}


@given(st.data(), facts(terms=shipped), lengths)
def test_adding_excluded_time_never_makes_elapsed_larger_or_due_earlier(data, found, later):
    more = data.draw(periods(found.opened_at))
    now = last(found) + timedelta(seconds=later)
    longer = replace(found, maintenance=(*found.maintenance, more))
    for without, with_more in zip(clocks(found, now), clocks(longer, now), strict=True):
        assert with_more.elapsed <= without.elapsed
        if with_more.due_at is not None and without.due_at is not None:
            assert with_more.due_at >= without.due_at


@given(facts(), lengths, lengths)
def test_only_figures_that_grow_with_time_change_while_nothing_happens(found, later, more):
    """A late sweep finds what an early one found."""
    now = last(found) + timedelta(seconds=later)
    then = now + timedelta(seconds=more)
    for early, late in zip(clocks(found, now), clocks(found, then), strict=True):
        assert early._replace(**AS_OF) == late._replace(**AS_OF)
        assert late.elapsed >= early.elapsed


@given(near, st.lists(periods(OPENED), max_size=3), st.sampled_from(sorted(TERMS.limits)))
def test_an_answer_when_due_is_met_and_one_second_counted_later_missed(opened, works, given_class):
    found = written(opened=opened, maintenance=tuple(works), terms=switched(limits=ALIKE))
    running = judge(found, now=opened).response
    assert running.due_at < running.pass_at
    for then, verdict in ((running.due_at, MET), (running.pass_at, MISSED)):
        act = qualified("03-10 09:00", given_class)._replace(at=then)
        assert judge(replace(found, acts=(act,)), now=then).response.verdict == verdict


def in_zone(zone):
    """A process of its own, so that no module has been imported under another zone."""
    return subprocess.run(
        [sys.executable, "-m", "tests.tickets.sla.zoned"],
        env={**os.environ, "TZ": zone},
        capture_output=True,
        check=True,
    ).stdout


def test_a_process_in_another_zone_prints_the_same_bytes():
    in_utc = in_zone("UTC")
    assert len(in_utc) > 100_000
    assert in_zone("America/St_Johns") == in_utc
