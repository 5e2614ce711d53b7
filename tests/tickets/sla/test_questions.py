"""Worked cases of questions and answers, by hand (K10, E2): Tuesday 10 March 2026 from 09:00."""

import pytest

from tests.tickets.sla.calendars import HOUR
from tests.tickets.sla.cases import (
    TUESDAY,
    asked,
    at,
    closed,
    facts,
    qualified,
    reopened,
    wrote,
)
from tickets.sla.history import fold
from tickets.sla.terms import Act
from tickets.sla.verdict import judge

CLASSED = qualified("03-10 09:00")
EVENING = at("03-10 17:00")


def question(when: str, number: int) -> Act:
    return asked(when)._replace(question=number)


def notice(verb: str, when: str, number: int) -> Act:
    return Act(verb=verb, at=at(when), side="system", person=False, question=number)


def failed(when: str, number: int = 1) -> Act:
    return notice("notice_failed", when, number)


def delivered(when: str, number: int = 1) -> Act:
    return notice("notice_delivered", when, number)


def answered(when: str) -> Act:
    return Act(verb="answer", at=at(when), side="support")


def confirmed(when: str) -> Act:
    return Act(verb="confirm_person", at=at(when), side="support")


def unsure(when: str) -> Act:
    return wrote(when)._replace(person=False)


def undone(when: str) -> Act:
    return Act(verb="undo_closing", at=at(when), side="system", person=False)


def pauses(*acts: Act) -> list[tuple[str, str]]:
    """On 10 March, as `10:00 – 12:00`; open ones end in `…`."""
    found = fold(TUESDAY, (CLASSED, *acts)).pauses
    return [(f"{start:%H:%M}", f"{end:%H:%M}" if end else "…") for start, end in found]


def elapsed(*acts: Act, now=EVENING) -> float:
    """Counted hours of the fix."""
    return judge(facts(CLASSED, *acts), now=now).fix.elapsed / HOUR


def waiting_since(*acts: Act):
    return fold(TUESDAY, (CLASSED, *acts)).waiting_since


class TestAnswers:
    def test_several_questions_pause_as_a_union(self):
        acts = [question("03-10 10:00", 1), question("03-10 11:00", 2), wrote("03-10 12:00")]
        assert pauses(*acts) == [("10:00", "12:00")]
        assert elapsed(*acts) == 6

    def test_an_answer_recorded_late_counts_at_its_receipt(self):
        """Asked at 10:00 and 13:00; the mail of 12:00 is processed at last."""
        acts = [question("03-10 10:00", 1), question("03-10 13:00", 2), wrote("03-10 12:00")]
        assert pauses(*acts) == [("10:00", "12:00"), ("13:00", "…")]
        assert elapsed(*acts) == 2

    def test_the_earlier_of_two_answers_counts_whichever_was_recorded_first(self):
        acts = [question("03-10 10:00", 1), wrote("03-10 14:00"), wrote("03-10 11:00")]
        assert pauses(*acts) == [("10:00", "11:00")]

    def test_what_was_received_before_the_question_does_not_answer_it(self):
        assert pauses(question("03-10 10:00", 1), wrote("03-10 09:59:59")) == [("10:00", "…")]

    def test_an_answer_at_the_instant_of_the_question_ends_it(self):
        assert pauses(question("03-10 10:00", 1), wrote("03-10 10:00")) == []

    def test_so_does_one_of_that_instant_recorded_before_it(self):
        assert pauses(wrote("03-10 10:00"), question("03-10 10:00", 1)) == []

    def test_one_of_the_second_before_recorded_before_it_does_not(self):
        assert pauses(wrote("03-10 09:59:59"), question("03-10 10:00", 1)) == [("10:00", "…")]

    def test_automatic_mail_of_the_instant_of_the_question_ends_nothing(self):
        assert pauses(unsure("03-10 10:00"), question("03-10 10:00", 1)) == [("10:00", "…")]

    def test_an_answer_given_elsewhere_counts_like_one_written(self):
        assert pauses(question("03-10 10:00", 1), answered("03-10 11:00")) == [("10:00", "11:00")]

    def test_closing_ends_every_question(self):
        acts = [question("03-10 10:00", 1), question("03-10 11:00", 2), closed("03-10 12:00")]
        assert pauses(*acts) == [("10:00", "12:00")]

    def test_an_answer_to_a_closed_ticket_received_before_the_closing_shortens_the_pause(self):
        acts = [question("03-10 10:00", 1), closed("03-10 15:00"), wrote("03-10 11:00")]
        assert elapsed(*acts) == 5

    def test_a_question_that_a_closing_ended_stays_ended_after_reopening(self):
        acts = [question("03-10 10:00", 1), closed("03-10 12:00"), reopened("03-10 13:00")]
        assert waiting_since(*acts) is None


