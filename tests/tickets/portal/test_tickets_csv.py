"""The list of tickets as a table."""

import csv
from io import StringIO

import pytest

pytestmark = pytest.mark.django_db


def rows_of(answer):
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.content.decode(), newline="")))


def test_a_ticket_is_a_row(clara_in, asked):
    answer = clara_in.get("/tickets.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="tickets-meadow-2026-03-10.csv"'
    (row,) = rows_of(answer)
    assert row["number"] == str(asked.number)
    assert row["state"] == "waiting for you"
    assert row["opened_at"] == "2026-03-10T09:00:00Z"
    assert row["answered_at"] == "2026-03-10T09:10:00Z"
    assert row["opened_by"] == "Clara Whitcombe"


def test_the_filters_and_the_words_of_the_list_apply(clara_in, open_ticket, closed):
    other = open_ticket(subject="Labels print twice")
    assert [row["number"] for row in rows_of(clara_in.get("/tickets.csv"))] == [str(other.number)]
    found = rows_of(clara_in.get("/tickets.csv?show=closed"))
    assert [(row["number"], row["closed_as"]) for row in found] == [
        (str(closed.number), "Closed, solved")
    ]
    assert rows_of(clara_in.get("/tickets.csv?show=all&q=Labels"))[0]["number"] == str(other.number)


def test_a_formula_is_text(clara_in, open_ticket):
    open_ticket(subject='=HYPERLINK("http://evil.example")')
    (row,) = rows_of(clara_in.get("/tickets.csv"))
    assert row["subject"].startswith("'=")


def test_anothers_tickets_are_not_in_it(charlie_in, ticket):
    assert rows_of(charlie_in.get("/tickets.csv?show=all")) == []


def test_the_list_leads_to_it_as_it_is_filtered(clara_in, ticket):
    text = clara_in.get(f"/tickets/?show=all&q={ticket.number}&page=1").text
    assert f'href="/tickets.csv?show=all&amp;q={ticket.number}"' in text
