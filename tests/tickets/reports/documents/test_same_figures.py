"""The page's figures stand in the PDF, the workbook, the table of tickets and the JSON alike."""

import csv
import json
from collections import Counter
from io import BytesIO, StringIO

import openpyxl
import pytest
from pypdf import PdfReader

from istockist_sla.core.exported import Encoder
from tests.tickets.reports.conftest import HOUR, qualify
from tickets.reports.documents.csv_file import as_csv
from tickets.reports.documents.pdf import as_pdf
from tickets.reports.documents.workbook import as_workbook
from tickets.reports.exports import as_data
from tickets.sla.verdict import EXCLUDED, NOT_COVERED

pytestmark = pytest.mark.django_db
CLASSES = ("critical", "medium", "low")


@pytest.fixture(params=["all clients", "meadow", "northgate"])
def figures(request, month, meadow, charlie, open_ticket, aoife, figures_at):
    """Of all clients, of one, and of another that has a single ticket."""
    qualify(open_ticket(administrator=charlie), aoife, HOUR, "degraded")
    qualify(open_ticket(), aoife, 30 * HOUR, "degraded")
    client = {"meadow": meadow, "northgate": charlie.client}.get(request.param)
    return figures_at(client=client)


@pytest.fixture
def indices(figures):
    """By class: met, guaranteed, missed."""
    found = {each.fault_class: each.index for each in figures.classes}
    return {code: (each.met, each.guaranteed, each.misses) for code, each in found.items()}


def summary(figures):
    """The rows of the first sheet by their first cells."""
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(figures)))["Summary"]
    return {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0]}


def responses(figures):
    """Verdicts by class, from the sheet of the first answers."""
    sheet = openpyxl.load_workbook(BytesIO(as_workbook(figures)))["Responses"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return Counter(((row[3] or "").lower(), row[4]) for row in rows)


def table(figures):
    """Verdicts by class, from the table of text."""
    _, _, text = as_csv(figures).decode().partition("\r\n\r\n")
    rows = csv.DictReader(StringIO(text, newline=""))
    return Counter((row["class"], row["verdict"]) for row in rows)


def words(figures):
    pages = PdfReader(BytesIO(as_pdf(figures).content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_json_tells_the_indices(figures, indices):
    data = json.loads(json.dumps(as_data(figures), cls=Encoder))["classes"]
    told = {
        code: (data[code]["met"], data[code]["guaranteed"], data[code]["missed"])
        for code in CLASSES
    }
    assert told == indices


def test_the_workbook_tells_the_indices(figures, indices):
    rows = summary(figures)
    told = {code: rows[code.capitalize()] for code in CLASSES}
    assert {code: (row[2], row[1], row[3]) for code, row in told.items()} == indices


@pytest.mark.parametrize("counted", [responses, table])
def test_the_rows_add_up_to_the_indices(figures, indices, counted):
    found = counted(figures)
    told = {
        code: (
            found[code, "met"],
            found[code, "met"] + found[code, "missed"],
            found[code, "missed"],
        )
        for code in CLASSES
    }
    assert told == indices
    assert found.total() == figures.opened


@pytest.mark.parametrize("counted", [responses, table])
@pytest.mark.parametrize("verdict", [EXCLUDED, NOT_COVERED])
def test_the_rows_add_up_to_what_is_outside(figures, counted, verdict):
    told = sum(n for (_, found), n in counted(figures).items() if found == verdict)
    assert told == sum(figures.by_reason(verdict).values())


def test_the_pdf_tells_the_indices(figures, indices):
    told = words(figures)
    for each in figures.classes:
        met, guaranteed, misses = indices[each.fault_class]
        if guaranteed:
            assert f"{each.index.shown} %" in told
            assert f"{met} of {guaranteed} {misses} missed" in told
    assert f"Missed first answers, {figures.misses}" in told


def test_the_pdf_tells_what_is_outside(figures):
    told = words(figures)
    assert f"Excluded by condition, {sum(figures.by_reason(EXCLUDED).values())}" in told
    assert f"Not covered, {sum(figures.by_reason(NOT_COVERED).values())}" in told


def test_the_misses_still_allowed_are_the_same(figures):
    data, rows = as_data(figures)["classes"], summary(figures)
    for each in figures.classes:
        allowed = each.index.still_allowed
        assert data[each.fault_class]["misses_still_allowed"] == allowed
        assert rows[each.fault_class.capitalize()][7] == allowed


def test_the_availability_is_the_same(figures):
    percent = figures.uptime.judged.percent
    data = as_data(figures)["availability"]
    assert data["percent"] == percent
    shown = summary(figures)["Judged"][0]
    assert (None if shown is None else f"{100 * shown:.2f}") == percent
    assert (f"{percent} %" if percent else "Not measurable") in words(figures)
