"""Web addresses in what a person wrote."""

import pytest

from istockist_sla.core.lib.links import parts
from istockist_sla.core.templatetags.ui import linked


def addresses(words):
    return [part for part, is_address in parts(words) if is_address]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("See https://shop.example/a?x=1&y=2.", ["https://shop.example/a?x=1&y=2"]),
        ("(HTTP://a.example/b_(c))", ["HTTP://a.example/b_(c)"]),
        ("one http://a.example, two http://b.example!", ["http://a.example", "http://b.example"]),
        ("javascript:alert(1) ftp://a.example shop.example", []),
        ("https:// and https://...", []),
        (f"https://a.example/{'x' * 3000}", []),
    ],
)
def test_addresses_end_where_their_sentence_goes_on(words, found):
    assert addresses(words) == found


@pytest.mark.parametrize("words", ["", "no address", "a http://b.example/ c", "http://x.example/)"])
def test_no_letter_is_lost(words):
    assert "".join(part for part, _ in parts(words)) == words


def test_links_are_escaped_and_vouch_for_nothing():
    html = linked('<b>http://a.example/?a=1&b="2"</b>')
    assert html == (
        '&lt;b&gt;<a href="http://a.example/?a=1&amp;b=" rel="nofollow noopener noreferrer">'
        "http://a.example/?a=1&amp;b=</a>&quot;2&quot;&lt;/b&gt;"
    )


def test_a_hostile_text_is_read_at_once():
    assert addresses("http://" + ")" * 20_000) == []
