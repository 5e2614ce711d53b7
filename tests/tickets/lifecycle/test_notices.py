"""Questions that reached nobody, and mailboxes that have to be read first (K10, E2)."""

from datetime import timedelta

import pytest

from istockist_sla.core.models import Letter
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tests.factories import AdministratorFactory
from tickets import lifecycle
from tickets.models import InformationRequest, Mailbox, SentWarning, Ticket

pytestmark = pytest.mark.django_db
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
ASKED = OPENED + 2 * HOUR
SECOND_DATE = OPENED + 2 * DAY + 8 * HOUR
TENTH = OPENED + 15 * DAY + 8 * HOUR


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def refuse(letters, at) -> None:
    letters.update(state=Letter.State.FAILED, next_try_at=at)


def reminders() -> list[str]:
    rows = SentWarning.objects.filter(clock="question").order_by("id")
    return list(rows.values_list("threshold", flat=True))


@pytest.fixture
def question(ticket, aoife):
    AdministratorFactory(client=ticket.client, wants_copies=True)
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=ASKED)
    return InformationRequest.objects.get()


@pytest.fixture
def letters(question):
    return Letter.objects.filter(template="ask")


class TestLetters:
    def test_refused_for_every_recipient_the_question_pauses_no_more(
        self, ticket, question, letters
    ):
        refuse(letters.filter(pk=letters[0].pk), ASKED + HOUR)
        refuse(letters.filter(pk=letters[1].pk), ASKED + 2 * HOUR)
        assert lifecycle.follow_notices(at=ASKED + 3 * HOUR) == 1
        question.refresh_from_db()
        assert (question.failed_at, fresh(ticket).waiting_since) == (ASKED + 2 * HOUR, None)
        assert fresh(ticket).fix.due_at == OPENED + 6 * HOUR

    def test_one_that_reached_somebody_pauses_on(self, ticket, letters):
        refuse(letters.filter(pk=letters[0].pk), ASKED + HOUR)
        assert lifecycle.follow_notices(at=ASKED + 3 * HOUR) == 0
        assert fresh(ticket).waiting_since == ASKED

    def test_it_is_noticed_once(self, letters):
        refuse(letters, ASKED + HOUR)
        lifecycle.follow_notices(at=ASKED + 2 * HOUR)
        assert lifecycle.follow_notices(at=ASKED + 3 * HOUR) == 0

    def test_sent_at_last_it_pauses_anew(self, ticket, question, letters):
        refuse(letters, ASKED + HOUR)
        lifecycle.follow_notices(at=ASKED + 2 * HOUR)
        letters.filter(pk=letters[0].pk).update(state=Letter.State.SENT, sent_at=ASKED + 4 * HOUR)
        assert lifecycle.follow_notices(at=ASKED + 5 * HOUR) == 1
        question.refresh_from_db()
        assert (question.failed_at, question.dated_at) == (None, ASKED + 4 * HOUR)
        assert fresh(ticket).waiting_since == ASKED + 4 * HOUR

    def test_a_failure_that_is_noticed_after_the_answer_still_counts(
        self, ticket, question, letters, clara
    ):
        """Two hours before the question, one between failure and answer, and one since."""
        lifecycle.write(ticket.pk, text="88214", by=clara.user, at=ASKED + 2 * HOUR)
        refuse(letters, ASKED + HOUR)
        lifecycle.follow_notices(at=ASKED + 3 * HOUR)
        assert fresh(ticket).fix.elapsed == 4 * 3600


class TestDoors:
    def test_the_failure_of_an_earlier_delivery_is_no_news(self, question):
        lifecycle.fail_notice(question.pk, at=ASKED + HOUR, recorded_at=ASKED + HOUR)
        lifecycle.deliver_notice(question.pk, at=ASKED + 3 * HOUR, recorded_at=ASKED + 3 * HOUR)
        assert not lifecycle.fail_notice(
            question.pk, at=ASKED + 2 * HOUR, recorded_at=ASKED + 4 * HOUR
        )

    def test_what_was_answered_before_needs_no_notice(self, ticket, question, clara):
        lifecycle.write(ticket.pk, text="88214", by=clara.user, at=ASKED + HOUR)
        assert not lifecycle.fail_notice(question.pk, at=ASKED + HOUR, recorded_at=ASKED + 2 * HOUR)

    def test_what_never_failed_is_not_delivered_again(self, question):
        assert not lifecycle.deliver_notice(question.pk, at=ASKED, recorded_at=ASKED)


