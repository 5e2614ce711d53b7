"""The words around a hit."""

from tickets.search.snippets import LENGTH, Piece, around, marked
from tickets.search.terms import parse

WORDS = parse("feed").words


def shown(text):
    return "".join(piece.text for piece in around(text, WORDS))


def test_each_hit_is_a_piece_of_its_own():
    assert marked("The Feeds stop.", WORDS) == [
        Piece("The "),
        Piece("Feeds", is_hit=True),
        Piece(" stop."),
    ]


def test_a_short_text_is_shown_whole_on_one_line():
    assert shown("Hello,\n\nthe feed stops") == "Hello, the feed stops"


def test_a_long_text_is_cut_at_words_on_both_sides():
    text = shown("before " * 50 + "feed " + "after " * 90)
    assert text.startswith("…before before")
    assert "feed" in text
    assert text.endswith("…")
    assert len(text) <= LENGTH + 2


def test_a_hit_behind_one_endless_word_is_shown():
    assert "feed" in shown("x" * 5_000 + " feed")
