"""Rows of both clocks: every second once, counted as the verdict counts it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.tickets.sla.cases import (
    HOUR,
    asked,
    at,
    closed,
    downgraded,
    facts,
    maintenance,
    qualified,
    rectified,
    reopened,
    switched,
    took,
    wrote,
)
from tests.tickets.sla.test_verdict import FIX, NOW, RESPONSE
from tickets.explain import explain_inputs
from tickets.explain.act_rows import TEXTS
from tickets.sla.history import HANDLING
from tickets.sla.readings import REGISTER
from tickets.sla.terms import Limit
from tickets.sla.verdict import judge

CASES = [(row[1], row[2]) for row in [*RESPONSE, *FIX]] + [
    ([asked("03-10 10:00"), wrote("03-10 10:30")], {}),
    ([qualified("03-10 10:00"), downgraded("03-10 14:00"), downgraded("03-11 10:00")], {}),
    (
        [qualified("03-10 10:00"), downgraded("03-10 14:00"), closed("03-12 10:00")],
        {"terms": switched(from_downgrade=True)},
    ),
    ([], {"opened": at("03-31 18:00")}),
]


def segments(clock):
    return [row for row in clock.rows if row.kind == "segment"]


@pytest.mark.parametrize(("acts", "columns"), CASES)
def test_rows_account_for_every_second(acts, columns):
    case = facts(*acts, **columns)
    for clock in explain_inputs(case, now=NOW):
        passed = [row for row in segments(clock) if not row.to_come]
        assert sum(row.seconds for row in passed) == clock.wall_clock
        assert sum(row.seconds for row in passed if row.counted) == clock.elapsed


@pytest.mark.parametrize(("acts", "columns"), CASES)
def test_segments_join_without_a_gap(acts, columns):
    for clock in explain_inputs(facts(*acts, **columns), now=NOW):
        assert all(a.end == b.start for a, b in pairwise(segments(clock)))


@pytest.mark.parametrize(("acts", "columns"), CASES)
def test_rows_stand_in_the_order_of_their_instants_and_sums(acts, columns):
    for clock in explain_inputs(facts(*acts, **columns), now=NOW):
        starts = [row.start for row in clock.rows]
        assert starts == sorted(starts)
        sums = [row.total for row in clock.rows if row.kind != "due"]
        assert sums == sorted(sums)


@pytest.mark.parametrize(("acts", "columns"), CASES)
def test_every_row_but_the_present_cites_a_reading(acts, columns):
    for clock in explain_inputs(facts(*acts, **columns), now=NOW):
        cited = {row.reading for row in clock.rows if row.kind != "now"}
        assert cited <= set(REGISTER)


@pytest.mark.parametrize(("acts", "columns"), CASES)
def test_at_a_limit_that_was_passed_the_sum_is_the_limit(acts, columns):
    for clock in explain_inputs(facts(*acts, **columns), now=NOW):
        for before, row in pairwise(clock.rows):
            if row.code == "due" and clock.late_by:
                assert row.total == before.total == clock.limit


def response(*acts, now=NOW, **columns):
    return explain_inputs(facts(*acts, **columns), now=now)[0]


def fix(*acts, now=NOW, **columns):
    return explain_inputs(facts(*acts, **columns), now=now)[-1]


def words_of(clock):
    return [row.words.replace("\u00a0", " ") for row in clock.rows]


def test_a_running_clock_ends_in_its_due_instant():
    clock = response(opened=at("03-13 16:00"), now=at("03-13 16:30"))
    assert (clock.rows[-1].kind, clock.rows[-1].start) == ("due", at("03-16 12:00"))
    assert clock.rows[-2].total == clock.limit


def test_what_a_running_clock_has_yet_to_count_is_marked():
    clock = response(opened=at("03-13 16:00"), now=at("03-13 16:30"))
    now = next(i for i, row in enumerate(clock.rows) if row.kind == "now")
    assert [row.to_come for row in clock.rows[now + 1 : -1]] == [True] * 5


def test_before_a_class_the_shortest_limit_is_named():
    assert "Limit reached: 4 h, the shortest, until a class is given" in words_of(response())


def test_handled_exactly_at_the_limit_stands_behind_it_and_is_no_miss():
    rows = response(qualified("03-10 13:00:00")).rows
    assert [(row.kind, row.stop) for row in rows[-2:]] == [("due", ""), ("act", "met")]
    assert not any(row.past for row in rows)


def test_due_at_closing_time_the_night_is_not_past_the_limit():
    clock = response(qualified("03-11 09:00:00", "medium"))
    assert clock.rows[-2].words == "Closed: night"
    assert not any(row.past for row in clock.rows)


def test_a_met_answer_shows_the_limit_it_did_not_reach():
    assert (
        words_of(response(qualified("03-10 10:00")))[-1] == "Limit, not reached: 4 h for Critical"
    )


def test_the_class_given_after_the_answer_is_shown():
    words = words_of(response(took("03-10 09:10"), qualified("03-11 16:00")))
    assert "Support qualified it as Critical" in words


def test_a_reply_after_the_answer_is_not_shown():
    words = words_of(response(took("03-10 09:10"), qualified("03-10 09:20"), asked("03-10 09:30")))
    assert "Support asked a question" not in words


def test_a_holiday_and_a_weekend_bear_their_names():
    words = words_of(response(opened=at("03-13 16:00"), now=at("03-18 12:00")))
    assert {"Closed: weekend", "Closed: Saint Patrick's Day"} <= set(words)


def test_maintenance_bears_the_name_of_the_work():
    clock = response(maintenance=(maintenance("03-10 10:00", "03-10 12:00"),))
    assert "Planned maintenance: New disks" in words_of(clock)


def test_waiting_for_the_client_stands_between_question_and_answer():
    words = words_of(fix(qualified("03-10 10:00"), asked("03-10 11:00"), wrote("03-10 12:00")))
    start = words.index("Support asked a question")
    assert words[start + 1 : start + 3] == ["Waiting for the client", "The client answered"]


def test_closed_time_of_a_reopened_ticket_does_not_count():
    acts = [qualified("03-10 10:00"), closed("03-10 11:00"), reopened("03-12 09:00")]
    clock = fix(*acts, now=at("03-12 10:00"))
    assert ("The ticket was closed", "K13") in [(row.words, row.reading) for row in clock.rows]


def test_a_fix_that_stood_before_reopening_is_kept_apart():
    acts = [qualified("03-10 10:00"), closed("03-10 11:00"), reopened("03-12 09:00")]
    clocks = explain_inputs(facts(*acts), now=at("03-12 10:00"))
    assert [(clock.code, clock.verdict) for clock in clocks] == [
        ("response", "met"),
        ("earlier fix", "met"),
        ("fix", "running"),
    ]
    assert clocks[1].rows[-2].start == at("03-10 11:00")


def test_a_limit_used_up_before_a_workaround_stays_in_its_place():
    clock = fix(qualified("03-10 10:00"), downgraded("03-10 14:00"), now=at("03-10 15:00"))
    limits = [(row.start, row.total) for row in clock.rows if row.kind == "due"]
    assert limits == [(at("03-10 13:00"), 4 * HOUR), (at("03-10 17:00"), 8 * HOUR)]


def test_counted_from_the_downgrade_nothing_before_it_counts():
    clock = fix(
        qualified("03-10 10:00"),
        downgraded("03-10 12:00"),
        closed("03-10 16:00"),
        terms=switched(from_downgrade=True),
    )
    first = segments(clock)[0]
    assert (first.counted, first.reading) == (False, "K9")
    assert clock.elapsed == 4 * HOUR


def test_a_class_without_a_fix_limit_has_no_due_row():
    terms = switched(limits={"low": Limit(10 * HOUR, None)})
    clock = fix(qualified("03-10 10:00", "low", "other"), terms=terms)
    assert not any(row.kind == "due" for row in clock.rows)


def test_a_question_left_open_shows_no_due_row():
    clock = fix(qualified("03-10 10:00"), asked("03-10 11:00"), now=at("03-10 12:00"))
    assert not any(row.kind == "due" for row in clock.rows)


def test_a_rectified_class_is_shown():
    words = words_of(response(qualified("03-10 10:00"), rectified("03-12 10:00", "medium")))
    assert "Support rectified the class to Medium, from the opening on" in words


def test_whatever_can_be_a_first_answer_has_its_sentence():
    assert set(TEXTS) >= HANDLING


def test_a_request_has_no_fix():
    case = facts(opened=at("03-10 09:00"))
    acts = (qualified("03-10 10:00")._replace(kind="request", fault_class="", class_test=""),)
    clocks = explain_inputs(facts(*acts), now=NOW)
    assert [clock.code for clock in clocks] == ["response"]
    assert len(explain_inputs(case, now=NOW)) == 2


def test_rows_of_a_ticket_opened_this_second_are_its_opening_and_its_limit():
    clock = response(opened=at("03-10 09:00"), now=at("03-10 09:00"))
    assert [row.kind for row in clock.rows] == ["act", "segment", "due"]
    assert clock.elapsed == 0


def test_the_verdict_is_the_same_as_the_engines():
    case = facts(qualified("03-10 15:00"))
    explained, judged = explain_inputs(case, now=NOW)[0], judge(case, now=NOW).response
    assert (explained.verdict, explained.late_by) == (judged.verdict, 2 * HOUR)
    assert explained.stopped_at - explained.due_at == timedelta(hours=2)
