"""What people write in Markdown, and what others see of it."""

import pytest

from istockist_sla.core.markdown import as_html

LINK = '<a href="https://a.example/?b=1&amp;c=2" rel="nofollow noopener noreferrer">here</a>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\nline\n\nAnother", "<p>One<br>\nline</p>\n<p>Another</p>"),
        ("# Keys\n\n###### Deep", "<h2>Keys</h2>\n<h6>Deep</h6>"),
        ("- **a**\n- `b`", "<ul>\n<li><strong>a</strong></li>\n<li><code>b</code></li>\n</ul>"),
        ("Look [here](https://a.example/?b=1&c=2).", f"<p>Look {LINK}.</p>"),
        ("|a|\n|-|\n|b|", "<th>a</th>"),
    ],
)
def test_it_is_read_as_people_write_it(text, html):
    assert html in as_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://other.example/pixel.png)",
        '<img src=x onerror="alert(1)">',
        '<https://a.example/"onclick=alert(1)>',
    ],
)
def test_nothing_of_it_runs_or_calls_another_host(text):
    html = as_html(text)
    for forbidden in (
        "<script",
        "<img",
        'href="javascript',
        'href="data',
        '<a href="https://a.example/"onclick',
    ):
        assert forbidden not in html


def test_deep_nesting_is_no_burden():
    assert len(as_html(">" * 20_000 + "a")) < 200_000
