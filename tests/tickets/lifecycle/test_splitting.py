"""A message that is another matter gets a ticket of its own (O1)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.attachments import Upload
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def message(ticket, clara, aoife):
    lifecycle.ask(ticket.pk, text="Which order?", by=aoife, at=OPENED + HOUR)
    return lifecycle.write(
        ticket.pk,
        text="88214. And labels print twice.",
        by=clara.user,
        at=OPENED + 2 * HOUR,
        recorded_at=OPENED + 3 * HOUR,
        files=[Upload("label.txt", b"twice")],
        by_mail=True,
    )


@pytest.fixture
def new(message, aoife) -> Ticket:
    return lifecycle.split(message.pk, subject="Labels print twice", by=aoife, at=OPENED + 5 * HOUR)


def test_it_is_opened_at_the_receipt_of_the_message(new):
    assert (new.opened_at, new.created_at) == (OPENED + 2 * HOUR, OPENED + 5 * HOUR)


def test_it_is_the_same_administrators(new, ticket):
    assert (new.administrator, new.client, new.channel) == (
        ticket.administrator,
        ticket.client,
        "mail",
    )


def test_it_has_the_words_and_the_files(new, message):
    copy = new.messages.get()
    assert (copy.text, copy.author) == (message.text, message.author)
    assert [each.name for each in copy.attachments.all()] == ["label.txt"]


def test_splitting_is_no_handling(new):
    assert new.handled_at is None


def test_in_the_old_folder_its_effects_stand(new, ticket):
    assert ticket.questions.get().ended_at == OPENED + 2 * HOUR


def test_each_folder_names_the_other(new, ticket, message):
    here, there = Event.objects.get(verb="split"), Event.objects.filter(verb="open").last()
    assert (here.subject_id, here.data["ticket"]) == (ticket.pk, new.pk)
    assert (there.subject_id, there.data["split_from"]) == (new.pk, ticket.pk)


def test_a_message_is_split_off_once(new, message, aoife):
    with pytest.raises(ActionRefused, match="already"):
        lifecycle.split(message.pk, subject="Again", by=aoife, at=OPENED + 6 * HOUR)


def test_what_opened_the_ticket_stays_its_own(ticket, aoife):
    with pytest.raises(ActionRefused, match="opened ticket"):
        lifecycle.split(ticket.messages.get().pk, subject="So", by=aoife, at=OPENED + HOUR)


def test_our_own_words_are_not_split_off(ticket, aoife):
    reply = lifecycle.reply(ticket.pk, text="We look.", by=aoife, at=OPENED + HOUR)
    with pytest.raises(ActionRefused, match="Only what the client wrote"):
        lifecycle.split(reply.pk, subject="So", by=aoife, at=OPENED + HOUR)


@pytest.fixture
def other(open_ticket, aoife) -> Ticket:
    other = open_ticket(subject="Labels")
    lifecycle.ask(other.pk, text="Which labels?", by=aoife, at=OPENED + HOUR)
    return other


def move(message, to, aoife):
    return lifecycle.move_message(message.pk, to=to, by=aoife, at=OPENED + 5 * HOUR)


def test_moved_it_answers_there_from_its_receipt(message, other, aoife):
    moved = move(message, other, aoife)
    assert (moved.text, moved.author, moved.at) == (message.text, message.author, message.at)
    assert [each.name for each in moved.attachments.all()] == ["label.txt"]
    assert other.questions.get().ended_at == OPENED + 2 * HOUR
    there = Event.objects.get(verb="write", subject_id=other.pk)
    assert (there.at, there.recorded_at) == (OPENED + 2 * HOUR, OPENED + 5 * HOUR)


def test_moved_it_is_named_in_both_and_stays_where_it_was(message, other, ticket, aoife):
    move(message, other, aoife)
    here, there = Event.objects.get(verb="split"), Event.objects.filter(verb="write").last()
    assert (here.subject_id, here.data["ticket"]) == (ticket.pk, other.pk)
    assert (there.subject_id, there.data["moved_from"]) == (other.pk, ticket.pk)
    assert message in ticket.messages.all()
    assert ticket.questions.get().ended_at == OPENED + 2 * HOUR


def test_after_moving_all_is_as_the_events_tell(message, other, aoife):
    move(message, other, aoife)
    out = StringIO()
    call_command("rebuild", stdout=out)
    assert out.getvalue() == "2 tickets are as their events and facts tell.\n"


@pytest.mark.parametrize("case", ["same", "of another client", "closed", "younger"])
def test_where_it_cannot_go(case, message, other, ticket, open_ticket, charlie, aoife):
    to = {
        "same": lambda: ticket,
        "of another client": lambda: open_ticket(administrator=charlie),
        "closed": lambda: lifecycle.close(
            other.pk, reason="spam", by=aoife, at=OPENED + HOUR, seen=None
        ),
        "younger": lambda: open_ticket(at=OPENED + 3 * HOUR),
    }[case]()
    with pytest.raises(ActionRefused):
        move(message, to, aoife)
