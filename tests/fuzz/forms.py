"""The forms of a page, read from its HTML, with values that are most likely accepted."""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin

from tests.fuzz.world import NOW

BUTTONS = {"submit", "button", "image", "reset"}
TEXT = "Some plain words."
# By what a field shows for an instant that is typed.
INSTANT = "2026-06-09 14:46"
# What only people know.
KNOWN = {"code": "new-client", "duplicate_of": "1001"}


@dataclass(kw_only=True)
class Field:
    """`offered`: the values of its choices or suggestions."""

    name: str
    type: str
    values: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    list_id: str = ""
    is_required: bool = False

    def likely(self, tomorrow: bool) -> list[str]:
        """What it holds, or else what one would choose or write where something must be."""
        at = NOW + timedelta(days=1) if tomorrow else NOW - timedelta(minutes=30)
        if "end" in self.name:
            at += timedelta(minutes=10)
        if self.name.startswith("impact_"):
            return self.offered[-1:]
        if self.name in KNOWN:
            return [KNOWN[self.name]]
        if self.values or self.type in ("hidden", "file"):
            return self.values
        is_needed = self.is_required or self.type == "textarea"
        if not is_needed and not (self.type == "checkbox" and len(self.offered) > 1):
            return []
        if self.type in ("radio", "select", "checkbox"):
            return [value for value in self.offered if value][-1:]
        if self.offered:
            return self.offered[:1]
        typed = {
            "date": f"{at:%Y-%m-%d}",
            "instant": f"{at:%Y-%m-%d %H:%M:%S}",
            "email": "somebody@new.example",
            "number": "1",
        }
        return [typed.get(self.type, TEXT)]


@dataclass(kw_only=True)
class PageForm:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    submits: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def takes_files(self) -> bool:
        return any(each.type == "file" for each in self.fields.values())


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []
        self.suggestions: dict[str, list[str]] = {}
        self.form: PageForm | None = None
        self.select: Field | None = None
        self.datalist = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in attributes}
        if tag == "form":
            action = urljoin(self.address, attrs.get("action") or self.address)
            self.form = PageForm(action=action, method=attrs.get("method", "get").upper())
            self.forms.append(self.form)
        elif tag == "datalist":
            self.datalist = attrs.get("id", "")
        elif tag == "option":
            self._option(attrs)
        elif self.form is not None and tag in ("input", "textarea", "select", "button"):
            self._control(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "datalist":
            self.datalist = ""

    def _option(self, attrs: dict[str, str]) -> None:
        if self.datalist:
            self.suggestions.setdefault(self.datalist, []).append(attrs.get("value", ""))
        elif self.select is not None:
            self.select.offered.append(attrs.get("value", ""))
            if "selected" in attrs and attrs.get("value"):
                self.select.values = [attrs["value"]]

    def _control(self, tag: str, attrs: dict[str, str]) -> None:
        assert self.form is not None
        name = attrs.get("name", "")
        kind = tag if tag in ("select", "textarea") else attrs.get("type", "text")
        if attrs.get("placeholder") == INSTANT:
            kind = "instant"
        if tag == "button" or kind in BUTTONS:
            self.form.submits.append((attrs.get("formaction", ""), name, attrs.get("value", "")))
            return
        if not name or name == "csrfmiddlewaretoken" or "__prefix__" in name:
            return
        control = self.form.fields.setdefault(name, Field(name=name, type=kind))
        control.list_id = attrs.get("list", "")
        control.is_required = control.is_required or "required" in attrs
        if kind in ("radio", "checkbox"):
            control.offered.append(attrs.get("value", "on"))
            if "checked" in attrs:
                control.values.append(attrs.get("value", "on"))
        elif kind == "select":
            self.select = control
        elif attrs.get("value"):
            control.values = [attrs["value"]]


def forms_of(html: str, address: str) -> list[PageForm]:
    reader = _Reader(address)
    reader.feed(html)
    for form in reader.forms:
        for control in form.fields.values():
            control.offered += reader.suggestions.get(control.list_id, [])
    return reader.forms
