"""Each file of a month says whether the month is closed, and which head it has."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from pypdf import PdfReader

from tests.conftest import OPENED
from tests.tickets.reports.closing.conftest import CLOSED, HOUR, closed_month
from tickets import lifecycle
from tickets.models import ClockResult
from tickets.reports.documents.csv_file import as_csv
from tickets.reports.documents.files import client_file
from tickets.reports.documents.pdf import as_pdf
from tickets.reports.documents.workbook import as_workbook
from tickets.reports.exports import as_data

pytestmark = pytest.mark.django_db
INSTANT = "Closed Friday 10 April 2026, 09:00 GMT, number 1 in the chain"


@pytest.fixture
def decided(ticket, aoife):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    return ticket


@pytest.fixture
def closed(decided, niamh):
    return closed_month(by=niamh)


def pages(content):
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]


def sheet(figures):
    """The first column of the first sheet, with plain spaces."""
    found = openpyxl.load_workbook(BytesIO(as_workbook(figures)))["Summary"]
    return [" ".join(str(row[0]).split()) for row in found.iter_rows(values_only=True)]


def frame(figures):
    head, _, _ = as_csv(figures).decode().partition("\r\n\r\n")
    return dict(csv.reader(StringIO(head, newline="")))


def test_the_pdf_tells_it_on_the_cover(closed, figures_at):
    cover, *_ = pages(as_pdf(figures_at(CLOSED + HOUR)).content)
    assert f"State {INSTANT}" in cover
    assert f"Head {closed.head}" in cover


def test_each_page_of_the_pdf_has_the_head_in_its_foot(closed, figures_at):
    for page in pages(as_pdf(figures_at(CLOSED + HOUR)).content):
        assert page.count(f"{INSTANT}, head {closed.head}") == 1


def test_the_workbook_tells_it_on_its_first_sheet(closed, figures_at):
    assert {INSTANT, f"Head {closed.head}"} <= set(sheet(figures_at(CLOSED + HOUR)))


def test_the_table_tells_it_above_its_rows(closed, figures_at):
    found = frame(figures_at(CLOSED + HOUR))
    assert (found["state"], found["closed_at"]) == ("closed", "2026-04-10T09:00:01Z")
    assert (found["number_in_the_chain"], found["head"]) == ("1", closed.head)


def test_the_json_tells_it(closed, figures_at):
    found = as_data(figures_at(CLOSED + HOUR))
    assert found["state"] == "closed"
    assert found["closing"] == {
        "title": "closing",
        "closed_at": closed.closed_at,
        "number_in_the_chain": 1,
        "head": closed.head,
        "unchanged_since": True,
    }


def test_before_its_closing_it_is_not_closed(decided, figures_at):
    figures = figures_at()
    assert "not closed" in pages(as_pdf(figures).content)[0]
    assert "Not closed: the month is over, and its figures may still change" in sheet(figures)
    assert (frame(figures)["state"], frame(figures)["head"]) == ("not closed", "")
    assert (as_data(figures)["state"], as_data(figures)["closing"]) == ("not closed", None)


def test_a_running_month_is_running(decided, figures_at):
    figures = figures_at(OPENED + HOUR)
    assert "Running: figures so far" in pages(as_pdf(figures).content)[0]
    assert frame(figures)["state"] == as_data(figures)["state"] == "running"


def test_figures_that_moved_since_are_not_passed_off_as_the_closed_ones(
    closed, decided, figures_at
):
    ClockResult.objects.filter(ticket=decided, clock="response").update(verdict="missed")
    figures = figures_at(CLOSED + HOUR)
    assert as_data(figures)["closing"]["unchanged_since"] is False
    assert frame(figures)["unchanged_since"] == "no"
    assert any("A verdict was put right since" in line for line in sheet(figures))
    assert "A verdict was put right since" in pages(as_pdf(figures).content)[0]


def test_a_client_has_its_own_part_alone(decided, open_ticket, charlie, aoife, niamh):
    other = open_ticket(administrator=charlie, subject="Nothing for Meadow")
    lifecycle.qualify(other.pk, class_test="orders-stopped", by=aoife, at=OPENED + HOUR, seen=None)
    closed = closed_month(by=niamh)
    text = client_file(closed, decided.client, "csv").content.decode()
    assert closed.head in text
    assert "Nothing for Meadow" not in text
