"""Answers at their receipt, closings that they undo, mail that a person wrote after all."""

from datetime import timedelta

import pytest

from istockist_sla.core.models import Event, Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tickets import explain, inputs, lifecycle
from tickets.models import InformationRequest, Message, Ticket
from tickets.replay import replay

pytestmark = pytest.mark.django_db
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
ASKED, SECOND_ASKED = OPENED + 2 * HOUR, OPENED + 5 * HOUR
# Support closes on the tenth support date after 10 March 2026; the 17th is a holiday.
TENTH = OPENED + 15 * DAY + 8 * HOUR
LATER = TENTH + 16 * HOUR


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def questions(ticket) -> list[tuple]:
    rows = InformationRequest.objects.filter(ticket=ticket)
    return list(rows.values_list("ended_at", "answered"))


def verbs(ticket) -> list[str]:
    events = Event.objects.about(Event.Kind.TICKET, ticket.pk).order_by("id")
    return list(events.values_list("verb", flat=True))


@pytest.fixture
def asked(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.assign(ticket.pk, to=aoife, by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=ASKED)
    return ticket


@pytest.fixture
def write(clara):
    """The client's mail, received at `at` and processed at `recorded_at`."""

    def written(ticket, at, recorded_at):
        return lifecycle.write(
            ticket.pk, text="88214", by=clara.user, at=at, recorded_at=recorded_at, by_mail=True
        )

    return written


class TestReceipt:
    def test_an_answer_ends_what_was_asked_by_its_receipt(self, asked, aoife, write):
        lifecycle.ask(asked.pk, text="And the shop?", by=aoife, at=SECOND_ASKED)
        write(asked, ASKED + HOUR, SECOND_ASKED + HOUR)
        assert questions(asked) == [(ASKED + HOUR, True), (None, False)]
        assert fresh(asked).waiting_since == SECOND_ASKED

    def test_the_event_counts_at_the_receipt_and_names_what_it_answers(self, asked, write):
        write(asked, ASKED + HOUR, ASKED + 3 * HOUR)
        event = Event.objects.get(verb="write")
        assert (event.at, event.recorded_at) == (ASKED + HOUR, ASKED + 3 * HOUR)
        assert event.data["answers"] == [InformationRequest.objects.get().pk]

    def test_what_was_received_in_the_second_of_a_question_answers_it_recorded_before_it(
        self, ticket, aoife, write
    ):
        write(ticket, ASKED, ASKED)
        lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=ASKED)
        assert questions(ticket) == [(ASKED, True)]
        assert fresh(ticket).waiting_since is None

    def test_an_answer_by_telephone_counts_when_it_was_given(self, asked, aoife):
        lifecycle.answer(
            asked.pk, text="88214", by=aoife, at=ASKED + HOUR, recorded_at=ASKED + 4 * HOUR
        )
        assert questions(asked) == [(ASKED + HOUR, True)]

    def test_nothing_was_answered_before_it_was_asked(self, asked, aoife):
        with pytest.raises(ActionRefused, match="No question was open"):
            lifecycle.answer(
                asked.pk, text="88214", by=aoife, at=ASKED - SECOND, recorded_at=ASKED + HOUR
            )

    def test_no_answer_comes_from_the_future(self, asked, aoife):
        with pytest.raises(ActionRefused, match="later than now"):
            lifecycle.answer(
                asked.pk, text="88214", by=aoife, at=ASKED + DAY, recorded_at=ASKED + HOUR
            )


