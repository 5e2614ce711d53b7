"""What a file's name says, and what its content shows."""

import pytest

from istockist_sla.core.lib.filetypes import UNKNOWN_TYPE, disagree, safe_content_type


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("invoice.pdf", "application/x-msdownload"),
        ("photo.jpg", "application/x-dosexec"),
        ("photo.jpg", "text/html"),
        ("invoice.pdf", "application/zip"),
        ("invoice.pdf", "image/png"),
        ("list.txt", "application/pdf"),
        ("page.html", "image/png"),
        ("sound.mp3", "image/gif"),
        ("INVOICE.PDF", "text/html"),
        ("report.docx", "application/x-msdownload"),
    ],
)
def test_a_disguise_is_told(name, content_type):
    assert disagree(name, content_type)


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("invoice.pdf", "application/pdf"),
        ("photo.jpg", "image/jpeg"),
        ("photo.jpg", "image/heic"),
        ("report.docx", "application/zip"),
        ("report.xlsx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("old.xls", "application/msword"),
        ("log.txt", "text/plain"),
        ("log.csv", "text/plain"),
        ("export", "text/plain"),
        ("data.unheard", "application/pdf"),
        ("photo.jpg", UNKNOWN_TYPE),
        ("photo.jpg", ""),
        ("setup.exe", "application/x-msdownload"),
        ("code.py", "text/plain"),
    ],
)
def test_what_the_content_does_not_contradict_is_no_disguise(name, content_type):
    assert not disagree(name, content_type)


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/html", "TEXT/HTML", "image/svg+xml", "application/xhtml+xml", "text/xml"),
        *("application/javascript", "", "nonsense", "text/plain; charset=x", "text/pläin"),
    ],
)
def test_what_a_browser_could_run_goes_as_bytes(content_type):
    assert safe_content_type(content_type) == UNKNOWN_TYPE


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "text/plain"])
def test_other_types_are_named(content_type):
    assert safe_content_type(content_type) == content_type
