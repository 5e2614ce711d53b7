"""No list of the desk breaks, by whatever it is filtered, sorted and searched."""

import re
from itertools import product
from urllib.parse import quote

import pytest
from django.contrib.admin import SimpleListFilter
from django.urls import reverse

from istockist_sla.desk.site import site
from tests.fuzz.sending import Sent
from tests.fuzz.values import DAYS, NUL, NUMBERS, RAW_VALUES, VALUES

pytestmark = pytest.mark.django_db
OF_EVERY_LIST = (
    *("q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters"),
    *("page", "_selected_action", "action", "select_across"),
)
LOOKUPS = (
    *("", "__exact", "__in", "__isnull", "__gt", "__lte", "__range", "__year", "__date", "__day"),
    *("__regex", "__contains", "__isempty", "__nothing", "__id__exact", "__pk", "__name__regex"),
)
ODD = (*map(quote, (*NUMBERS[:8], *DAYS, "", "x", "(", "null")), NUL, *RAW_VALUES)


# What Django's own lists would show: marks for yes and no, codes, dashes, instants as stored.
STOCK = re.compile(
    r"icon-(yes|no)|Show all\)|---------|\bEmpty\b|Not empty|[a-z]_[a-z]|None\b|True\b|False\b"
    r"|\d{4}-\d\d-\d\dT|\d:\d\d (a|p)\.m\.|objects?\b"
)
TAGS = re.compile(r"<(script|style|dialog).*?</\1>|<[^>]*>", re.S)


def list_url(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def own_parameters(admin) -> list[str]:
    """What the list's filters read from the address."""
    names = []
    for each in admin.list_filter:
        if isinstance(each, type) and issubclass(each, SimpleListFilter):
            names.append(each.parameter_name)
        else:
            name = each if isinstance(each, str) else each[0]
            names += [f"{name}{lookup}" for lookup in LOOKUPS]
    return names


def test_no_parameter_breaks_a_list(world, browsers, chosen):
    cases = [
        Sent(path=list_url(model), query=f"{name}={value}")
        for model, admin in site._registry.items()
        for name in (*OF_EVERY_LIST, *own_parameters(admin))
        for value in (*VALUES, *RAW_VALUES)
    ]
    assert browsers.failures(chosen(cases, 150)) == []


def test_no_lookup_breaks_a_list(world, browsers, chosen):
    """Every field of the model, by every lookup, asked for or not."""
    cases = [
        Sent(path=list_url(model), query=f"{field.name}{lookup}={ODD[n % len(ODD)]}")
        for model in site._registry
        for n, (field, lookup) in enumerate(product(model._meta.get_fields(), LOOKUPS))
    ]
    assert browsers.failures(chosen(cases, 150)) == []


def test_no_pair_of_parameters_breaks_a_list(world, browsers, chosen):
    """Repeated ones, and ones that come together."""
    cases = []
    for model, admin in site._registry.items():
        names = (*OF_EVERY_LIST, *own_parameters(admin))
        for n, (one, other) in enumerate(product(names, repeat=2)):
            values = VALUES[n % len(VALUES)], VALUES[n * 7 % len(VALUES)]
            cases.append(Sent(path=list_url(model), query=f"{one}={values[0]}&{other}={values[1]}"))
    assert browsers.failures(chosen(cases, 60)) == []


def test_no_choice_of_rows_breaks_an_action_of_a_list(world, browsers, chosen):
    cases = [
        Sent(path=list_url(model), method="POST", about=f"{name}={value[:20]!r}", data=data)
        for model, admin in site._registry.items()
        if admin.actions
        for name in ("_selected_action", "action", "index", "select_across", "seen-1")
        for value in (*NUMBERS, "a\0b", "x", "")
        for data in [
            {"action": "retry_chosen", "_selected_action": "1", "index": "0", name: [value, "1"]}
        ]
    ]
    assert browsers.failures(chosen(cases, 60)) == []


def test_no_list_shows_what_django_would(world, browsers):
    """Filled, and narrowed down to nothing: the words of its list and the scripts it loads."""
    found = []
    for model, admin in site._registry.items():
        narrowed = ["?q=zzzyx"] if admin.search_fields else []
        for query in ("", *narrowed):
            page = browsers["everything"].get(list_url(model) + query).content.decode()
            shown = TAGS.sub(" ", page[page.index("<main") : page.index("</main>")])
            found += [(list_url(model) + query, each[0]) for each in STOCK.finditer(shown)]
            assert "jquery" not in page
            assert "icon-yes" not in page
            if query:
                assert re.search("Show all of |There is nothing without", shown), list_url(model)
    assert found == []
