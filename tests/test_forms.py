"""Every form that changes something says which form it is, and keeps what is typed into it."""

import re

import pytest
from django.conf import settings

FORM = re.compile(r'<form(?=[^>]*method="post").*?</form>', re.DOTALL)
# They change nothing that could be changed twice, and hold no text.
PLAIN = {
    "admin/_user_links.html",
    "admin/change_list.html",
    "admin/tickets/ticket/change_list.html",
    "portal/_account.html",
}
TEMPLATES = settings.BASE_DIR / "templates"


def forms():
    for folder in ("admin", "portal"):
        for path in sorted((TEMPLATES / folder).rglob("*.html")):
            for form in FORM.findall(path.read_text()):
                yield str(path.relative_to(TEMPLATES)), form


@pytest.mark.parametrize(("path", "form"), [pair for pair in forms() if pair[0] not in PLAIN])
def test_a_form_acts_once_and_keeps_its_text(path, form):
    holds_text = "<textarea" in form or "form." in form or "in form" in form
    if holds_text:
        head = form.partition("{% csrf_token %}")[2].lstrip()
        assert re.match(r"({% if form.fields %})?{% draft_fields ", head)
        assert "{% draft_line " in form or "portal/_onward.html" in form
    else:
        assert "{% once_field %}" in form


def test_every_exception_is_needed():
    plain = {path for path, form in forms() if "once_field" not in form and "draft_" not in form}
    assert plain >= PLAIN
