"""Each ticket has a place of its own among all of its client, in the order of their numbers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_each_client_s_tickets_are_counted_from_one_on(open_ticket, clara, charlie):
    opened = [open_ticket(administrator=each) for each in (clara, charlie, clara, clara)]
    assert [ticket.client_sequence for ticket in opened] == [1, 1, 2, 3]


@pytest.mark.parametrize("channel", ["mail", "portal", "desk", "import"])
def test_however_it_was_opened_it_counts(open_ticket, channel):
    open_ticket()
    assert open_ticket(channel=channel).client_sequence == 2


def test_a_ticket_that_is_split_off_counts(ticket, clara, aoife):
    message = lifecycle.write(
        ticket.pk, text="And labels print twice.", by=clara.user, at=OPENED + HOUR
    )
    new = lifecycle.split(message.pk, subject="Labels", by=aoife, at=OPENED + 2 * HOUR)
    assert new.client_sequence == 2


def test_a_ticket_that_is_refused_takes_no_place(open_ticket):
    open_ticket()
    with pytest.raises(lifecycle.ActionRefused):
        open_ticket(text=" ")
    assert open_ticket().client_sequence == 2


def test_the_event_of_the_opening_tells_it(open_ticket):
    open_ticket()
    ticket = open_ticket()
    assert Event.objects.about(Event.Kind.TICKET, ticket.pk).get().data["count"] == 2


def test_no_place_is_given_twice(open_ticket):
    first, second = open_ticket(), open_ticket()
    with pytest.raises(IntegrityError):
        Ticket.objects.filter(pk=second.pk).update(client_sequence=first.client_sequence)
