from datetime import UTC, datetime, timedelta

import pytest

from istockist_sla.core.models import Event, Letter
from tests.conftest import OPENED
from tickets import inputs, lifecycle
from tickets.models import SentWarning, Ticket

pytestmark = pytest.mark.django_db
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def told() -> list[tuple[str, str]]:
    return list(SentWarning.objects.values_list("clock", "threshold"))


def test_nothing_is_told_before_its_time(ticket):
    assert lifecycle.sweep(at=OPENED + 3 * HOUR - SECOND) == 0


def test_a_warning_comes_one_counted_hour_before_the_limit(ticket, aoife):
    lifecycle.sweep(at=OPENED + 3 * HOUR)
    assert told() == [("response", "warning")]


def test_exactly_at_the_limit_nothing_is_missed(ticket, aoife):
    lifecycle.sweep(at=OPENED + 4 * HOUR)
    assert told() == [("response", "warning")]


def test_a_miss_carries_the_deadlines_instant_not_the_moment_of_noticing(ticket, niamh):
    lifecycle.sweep(at=OPENED + 5 * HOUR)
    miss = SentWarning.objects.get(threshold="miss")
    assert (miss.deadline, miss.sent_at) == (OPENED + 4 * HOUR, OPENED + 5 * HOUR)


def test_a_warning_that_comes_too_late_is_left_out(ticket, aoife):
    lifecycle.sweep(at=OPENED + 5 * HOUR)
    assert told() == [("response", "miss")]


def test_past_the_strictest_limit_the_verdict_still_runs(ticket):
    lifecycle.sweep(at=OPENED + 5 * HOUR)
    assert Ticket.objects.get(pk=ticket.pk).response.verdict == "running"


def test_a_doubled_sweep_tells_nothing_twice(ticket, aoife, niamh):
    lifecycle.sweep(at=OPENED + 5 * HOUR)
    letters = Letter.objects.count()
    assert lifecycle.sweep(at=OPENED + 5 * HOUR) == 0
    assert Letter.objects.count() == letters


def test_an_unowned_warning_goes_to_the_agents(ticket, aoife, declan):
    lifecycle.sweep(at=OPENED + 3 * HOUR)
    sent = Letter.objects.filter(template="warning").values_list("to_address", flat=True)
    assert set(sent) == {aoife.email, declan.email}


def test_a_miss_is_told_to_the_owner_and_the_managers(ticket, aoife, declan, niamh):
    lifecycle.assign(ticket.pk, to=declan, by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.sweep(at=OPENED + 5 * HOUR)
    sent = Letter.objects.filter(template="miss").values_list("to_address", flat=True)
    assert set(sent) == {declan.email, niamh.email}


def test_a_handled_ticket_is_warned_of_no_more(ticket, aoife):
    lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
    assert lifecycle.sweep(at=OPENED + 5 * HOUR) == 0


def test_an_excluded_ticket_is_warned_of_not_at_all(open_ticket):
    open_ticket(low_priority=True)
    assert lifecycle.sweep(at=OPENED + 5 * HOUR) == 0


def test_the_fix_is_warned_of_too(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.sweep(at=OPENED + 3 * HOUR)
    assert told() == [("fix", "warning")]


def test_a_ticket_that_throws_is_put_off_and_the_rest_go_on(open_ticket, monkeypatch):
    bad, good = open_ticket(), open_ticket()
    read = inputs.read

    def read_unless_bad(clients, **more):
        if bad.pk in clients:
            raise ValueError("broken row")
        return read(clients, **more)

    monkeypatch.setattr(inputs, "read", read_unless_bad)
    lifecycle.sweep(at=OPENED + 5 * HOUR)
    assert SentWarning.objects.get().ticket == good
    assert Ticket.objects.get(pk=bad.pk).next_check_at > OPENED + 5 * HOUR


class TestUnansweredQuestion:
    """Asked on Tuesday 10 March 2026; Saint Patrick's Day is no support date (E2)."""

    SECOND_DATE = datetime(2026, 3, 12, 17, tzinfo=UTC)
    FIFTH_DATE = datetime(2026, 3, 18, 17, tzinfo=UTC)
    TENTH_DATE = datetime(2026, 3, 25, 17, tzinfo=UTC)

    @pytest.fixture(autouse=True)
    def question(self, ticket, aoife):
        lifecycle.take(ticket.pk, by=aoife, at=OPENED + HOUR, seen=None)
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + 2 * HOUR)

    def reminders(self) -> list[datetime]:
        return list(
            Letter.objects.filter(template="remind")
            .order_by("id")
            .values_list("created_at", flat=True)
        )

    def test_reminders_come_when_support_closes_on_the_second_and_fifth_date(self):
        for at in (self.SECOND_DATE, self.FIFTH_DATE):
            lifecycle.sweep(at=at - SECOND)
            lifecycle.sweep(at=at)
        assert self.reminders() == [self.SECOND_DATE, self.FIFTH_DATE]

    def test_a_late_sweep_sends_the_later_reminder_alone(self):
        lifecycle.sweep(at=self.FIFTH_DATE + HOUR)
        assert self.reminders() == [self.FIFTH_DATE + HOUR]

    def test_the_ticket_closes_when_the_tenth_date_ends(self, ticket):
        lifecycle.sweep(at=self.TENTH_DATE - SECOND)
        assert not Ticket.objects.get(pk=ticket.pk).is_closed
        lifecycle.sweep(at=self.TENTH_DATE)
        assert Ticket.objects.get(pk=ticket.pk).close_reason == "no-answer"

    def test_a_late_sweep_closes_at_the_same_instant(self, ticket):
        lifecycle.sweep(at=self.TENTH_DATE + 30 * HOUR)
        closing = Event.objects.get(verb="close")
        assert Ticket.objects.get(pk=ticket.pk).closed_at == self.TENTH_DATE
        assert (closing.at, closing.recorded_at) == (
            self.TENTH_DATE,
            self.TENTH_DATE + 30 * HOUR,
        )

    def test_a_late_closing_is_never_before_what_was_done_since(self, ticket, aoife):
        lifecycle.note(ticket.pk, text="Silence.", by=aoife, at=self.TENTH_DATE + HOUR)
        lifecycle.sweep(at=self.TENTH_DATE + 30 * HOUR)
        assert Ticket.objects.get(pk=ticket.pk).closed_at == self.TENTH_DATE + HOUR

    def test_nobody_closed_it(self, ticket):
        lifecycle.sweep(at=self.TENTH_DATE)
        assert Event.objects.get(verb="close").actor is None

    def test_an_answer_stops_the_reminders(self, ticket, clara):
        lifecycle.write(ticket.pk, text="88214", by=clara.user, at=OPENED + 3 * HOUR)
        lifecycle.sweep(at=self.TENTH_DATE)
        assert self.reminders() == []

    def test_a_new_question_starts_the_days_anew(self, ticket, aoife):
        lifecycle.ask(ticket.pk, text="And which shop?", by=aoife, at=self.SECOND_DATE - HOUR)
        lifecycle.sweep(at=self.SECOND_DATE)
        assert self.reminders() == []
