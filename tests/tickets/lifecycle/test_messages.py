from datetime import timedelta

import pytest

from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Attachment, Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def fresh(ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_numbers_follow_one_another(open_ticket):
    first, second = open_ticket(), open_ticket()
    assert second.number == first.number + 1


def test_a_refused_opening_uses_up_no_number(open_ticket):
    first = open_ticket()
    with pytest.raises(ActionRefused):
        open_ticket(recorded_at=OPENED - HOUR)
    assert open_ticket().number == first.number + 1


def test_instants_are_cut_to_the_whole_second(open_ticket):
    assert open_ticket(at=OPENED.replace(microsecond=999_999)).opened_at == OPENED


def test_the_opening_and_the_making_of_the_folder_are_both_kept(open_ticket):
    ticket = open_ticket(recorded_at=OPENED + 6 * HOUR)
    assert (ticket.opened_at, ticket.created_at) == (OPENED, OPENED + 6 * HOUR)


def test_an_empty_subject_still_opens(open_ticket):
    assert open_ticket(subject="  ").subject == "(no subject)"


def test_files_come_into_the_folder(open_ticket):
    ticket = open_ticket(files=[Upload("../../etc/list.txt", b"order 1")])
    attachment = Attachment.objects.get(message__ticket=ticket)
    assert (attachment.name, attachment.content_type) == ("list.txt", "text/plain")


def test_the_same_content_is_stored_once_a_ticket(ticket, aoife):
    for _ in range(2):
        lifecycle.note(
            ticket.pk, text="", by=aoife, at=OPENED + HOUR, files=[Upload("a.png", b"\x89PNG 1")]
        )
    assert Attachment.objects.values("file").distinct().count() == 1


def test_events_hold_no_personal_text(ticket, aoife):
    lifecycle.reply(ticket.pk, text="Dear Clara Whitcombe", by=aoife, at=OPENED + HOUR)
    assert "Clara" not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("say", [lifecycle.reply, lifecycle.ask])
def test_a_word_to_the_client_is_handling(ticket, aoife, say):
    say(ticket.pk, text="We look.", by=aoife, at=OPENED + HOUR)
    assert fresh(ticket).handled_at == OPENED + HOUR


def test_a_note_is_not_handling(ticket, aoife):
    lifecycle.note(ticket.pk, text="Looks like the database.", by=aoife, at=OPENED + HOUR)
    assert fresh(ticket).handled_at is None


def test_a_hand_over_is_not_handling(ticket, aoife):
    lifecycle.hand_over(ticket.pk, team="operations", text="Disk full?", by=aoife, at=OPENED + HOUR)
    assert fresh(ticket).handled_at is None


def test_an_opening_by_an_agent_is_not_handling(open_ticket, aoife):
    assert open_ticket(channel="desk", by=aoife).handled_at is None


@pytest.mark.parametrize("say", [lifecycle.reply, lifecycle.ask, lifecycle.note])
def test_nothing_said_is_refused(ticket, aoife, say):
    with pytest.raises(ActionRefused, match="few words"):
        say(ticket.pk, text="   ", by=aoife, at=OPENED)


def test_a_question_pauses_the_fix(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="other", by=aoife, at=OPENED + HOUR, seen=None)
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + 2 * HOUR)
    asked = fresh(ticket)
    assert (asked.waiting_since, asked.fix.due_at) == (OPENED + 2 * HOUR, None)


def test_one_answer_ends_all_questions(ticket, aoife, clara):
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
    lifecycle.ask(ticket.pk, text="Which shop?", by=aoife, at=OPENED + 2 * HOUR)
    lifecycle.write(ticket.pk, text="88214", by=clara.user, at=OPENED + 3 * HOUR)
    assert not ticket.questions.filter(answered=False).exists()
    assert fresh(ticket).waiting_since is None


def test_an_answer_given_elsewhere_can_be_recorded(ticket, aoife):
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
    lifecycle.answer(ticket.pk, text="By telephone: 88214", by=aoife, at=OPENED + 2 * HOUR)
    assert fresh(ticket).waiting_since is None


def test_no_answer_without_a_question(ticket, aoife):
    with pytest.raises(ActionRefused, match="No question"):
        lifecycle.answer(ticket.pk, text="88214", by=aoife, at=OPENED)


def test_mail_to_a_closed_ticket_is_kept_and_flagged(ticket, clara):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
    lifecycle.write(ticket.pk, text="Thank you", by=clara.user, at=OPENED + 2 * HOUR)
    closed = fresh(ticket)
    assert (closed.state, closed.mail_after_closing) == ("closed", True)


def test_a_closed_ticket_takes_no_reply(ticket, clara, aoife):
    lifecycle.close_by_client(ticket.pk, by=clara.user, at=OPENED + HOUR)
    with pytest.raises(ActionRefused, match="Reopen it first"):
        lifecycle.reply(ticket.pk, text="Hello", by=aoife, at=OPENED + 2 * HOUR)


def test_a_hand_over_waits_for_one_team_only(ticket, aoife):
    lifecycle.hand_over(ticket.pk, team="operations", text="Look", by=aoife, at=OPENED)
    with pytest.raises(ActionRefused, match="with Operations already"):
        lifecycle.hand_over(ticket.pk, team="development", text="Look", by=aoife, at=OPENED)


def test_a_team_that_was_heard_no_longer_has_the_ticket(ticket, aoife, ruairi):
    lifecycle.hand_over(ticket.pk, team="operations", text="Look", by=aoife, at=OPENED)
    handed = lifecycle.hear_back(ticket.pk, text="Failed over", by=ruairi, at=OPENED + HOUR)
    assert (fresh(ticket).team, handed.heard_at) == ("", OPENED + HOUR)
