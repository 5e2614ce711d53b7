"""A message that is another matter gets a ticket of its own (O1)."""

from datetime import timedelta

import pytest

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
