"""A ticket is judged before it is stored: each row is written once."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from istockist_sla.core import letters
from istockist_sla.core.models import Letter
from tests.conftest import OPENED
from tests.factories import AdministratorFactory
from tickets import lifecycle
from tickets.models import Message

pytestmark = pytest.mark.django_db
BOUNDS = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")


def kinds_of(act):
    """How many statements of each kind the act takes, without those that bound a transaction."""
    with CaptureQueriesContext(connection) as asked:
        act()
    return Counter(
        query["sql"].split(None, 1)[0] for query in asked if not query["sql"].startswith(BOUNDS)
    )


@pytest.mark.parametrize("copies", [0, 3])
def test_an_opening_takes_few_statements_however_many_letters_it_sends(open_ticket, meadow, copies):
    for n in range(copies):
        AdministratorFactory(client=meadow, email=f"copy{n}@meadow.example", wants_copies=True)
    open_ticket()
    kinds = kinds_of(open_ticket)
    assert sum(kinds.values()) <= (6 if connection.vendor == "postgresql" else 10)


def test_the_stored_ticket_is_the_one_that_the_door_hands_out(open_ticket):
    ticket = open_ticket()
    stored = type(ticket).objects.get(pk=ticket.pk)
    assert {name: getattr(ticket, name) for name in vars(stored) if name[0] != "_"} == {
        name: value for name, value in vars(stored).items() if name[0] != "_"
    }


def test_an_opening_without_a_word_takes_its_subject(open_ticket):
    assert Message.objects.get(ticket=open_ticket(text="")).text == "Orders do not come in"


def test_an_opening_of_blanks_alone_is_refused(open_ticket):
    with pytest.raises(lifecycle.ActionRefused, match="Write a few words"):
        open_ticket(text=" \n ")


def test_a_ticket_that_is_refused_takes_no_number(open_ticket):
    first = open_ticket()
    with pytest.raises(lifecycle.ActionRefused):
        open_ticket(text=" ")
    assert open_ticket().number == first.number + 1


def test_one_recipient_gets_one_letter_however_often_it_is_queued(open_ticket):
    open_ticket()
    letter = Letter.objects.get()
    same = letters.draft(
        key=letter.key.rpartition(":")[0],
        kind=letter.subject_kind,
        subject_id=letter.subject_id,
        template=letter.template,
        to=letters.Address(letter.to_address, ""),
        at=OPENED,
    )
    letters.queue_all([same])
    assert list(Letter.objects.all()) == [letter]
