"""No form breaks, whatever is filled in: every form of every page, found by reading the pages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, product
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

import pytest

from istockist_sla.desk.actions import ActionAdmin
from istockist_sla.desk.site import site
from tests.fuzz.addresses import arguments
from tests.fuzz.forms import Field, PageForm, forms_of
from tests.fuzz.sending import Sent
from tests.fuzz.values import ADDRESSES, DAYS, INSTANTS, LONE_SURROGATE, MEGABYTE, NUMBERS, TEXTS
from tests.fuzz.values import files as odd_files
from tests.url_table import Address, url_table

pytestmark = pytest.mark.django_db
URLENCODED = "application/x-www-form-urlencoded"
# Whose pages are read: by how an address begins.
READERS = (("desk/", "everything"), ("sign-in", "anonymous"), ("status", "anonymous"))
# Stands for a lone surrogate, which no text of Python can be encoded with.
SURROGATE = "\ue000"
REPORT = {"subject": "Labels print twice", "text": "Each label comes out two times."}
MOST_ROWS_OF_A_PAGE = 4


@pytest.fixture(scope="module")
def pages(world, browsers):
    """Each page that a person can open, with its reader: address and HTML."""
    token = browsers["client"].post("/report/", REPORT).url.split("/")[2]
    return [page for address in url_table() for page in _pages(address, browsers, token)]


def _pages(address: Address, browsers, token: str) -> Iterator[tuple[str, str, str]]:
    who = next((who for start, who in READERS if address.route.startswith(start)), "client")
    opened: dict[object, int] = {}
    for given in arguments(address, token=[token]):
        group = given.get("verb")
        if opened.get(group, 0) >= (1 if group else MOST_ROWS_OF_A_PAGE):
            continue
        path = address.path(**given)
        answer = browsers.send(Sent(path=path, who=who))
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            opened[group] = opened.get(group, 0) + 1
            yield who, path, answer.content.decode()


@pytest.fixture(scope="module")
def forms(pages) -> list[tuple[str, PageForm]]:
    """Each form once, however many rows have one like it, with who fills it in."""
    found: dict[object, tuple[str, PageForm]] = {}
    for who, path, html in pages:
        for form in forms_of(html, path):
            for action, name, value in form.submits or [("", "", "")]:
                here = replace(form, action=action or form.action, submits=[(action, name, value)])
                like = re.sub(r"\d+", "1", here.action), name, value, *sorted(form.fields)
                found.setdefault((who, form.method, *like), (who, here))
    return list(found.values())


class Way(NamedTuple):
    """How a form is filled in: well, but for one field, left out where `values` is empty."""

    who: str
    form: PageForm
    name: str = ""
    values: tuple[str, ...] = ()
    tomorrow: bool = False

    def sent(self) -> Sent:
        filled = [pair for pair in pairs(self.form, self.tomorrow) if pair[0] != self.name]
        filled += [(self.name, value) for value in self.values]
        path, _, query = self.form.action.partition("?")
        body = urlencode(filled).replace(quote(SURROGATE), LONE_SURROGATE)
        about = f"{self.name}={[value[:40] for value in self.values]}"
        if self.form.method == "GET":
            return Sent(path=path, who=self.who, query=body, about=about)
        return Sent(
            path=path,
            who=self.who,
            method="POST",
            query=query,
            data=body.encode(),
            content_type=URLENCODED,
            about=about,
        )


def pairs(form: PageForm, tomorrow: bool) -> list[tuple[str, str]]:
    """The form as it is most likely filled in."""
    filled = [
        (each.name, value) for each in form.fields.values() for value in each.likely(tomorrow)
    ]
    return [*filled, *((name, value) for _, name, value in form.submits if name)]


def odd_values(field: Field) -> tuple[str, ...]:
    if field.type in ("textarea", "text", "search"):
        return (*TEXTS, *NUMBERS, SURROGATE)
    if field.type in ("date", "instant"):
        return (*DAYS, *INSTANTS, *NUMBERS, TEXTS[2])
    return (*NUMBERS, *TEXTS[:6], SURROGATE, *(ADDRESSES if field.type == "email" else ()))


def odd_ways(who: str, form: PageForm) -> Iterator[Way]:
    days = cycle((True, False))
    for field in form.fields.values():
        if field.type != "file":
            for value in odd_values(field):
                yield Way(who, form, field.name, (value,), next(days))
            for usual in [field.likely(day) for day in (True, False)]:
                yield Way(who, form, field.name, (), next(days))
                yield Way(who, form, field.name, (*usual, *usual, "1"), next(days))


def test_the_pages_of_all_actions_are_found(forms):
    """One that no row of the world allows would not be tried."""
    parts = [form.action.partition("?")[0].split("/") for _, form in forms]
    found = {(each[2], each[3], each[6]) for each in parts if "steps" in each}
    assert [
        (model.__name__, form.verb)
        for model, admin in site._registry.items()
        if isinstance(admin, ActionAdmin)
        for form in admin.get_action_forms()
        if (model._meta.app_label, model._meta.model_name, form.verb) not in found
    ] == []


def test_most_forms_are_filled_in_so_well_that_they_are_accepted(browsers, forms):
    """A field after the first that is wrong would not be read."""
    posts = [(who, form) for who, form in forms if form.method == "POST" and form.fields]
    accepted = 0
    for who, form in posts:
        ways = (Way(who, form, tomorrow=tomorrow).sent() for tomorrow in (True, False))
        accepted += any(browsers.send(way).status_code == 302 for way in ways)
    assert accepted > 0.8 * len(posts)


def test_no_value_breaks_a_form(browsers, forms, chosen):
    ways = [way for who, form in forms for way in odd_ways(who, form)]
    assert browsers.failures(way.sent() for way in chosen(ways, 300)) == []


def test_a_megabyte_breaks_no_form(browsers, forms, chosen):
    ways = [
        Way(who, form, field.name, (MEGABYTE,), True)
        for who, form in forms
        if form.method == "POST"
        for field in form.fields.values()
        if field.type in ("textarea", "text", "hidden")
    ]
    assert browsers.failures(way.sent() for way in chosen(ways, 5)) == []


def test_no_file_breaks_a_form(browsers, forms, chosen):
    cases = []
    for who, form in forms:
        files = [field for field in form.fields.values() if field.type == "file"]
        for field, file in product(files if form.method == "POST" else [], odd_files()):
            data: dict[str, Any] = defaultdict(list)
            for name, value in pairs(form, tomorrow=False):
                data[name].append(value)
            about = f"{field.name}: {file.name[:40]!a}"
            case = Sent(path=form.action.partition("?")[0], who=who, method="POST", about=about)
            cases.append(replace(case, data={**data, field.name: file}))
    assert browsers.failures(chosen(cases, 40)) == []
