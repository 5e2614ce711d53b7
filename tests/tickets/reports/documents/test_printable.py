"""Text as the printed report can show it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickets.reports.documents.printable import BREAK, HIDDEN, INSTEAD, printable
from tickets.reports.documents.tables import Column, Table, words
from tickets.reports.documents.typesetting import typeset

SHOWN = [chr(code) for code in range(0x20, 0x2600) if not HIDDEN.match(chr(code))]
CONTENT = {
    "title": "Report",
    "month": "March 2026",
    "whose": "all clients",
    "draft": "",
    "as_of": "Figures as of today",
    "closed": "",
    "head": "",
    "part": "",
    "cover": None,
    "charts": [],
}


def printed(texts):
    """Each in each dress that a text of a person can have."""
    rows = [
        [{**words(text, text), "number": "1"}, words(text), words(text, tone="critical")]
        for text in texts
    ]
    columns = [Column("A", 1), Column("B", 1), Column("C", 1)]
    table = Table(title="Rows", columns=columns, rows=rows, total=len(rows))
    return typeset({**CONTENT, "tables": [table.pieces().next(len(rows))]})


def test_plain_words_stay_as_they_are():
    assert printable("Orders – do “not” come in, été") == "Orders – do “not” come in, été"


def test_a_sign_stands_for_a_letter_that_no_font_has():
    assert printable("\U0001f600 中") == f"{INSTEAD} {INSTEAD}"


def test_what_turns_the_direction_is_dropped():
    assert printable("a\u202eb\u2068c\u200f") == "abc"


def test_a_digest_can_be_copied_in_one():
    assert printable("0123456789abcdef" * 4) == "0123456789abcdef" * 4


def test_an_accent_is_one_sign_with_its_letter():
    assert printable("e\u0301") == "é"


def test_a_ligature_is_told_by_its_letters():
    assert printable("o\ufb03ce") == "office"


def test_lines_and_tabs_become_spaces():
    assert printable("a\tb\nc") == "a b c"


def test_a_long_word_may_be_broken():
    assert printable("W" * 40).split(BREAK) == ["W" * 18, "W" * 18, "W" * 4]


def test_drawings_stay_as_they_are():
    assert printable({"svg": "中", "words": "中"}) == {"svg": "中", "words": INSTEAD}


def test_every_letter_that_is_shown_is_in_the_fonts():
    assert printed(SHOWN).startswith(b"%PDF")


@pytest.mark.parametrize(
    "text",
    [
        "W" * 80,
        "הזמנות לא מגיעות מאז הבוקר",
        "لا تصل الطلبات منذ هذا الصباح" * 3,
        "\u05d0" * 80,
        "\U0001f600\U0001f69a stopped",
        '#read("/etc/passwd") $x$ *b* <a> @b \\ // [c]',
        "",
        " ",
        "\x00\x07\ufeff\ufffe\ue000",
    ],
    ids=ascii,
)
def test_no_text_breaks_the_typesetting(text):
    assert printed([text]).startswith(b"%PDF")


@settings(max_examples=10)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=30))
def test_no_text_at_all_breaks_the_typesetting(texts):
    assert printed(texts).startswith(b"%PDF")
