"""The searched tables change with the rows that they are of."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.conftest import gmt
from tickets.models import Article, Client, Message, Ticket
from tickets.search import hits, index
from tickets.search.filters import Filters
from tickets.search.terms import parse
from tickets.search.viewers import Viewer


def tickets(typed, **viewer):
    found = hits.in_folders(parse(typed), Filters(), Viewer(**viewer))
    return [(hit.source.name, hit.ticket_id) for hit in found]


def test_a_new_ticket_is_found_by_subject_message_and_client(ticket):
    assert tickets("come in") == [("ticket", ticket.pk)]
    assert tickets("nothing arriving") == [("message", ticket.pk)]
    assert tickets("meadow") == [("ticket", ticket.pk)]


def test_what_is_changed_is_found_as_it_is_now(ticket, meadow):
    Message.objects.update(text="It works")
    Client.objects.filter(pk=meadow.pk).update(name="Heath Ltd")
    assert tickets("arrives") == tickets("meadow") == []
    assert tickets("works heath") == []
    assert tickets("heath") == [("ticket", ticket.pk)]


def test_a_note_and_another_clients_folder_are_kept_from_a_client(ticket, charlie):
    Message.objects.update(kind=Message.Kind.NOTE)
    assert tickets("arrives") == [("message", ticket.pk)]
    assert tickets("arrives", client_id=ticket.client_id) == []
    assert tickets("orders", client_id=charlie.client_id) == []


def test_what_is_deleted_is_not_found(keys):
    Article.objects.all().delete()
    assert hits.in_small_tables(hits.question(parse("key")), [index.SOURCES[2]]) == []


def test_words_too_many_for_a_vector_are_kept_as_far_as_they_go(ticket):
    text = " ".join(f"w{n}" for n in range(200_000))
    Message.objects.create(ticket=ticket, kind="client", at=gmt(3, 10, 9), text=text)
    assert tickets("w77") == [("message", ticket.pk)]


def test_the_tables_are_as_their_rows_tell(ticket, keys):
    assert index.differing() == []


def test_a_table_that_lost_a_row_is_filled_anew(ticket):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_message")
    assert index.differing() == ["message"]
    index.fill_anew(["message"])
    assert index.differing() == []
    assert tickets("arrives") == [("message", ticket.pk)]


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_them_too(django_db_reset_sequences):
    assert not Ticket.objects.exists()
    assert index.differing() == []


def test_rebuild_tells_of_such_a_table_and_fills_it(ticket, capsys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_message")
    with pytest.raises(CommandError, match="what is searched of message"):
        call_command("rebuild")
    assert "Search: not what the rows tell of message." in capsys.readouterr().out
    assert index.differing() == []
