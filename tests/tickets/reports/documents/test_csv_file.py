"""A month's tickets as a table of text."""

import csv
from io import StringIO

import pytest

from tests.tickets.reports.conftest import HOUR, qualify
from tickets.reports.documents.csv_file import as_csv

pytestmark = pytest.mark.django_db


def rows(figures):
    _, _, table = as_csv(figures).decode().partition("\r\n\r\n")
    return list(csv.DictReader(StringIO(table, newline="")))


def test_every_ticket_of_the_month_has_one_row(month, figures_at):
    verdicts = sorted(row["verdict"] for row in rows(figures_at()))
    assert verdicts == ["excluded", "met", "missed", "not covered"]


def test_a_row_accounts_for_its_verdict(late, figures_at):
    [row] = rows(figures_at())
    assert (row["class"], row["limit_seconds"], row["late_by_seconds"]) == (
        "critical",
        "14400",
        "7200",
    )
    assert (row["opened_at"], row["due_at"]) == ("2026-03-10T09:00:00Z", "2026-03-10T13:00:00Z")


def test_a_reason_stands_as_code_and_in_words(open_ticket, aoife, figures_at):
    qualify(open_ticket(low_priority=True), aoife, HOUR)
    [row] = rows(figures_at())
    assert row["reason"] == "low-priority"
    assert row["reason_in_words"] == "Low priority given by the client"


def test_a_ticket_without_a_class_says_so(ticket, figures_at):
    [row] = rows(figures_at())
    assert (row["class"], row["reason_in_words"]) == ("", "still without a class")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_is_never_a_formula(ticket, meadow, figures_at, sign):
    meadow.name = f"{sign}1+1"
    meadow.save()
    [row] = rows(figures_at())
    assert row["client_name"] == f"'{sign}1+1"


def test_one_client_gets_its_own_rows_only(ticket, charlie, figures_at):
    assert rows(figures_at(client=charlie.client)) == []


def test_an_empty_month_is_its_head_alone(db, figures_at):
    _, _, table = as_csv(figures_at()).decode().partition("\r\n\r\n")
    assert table.count("\r\n") == 1
