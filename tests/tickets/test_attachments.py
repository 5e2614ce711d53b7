"""Names under which files are kept."""

import pytest

from tickets.attachments import LONGEST_NAME, safe_name


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("ü" * 300 + ".pdf", "ü" * 196 + ".pdf"),
        ("報" * 300 + ".xlsx", "報" * 195 + ".xlsx"),
        ("חשבונית" * 60 + ".txt", ("חשבונית" * 60)[:196] + ".txt"),
        ("photo\u202efdp.exe", "photofdp.exe"),
        ("a" * 300 + ".tar.gz", "a" * 197 + ".gz"),
        ("a" * 300, "a" * 200),
        ("a." + "x" * 300, "a." + "x" * 198),
        ("." + "x" * 300, "x" * 200),
        (".env", "env"),
        (".pdf", "pdf"),
        ("...", "file"),
        ("", "file"),
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\one.jpg", "one.jpg"),
        ("short.pdf", "short.pdf"),
    ],
)
def test_a_name_is_cut_out_of_its_stem(name, kept):
    assert safe_name(name) == kept
    assert len(kept) <= LONGEST_NAME