class TestUndoing:
    def test_an_answer_received_before_the_closing_undoes_it(self, asked, write):
        lifecycle.sweep(at=TENTH)
        write(asked, TENTH - SECOND, LATER)
        assert (fresh(asked).state, fresh(asked).closed_at) == ("qualified", None)
        assert verbs(asked)[-3:] == ["close", "write", "undo_closing"]

    @pytest.mark.parametrize("received", [TENTH, ASKED - SECOND])
    def test_one_received_at_the_closing_or_before_the_question_does_not(
        self, asked, write, received
    ):
        lifecycle.sweep(at=TENTH)
        write(asked, received, LATER)
        assert (fresh(asked).is_closed, fresh(asked).mail_after_closing) == (True, True)

    def test_one_received_at_the_question_does(self, asked, write):
        lifecycle.sweep(at=TENTH)
        write(asked, ASKED, LATER)
        assert not fresh(asked).is_closed

    def test_a_closing_by_a_person_is_undone_too(self, asked, aoife, write):
        lifecycle.close(asked.pk, reason="no-answer", by=aoife, at=ASKED + 9 * DAY, seen=None)
        write(asked, ASKED + 8 * DAY, ASKED + 10 * DAY)
        assert not fresh(asked).is_closed

    def test_a_closing_for_another_reason_stands(self, asked, aoife, write):
        lifecycle.close(asked.pk, reason="resolved", by=aoife, at=ASKED + 2 * HOUR, seen=None)
        write(asked, ASKED + HOUR, ASKED + 3 * HOUR)
        assert fresh(asked).close_reason == "resolved"

    def test_a_ticket_that_was_reopened_before_stays_as_it_is(self, asked, aoife, write):
        lifecycle.sweep(at=TENTH)
        lifecycle.reopen(asked.pk, by=aoife, at=TENTH + HOUR, seen=None)
        write(asked, TENTH - SECOND, LATER)
        assert "undo_closing" not in verbs(asked)

    def test_it_rests_on_the_latest_question(self, asked, aoife, write):
        lifecycle.ask(asked.pk, text="And the shop?", by=aoife, at=SECOND_ASKED)
        lifecycle.sweep(at=TENTH)
        write(asked, SECOND_ASKED - SECOND, LATER)
        assert fresh(asked).is_closed

    def test_the_team_and_its_hand_over_come_back(self, asked, aoife, ruairi, write):
        lifecycle.hand_over(asked.pk, team="operations", text="Look", by=aoife, at=ASKED + HOUR)
        lifecycle.sweep(at=TENTH)
        write(asked, TENTH - SECOND, LATER)
        assert (fresh(asked).team, fresh(asked).team_since) == ("operations", ASKED + HOUR)
        lifecycle.hear_back(asked.pk, text="Done", by=ruairi, at=LATER + HOUR)

    def test_owner_and_class_are_as_before(self, asked, aoife, write):
        lifecycle.sweep(at=TENTH)
        write(asked, TENTH - SECOND, LATER)
        assert (fresh(asked).owner, fresh(asked).fault_class) == (aoife, "critical")

    def test_the_fix_counts_the_time_meanwhile(self, asked, write):
        """Two hours before the question, and the eight of the 26th after the answer."""
        lifecycle.sweep(at=TENTH)
        write(asked, TENTH - HOUR, LATER)
        ticket = lifecycle.refresh(asked.pk, at=TENTH + DAY)
        assert ticket.fix.elapsed == (2 + 1 + 8) * 3600
        assert not [row for row in ticket.results if row.is_reopened]

    def test_client_and_owner_are_told_once(self, asked, aoife, clara, write):
        lifecycle.sweep(at=TENTH)
        Letter.objects.all().delete()
        write(asked, TENTH - SECOND, LATER)
        told = Letter.objects.order_by("template").values_list("template", "to_address")
        assert list(told) == [("undo_closing", clara.email), ("undo_closing_desk", aoife.email)]

    def test_an_answer_by_telephone_undoes_it(self, asked, aoife):
        lifecycle.sweep(at=TENTH)
        lifecycle.answer(asked.pk, text="88214", by=aoife, at=TENTH - HOUR, recorded_at=LATER)
        assert not fresh(asked).is_closed

    def test_a_changed_priority_undoes_it(self, asked, clara):
        lifecycle.sweep(at=TENTH)
        lifecycle.set_priority(
            asked.pk, low=True, by=clara.user, at=TENTH - SECOND, recorded_at=TENTH + SECOND
        )
        assert not fresh(asked).is_closed

    def test_its_events_tell_the_same(self, asked, write):
        lifecycle.sweep(at=TENTH)
        write(asked, TENTH - SECOND, LATER)
        columns = replay(inputs.read({asked.pk: asked.client_id}).events[asked.pk])
        stored = fresh(asked)
        assert columns == {name: getattr(stored, name) for name in columns}

    def test_the_explanation_shows_it(self, asked, write):
        lifecycle.sweep(at=TENTH)
        write(asked, TENTH - SECOND, LATER)
        explained = explain.explain(fresh(asked), now=LATER)
        assert "undid the closing" in " ".join(row.words for row in explained.clocks[-1].rows)


class TestPerhapsAutomatic:
    @pytest.fixture
    def kept(self, asked, clara) -> Message:
        return lifecycle.keep_unsure(
            asked.pk,
            text="I am away; the number is 88214",
            by=clara.user,
            at=ASKED + HOUR,
            recorded_at=ASKED + 2 * HOUR,
        )

    def test_it_answers_nothing(self, asked, kept):
        assert fresh(asked).waiting_since == ASKED

    def test_confirmed_it_answers_at_its_receipt(self, asked, kept, aoife):
        lifecycle.confirm_person(kept.pk, by=aoife, at=ASKED + 5 * HOUR)
        assert questions(asked) == [(ASKED + HOUR, True)]

    def test_it_is_confirmed_once(self, kept, aoife):
        lifecycle.confirm_person(kept.pk, by=aoife, at=ASKED + 5 * HOUR)
        with pytest.raises(ActionRefused, match="confirmed already"):
            lifecycle.confirm_person(kept.pk, by=aoife, at=ASKED + 6 * HOUR)

    def test_another_message_needs_no_confirmation(self, asked, clara, aoife):
        message = lifecycle.write(asked.pk, text="88214", by=clara.user, at=ASKED + HOUR)
        with pytest.raises(ActionRefused, match="no mail that may be automatic"):
            lifecycle.confirm_person(message.pk, by=aoife, at=ASKED + 2 * HOUR)

    def test_confirmed_it_undoes_a_closing(self, asked, kept, aoife):
        lifecycle.sweep(at=TENTH)
        lifecycle.confirm_person(kept.pk, by=aoife, at=LATER)
        assert not fresh(asked).is_closed
