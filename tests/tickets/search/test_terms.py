"""What is typed, as terms."""

import pytest

from tickets.search.terms import Word, fold, parse


def letters(typed):
    return [[word.letters for word in term] for term in parse(typed).wanted]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("orders", ["order"]),
        ("deliveries", ["deliver"]),
        ("failed", ["fail"]),
        ("access", ["access"]),
        ("news", ["news"]),
    ],
)
def test_an_english_ending_is_left_out(typed, found):
    assert letters(typed) == [found]


def test_short_words_and_figures_find_only_themselves():
    assert parse("in 502").wanted == ((Word("in", True),), (Word("502", True),))


def test_words_between_quotes_stand_together():
    assert letters('“bad gateway" 502') == [["bad", "gateway"], ["502"]]
    assert all(word.whole for word in parse('"bad gateways"').wanted[0])


def test_what_hangs_together_by_signs_stands_together():
    assert letters("clara@meadow.example") == [["clara", "meadow", "example"]]


def test_a_word_can_be_unwanted_and_a_person_named():
    query = parse("orders -proxy from:Gráinne")
    assert [term[0].letters for term in query.unwanted] == ["proxy"]
    assert query.authors == ("grainne",)


def test_accents_and_capitals_make_no_difference():
    assert fold("Gráinne ÉTÉ") == "grainne ete"


@pytest.mark.parametrize("typed", ["", '"', "- - -", "\x00", "***"])
def test_where_there_is_no_word_nothing_is_asked(typed):
    assert parse(typed).wanted == ()