class TestDays:
    def test_nothing_comes_of_an_undeliverable_question(self, ticket, question):
        lifecycle.fail_notice(question.pk, at=ASKED + HOUR, recorded_at=ASKED + HOUR)
        lifecycle.sweep(at=TENTH)
        assert (reminders(), fresh(ticket).is_closed) == ([], False)

    def test_nobody_closes_it_by_hand_either(self, ticket, question, aoife):
        lifecycle.fail_notice(question.pk, at=ASKED + HOUR, recorded_at=ASKED + HOUR)
        with pytest.raises(ActionRefused, match="could not be delivered"):
            lifecycle.close(ticket.pk, reason="no-answer", by=aoife, at=TENTH, seen=None)

    def test_delivered_again_it_is_reminded_of_anew(self, ticket, question):
        lifecycle.sweep(at=SECOND_DATE)
        lifecycle.fail_notice(question.pk, at=SECOND_DATE + HOUR, recorded_at=SECOND_DATE + HOUR)
        again = SECOND_DATE + DAY
        lifecycle.deliver_notice(question.pk, at=again, recorded_at=again)
        lifecycle.sweep(at=again + 5 * DAY)
        assert reminders() == ["first-reminder", "first-reminder"]

    def test_the_closing_counts_from_the_delivery(self, ticket, question):
        lifecycle.fail_notice(question.pk, at=ASKED + HOUR, recorded_at=ASKED + HOUR)
        lifecycle.deliver_notice(question.pk, at=ASKED + DAY, recorded_at=ASKED + DAY)
        lifecycle.sweep(at=TENTH)
        assert not fresh(ticket).is_closed
        lifecycle.sweep(at=TENTH + DAY)
        assert fresh(ticket).closed_at == TENTH + DAY


class TestMailboxes:
    @pytest.fixture(autouse=True)
    def _boxes(self, question, settings):
        settings.IMAP_URL = "imaps://support:secret@mail.example/INBOX"
        Mailbox.objects.create(name="one", fetched_at=TENTH + DAY)
        self.other = Mailbox.objects.create(name="two", fetched_at=TENTH)

    def read(self, at) -> None:
        Mailbox.objects.filter(pk=self.other.pk).update(fetched_at=at)

    def test_the_closing_waits_until_every_mailbox_was_read_after_it(self, ticket):
        lifecycle.sweep(at=TENTH + HOUR)
        assert not fresh(ticket).is_closed
        self.read(TENTH + SECOND)
        lifecycle.sweep(at=TENTH + 2 * HOUR)
        assert fresh(ticket).closed_at == TENTH

    def test_one_that_the_settings_no_longer_name_is_not_waited_for(self, ticket):
        Mailbox.objects.filter(pk=self.other.pk).update(in_force=False)
        lifecycle.sweep(at=TENTH + HOUR)
        assert fresh(ticket).is_closed

    def test_where_none_in_force_was_ever_read_it_waits(self, ticket):
        Mailbox.objects.update(in_force=False)
        lifecycle.sweep(at=TENTH + HOUR)
        assert not fresh(ticket).is_closed

    def test_so_do_the_reminders(self):
        self.read(SECOND_DATE)
        lifecycle.sweep(at=SECOND_DATE + HOUR)
        assert reminders() == []
        self.read(SECOND_DATE + HOUR)
        lifecycle.sweep(at=SECOND_DATE + 2 * HOUR)
        assert reminders() == ["first-reminder"]

    def test_one_that_was_never_read_counts_as_unread(self, ticket):
        self.read(None)
        lifecycle.sweep(at=TENTH + HOUR)
        assert not fresh(ticket).is_closed

    def test_without_a_mailbox_nothing_waits(self, ticket, settings):
        settings.IMAP_URL = ""
        lifecycle.sweep(at=TENTH)
        assert fresh(ticket).is_closed
