"""Markdown (CommonMark, with tables) as HTML that a page may show below its heading."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# HTML in the text stays text, pictures of other hosts are no part of a page, and a line stays one.
PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable("image")
CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "a", "ul", "ol", "li"),
        *("h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener noreferrer",
)
LAST_HEADING = 6


def as_html(text: str) -> SafeString:
    """Headings begin at the second level: the first is the page's own."""
    tokens = PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, LAST_HEADING)}"
    return mark_safe(CLEANER.clean(PARSER.renderer.render(tokens, PARSER.options, {})))