class TestPerhapsAutomatic:
    def test_it_answers_nothing_by_itself(self):
        assert pauses(question("03-10 10:00", 1), unsure("03-10 11:00")) == [("10:00", "…")]

    def test_confirmed_it_answers_from_its_receipt_on(self):
        acts = [question("03-10 10:00", 1), unsure("03-10 11:00"), confirmed("03-10 11:00")]
        assert pauses(*acts) == [("10:00", "11:00")]


class TestFailedNotice:
    def test_it_stops_pausing_at_the_last_failure(self):
        assert pauses(question("03-10 10:00", 1), failed("03-10 10:30")) == [("10:00", "10:30")]

    def test_other_questions_pause_on(self):
        acts = [question("03-10 10:00", 1), question("03-10 11:00", 2), failed("03-10 12:00", 2)]
        assert pauses(*acts) == [("10:00", "…")]

    def test_delivered_again_it_pauses_anew(self):
        acts = [question("03-10 10:00", 1), failed("03-10 11:00"), delivered("03-10 13:00")]
        assert pauses(*acts) == [("10:00", "11:00"), ("13:00", "…")]

    def test_a_failure_that_is_noticed_after_the_answer_still_ends_the_pause_earlier(self):
        acts = [question("03-10 10:00", 1), wrote("03-10 14:00"), failed("03-10 11:00")]
        assert pauses(*acts) == [("10:00", "11:00")]

    def test_nobody_is_waited_for(self):
        assert waiting_since(question("03-10 10:00", 1), failed("03-10 11:00")) is None

    def test_the_clock_runs_and_has_its_due_instant(self):
        """Qualified at 09:00 with four hours; an hour was paused."""
        fix = judge(
            facts(CLASSED, question("03-10 10:00", 1), failed("03-10 11:00")), now=at("03-10 12:00")
        ).fix
        assert (fix.due_at, fix.pass_at is not None) == (at("03-10 14:00"), True)

    def test_while_one_is_undeliverable_no_day_counts(self):
        acts = [question("03-10 10:00", 1), question("03-10 11:00", 2), failed("03-10 12:00", 1)]
        assert fold(TUESDAY, (CLASSED, *acts)).latest_question is None

    def test_the_days_count_from_the_last_delivery(self):
        acts = [
            question("03-10 10:00", 1),
            question("03-10 11:00", 2),
            failed("03-10 12:00", 1),
            delivered("03-11 09:00", 1),
        ]
        latest = fold(TUESDAY, (CLASSED, *acts)).latest_question
        assert (latest.number, latest.dated_at) == (1, at("03-11 09:00"))


class TestDueInstant:
    @pytest.mark.parametrize("when", ["03-10 13:00", "03-10 14:00"])
    def test_a_limit_used_up_before_or_at_the_open_pause_keeps_its_own(self, when):
        fix = judge(facts(CLASSED, question(when, 1)), now=EVENING).fix
        assert fix.due_at == at("03-10 13:00")

    def test_the_open_pause_begins_with_the_first_question_of_its_union(self):
        """The limit would be used up at 13:00, between the two questions."""
        acts = [question("03-10 12:59", 1), question("03-10 13:30", 2)]
        assert judge(facts(CLASSED, *acts), now=EVENING).fix.due_at is None


class TestUndoing:
    ACTS = (
        question("03-10 10:00", 1),
        closed("03-24 17:00", reason="no-answer", person=False),
        wrote("03-10 12:00"),
        undone("03-25 09:00"),
    )

    def test_the_ticket_is_as_if_never_closed(self):
        history = fold(TUESDAY, (CLASSED, *self.ACTS))
        assert (history.closing, history.closings) == (None, [])

    def test_the_fix_clock_counts_the_time_meanwhile(self):
        """Six hours of Tuesday, and eleven days of eight; 17 March is a holiday."""
        assert elapsed(*self.ACTS, now=at("03-25 17:00")) == 6 + 10 * 8

    def test_there_is_no_earlier_fix(self):
        assert judge(facts(CLASSED, *self.ACTS), now=at("03-26 09:00")).earlier_fixes == ()

    def test_a_question_that_the_answer_does_not_end_is_open_again(self):
        acts = (
            question("03-10 10:00", 1),
            question("03-10 13:00", 2),
            closed("03-24 17:00", reason="no-answer", person=False),
            wrote("03-10 12:00"),
            undone("03-25 09:00"),
        )
        assert waiting_since(*acts) == at("03-10 13:00")

    def test_the_response_clock_runs_as_if_never_closed(self):
        """Nobody of Support has acted: the class and the question count as no handling here."""
        acts = (
            CLASSED._replace(person=False),
            question("03-10 10:00", 1)._replace(person=False),
            closed("03-24 17:00", reason="no-answer", person=False),
            wrote("03-10 12:00"),
            undone("03-25 09:00"),
        )
        response = judge(facts(*acts), now=at("03-25 17:00")).response
        assert response.elapsed == 11 * 8 * HOUR
