"""A month as a workbook."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest

from tests.conftest import OPENED
from tickets.reports.documents.workbook import as_workbook

pytestmark = pytest.mark.django_db


def book(figures):
    return openpyxl.load_workbook(BytesIO(as_workbook(figures)))


def cells(sheet, row=2):
    return dict(zip((cell.value for cell in sheet[1]), sheet[row], strict=True))


def test_its_sheets_are_in_the_order_of_reading(month, figures_at):
    assert book(figures_at()).sheetnames == ["Summary", "Responses", "Fixes", "Outages"]


def test_instants_and_lengths_are_real_ones(late, figures_at):
    row = cells(book(figures_at())["Responses"])
    assert row["Opened, GMT"].value == OPENED.replace(tzinfo=None)
    assert row["Due, GMT"].value == OPENED.replace(tzinfo=None, hour=13)
    assert row["Elapsed"].value == timedelta(hours=6)
    assert row["Late by"].number_format == "[h]:mm:ss"


def test_a_subject_is_text_whatever_it_begins_with(late, figures_at):
    subject = cells(book(figures_at())["Responses"])["Subject"]
    assert (subject.value, subject.data_type) == ("=1+1 Orders do not come in", "s")


def test_no_cell_is_a_formula_or_a_link(open_ticket, figures_at):
    for subject in ("=cmd|' /C calc'!A0", "https://shop.example/", "+1", "-1", "@SUM(A1)"):
        open_ticket(subject=subject)
    found = [cell for sheet in book(figures_at()) for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in found if cell.data_type == "f" or cell.hyperlink] == []


def test_every_ticket_of_the_month_has_a_row(month, figures_at):
    assert book(figures_at())["Responses"].max_row == 1 + 4


def test_a_fix_before_a_reopening_stands_beside_the_others(month, figures_at):
    sheet = book(figures_at())["Fixes"]
    assert sorted(cells(sheet, row)["Reopened later"].value for row in (2, 3)) == ["no", "yes"]


def test_an_outage_tells_what_became_of_it(month, figures_at):
    row = cells(book(figures_at())["Outages"])
    assert row["Outage"].value == "The API does not answer"
    assert row["Length"].value == timedelta(hours=1)
    assert row["Interrupted"].value == "API down"


def test_heads_stay_in_view(month, figures_at):
    assert [sheet.freeze_panes for sheet in book(figures_at())] == ["B2"] * 4


def test_the_file_says_what_it_is(month, figures_at):
    properties = book(figures_at()).properties
    assert properties.title == "Service level report, March 2026, all clients"
    assert properties.creator == "iStockist Support"


def test_the_same_figures_make_the_same_file(month, figures_at):
    assert as_workbook(figures_at()) == as_workbook(figures_at())
