"""Addresses in a text: what belongs to one, and what only stands beside it."""

import pytest

from istockist_sla.core.lib.links import pieces
from istockist_sla.core.templatetags.ui import with_links


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://a.example/x?b=1&c=2.", "https://a.example/x?b=1&c=2"),
        ("(http://a.example/y)", "http://a.example/y"),
        ("http://a.example/y_(z)", "http://a.example/y_(z)"),
        ("“https://a.example”", "https://a.example"),
        ('https://a.example/"><script>', "https://a.example/"),
        ("https://", None),
        ("javascript:alert(1)", None),
        ("a.example", None),
    ],
)
def test_an_address_is_found_without_what_ends_the_sentence(text, address):
    assert next((piece.text for piece in pieces(text) if piece.is_address), None) == address


def test_nothing_of_the_text_is_lost():
    text = "One https://a.example, two (https://b.example). "
    assert "".join(piece.text for piece in pieces(text)) == text


def test_all_of_it_is_escaped_and_leads_away_without_a_trace():
    assert with_links("<b> https://a.example/?a=1&b=2") == (
        '&lt;b&gt; <a href="https://a.example/?a=1&amp;b=2" rel="nofollow noopener noreferrer">'
        "https://a.example/?a=1&amp;b=2</a>"
    )
