"""A month as a PDF."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.tickets.reports.conftest import HOUR, LATER, OPENED, qualify
from tickets.reports.documents import pdf
from tickets.reports.documents.pdf import as_pdf

pytestmark = pytest.mark.django_db
DRAFT = "Draft, as of Wednesday 11 March 2026, 09:00 GMT"


def reader(figures):
    return PdfReader(BytesIO(as_pdf(figures).content))


def text_of(page):
    """Its words as they are read, with plain spaces."""
    return " ".join(page.extract_text().replace("\u200b", "").split())


def text(figures):
    return " ".join(text_of(page) for page in reader(figures).pages)


def marks(found):
    """Every structure element of the tagged document: its kind, and its text alternative."""
    found = found.get_object()
    if isinstance(found, list):
        for each in found:
            yield from marks(each)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found["/S"], found.get("/Alt", "")
        if "/K" in found:
            yield from marks(found["/K"])


def test_the_cover_tells_the_verdict_in_words(month, figures_at):
    cover = text_of(reader(figures_at()).pages[0])
    assert "March 2026" in cover
    assert "Not kept: availability and Critical." in cover
    assert "1 of 2" in cover
    assert "1 too many" in cover


def test_each_ticket_outside_the_index_stands_with_its_reason(month, figures_at):
    words = text(figures_at())
    assert "Missed first answers, 1" in words
    assert f"{month.number} =1+1 Orders do not come in" in words
    assert "Low priority given by the client" in words
    assert "Request for information" in words


def test_fixes_outages_and_reopenings_are_listed(month, figures_at):
    words = text(figures_at())
    assert "Fixes of tickets closed in March, 2" in words
    assert "The API does not answer" in words
    assert "New disks for the database servers" in words
    assert "Reopened, 1" in words


def test_a_month_that_is_not_over_is_a_draft_on_every_page(month, figures_at):
    pages = reader(figures_at(OPENED + 24 * HOUR)).pages
    assert [DRAFT in text_of(page) for page in pages] == [True] * len(pages)


def test_a_month_that_is_over_is_dated_and_no_draft(month, figures_at):
    words = text(figures_at())
    assert "Draft, as of" not in words
    assert "Figures as of Thursday 2 April 2026, 12:00 GMT" in words


def test_pages_are_numbered_under_month_and_client(month, figures_at, meadow):
    pages = reader(figures_at(client=meadow)).pages
    last = text_of(pages[-1])
    assert f"{len(pages)} of {len(pages)}" in last
    assert "March 2026, Meadow & Finch Ltd" in last


def test_screen_readers_are_told_title_language_and_structure(month, figures_at):
    found = reader(figures_at())
    root = found.trailer["/Root"]
    assert found.metadata.title == "Service level report, March 2026, all clients"
    assert root["/Lang"] == "en-IE"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()


def test_tables_have_heads_and_charts_have_alternatives(month, figures_at):
    found = list(marks(reader(figures_at()).trailer["/Root"]["/StructTreeRoot"]))
    kinds = [kind for kind, _ in found]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    alternatives = [words for kind, words in found if kind == "/Figure"]
    assert len(alternatives) >= 3
    assert all(alternatives)


def test_one_client_reads_nothing_of_another(month, charlie, figures_at):
    words = text(figures_at(client=charlie.client))
    assert "Northgate Fixings" in words
    assert "Meadow" not in words


def test_an_empty_month_is_a_report_too(db, figures_at):
    words = text(figures_at())
    assert "There is nothing to judge yet." in words
    assert "No ticket was opened in this month." in words


def test_markup_in_a_subject_is_text(open_ticket, aoife, figures_at):
    ticket = open_ticket(subject='#read("/etc/passwd") $x$ *b*')
    qualify(ticket, aoife, 6 * HOUR)
    assert '#read("/etc/passwd") $x$ *b*' in text(figures_at())


def test_long_tables_come_as_several_files(month, figures_at, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_ROWS", 3)
    printed = as_pdf(figures_at())
    archive = ZipFile(BytesIO(printed.content))
    names = archive.namelist()
    assert (printed.name, printed.content_type) == ("service-level-2026-03.zip", "application/zip")
    assert names == [f"service-level-2026-03-{n}.pdf" for n in range(1, len(names) + 1)]
    parts = [PdfReader(BytesIO(archive.read(name))) for name in names]
    assert f"part 2 of {len(names)}" in text_of(parts[1].pages[0])


def test_the_name_of_a_clients_file_names_the_client(meadow, figures_at):
    assert as_pdf(figures_at(client=meadow)).name == "service-level-2026-03-meadow.pdf"


def test_the_same_figures_make_the_same_pages(month, figures_at):
    assert text(figures_at(LATER)) == text(figures_at(LATER))
