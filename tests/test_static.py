"""Stylesheets: every class that one dresses is on a page, and the portal is small."""

import gzip
import re

from django.conf import settings

STATIC = settings.BASE_DIR / "static"
PACKAGES = ("istockist_sla", "availability", "tickets")
# Composed where they are drawn, from a kind, a state, a tone or the name of a column.
COMPOSED = (
    "column-",
    "chip-",
    "clock-",
    "dot-",
    "end-",
    "field-",
    "fill-",
    "heat-",
    "icon-",
    "line-",
    "notice-",
    "share-",
    "text-",
    "verdict-",
)
# Django's admin sets them: in its templates, its widgets and its scripts.
OF_THE_ADMIN = {
    "action-checkbox",
    "action-checkbox-column",
    "action-select",
    "actions",
    "add-row",
    "aligned",
    "closelink",
    "dashboard",
    "errorlist",
    "errornote",
    "errors",
    "main",
    "messagelist",
    "object-tools",
    "paginator",
    "related-widget-wrapper-link",
    "results",
    "selected",
    "sorted",
    "sortoptions",
    "submit-row",
    "text",
    "this-page",
    "vCheckboxLabel",
    "vTextField",
    "warning",
}
WORD = re.compile(r"[A-Za-z_][\w-]*")
ATTRIBUTE = re.compile(r'class="((?:{[{%].*?[%}]}|[^"{])*)')
OF_BODY = re.compile(r"{% block body_?class %}((?:{{.*?}}|[^{])*)")
STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
NAMES = re.compile(r".[a-z0-9 -]+.")


def dressed() -> set[str]:
    """The classes of all selectors; addresses and comments are none."""
    found = set()
    for path in (STATIC / "css").glob("*.css"):
        source = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(), flags=re.S)
        for selector in re.findall(r"([^{};]+)\{", source):
            found.update(re.findall(r"\.([A-Za-z_][\w-]*)", selector))
    return found


def worn() -> set[str]:
    """The words of class attributes, and of strings in code that hold nothing but such names."""
    found = set()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        source = path.read_text()
        for names in ATTRIBUTE.findall(source) + OF_BODY.findall(source):
            found.update(WORD.findall(names))
    scripts = list((STATIC / "js").glob("*.js"))
    modules = [path for package in PACKAGES for path in (settings.BASE_DIR / package).rglob("*.py")]
    for path in scripts + modules:
        for string in STRING.findall(path.read_text()):
            if NAMES.fullmatch(string) or "class=" in string:
                found.update(WORD.findall(string))
    return found


def test_every_class_with_a_style_is_on_a_page():
    left = dressed() - worn() - OF_THE_ADMIN
    assert sorted(name for name in left if not name.startswith(COMPOSED)) == []


def test_every_exception_is_needed():
    names = dressed()
    idle = {name for name in OF_THE_ADMIN if name not in names}
    idle |= {start for start in COMPOSED if not any(name.startswith(start) for name in names)}
    assert sorted(idle) == []


def test_the_portal_loads_less_than_sixty_kilobytes():
    """All of its styles and scripts together, compressed as the server sends them."""
    templates = settings.BASE_DIR / "templates"
    pages = [templates / "base.html", *(templates / "portal").rglob("*.html")]
    loaded = {
        name
        for page in pages
        for name in re.findall(r"{% static '((?:css|js)/[^']+)' %}", page.read_text())
    }
    assert {"css/portal.css", "js/files.js"} <= loaded
    size = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in loaded)
    assert size < 60_000
