"""Many counts in one statement: the text is made once, and what is asked for changes."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tickets.models import Ticket
from tickets.reports import one_statement
from tickets.reports.behind import PARTS, month_given
from tickets.reports.one_statement import Part, ask, one

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def parts(given):
    opened = Ticket.objects.filter(opened_at__gte=given["start"], opened_at__lt=given["end"])
    yield Part("opened", opened.values("pk"))
    yield Part("by state", opened.values("state", "number"), ["state"], more="sum(number)")


def asked(start, end):
    return ask([parts], {"start": start, "end": end})


def test_each_part_is_found_under_its_name(ticket):
    found = asked(OPENED, OPENED + HOUR)
    assert one(found, "opened").n == 1
    assert [(row.keys[0], row.n, row.more) for row in found["by state"]] == [
        ("open", 1, ticket.number)
    ]


def test_what_is_asked_for_changes_with_each_time(ticket, open_ticket):
    open_ticket(at=OPENED + DAY)
    spans = [(0, 1), (24, 25), (0, 25), (2, 3)]
    counts = [one(asked(OPENED + a * HOUR, OPENED + b * HOUR), "opened").n for a, b in spans]
    assert counts == [1, 1, 2, 0]


def test_a_part_with_keys_has_no_row_where_there_is_nothing(ticket):
    assert "by state" not in asked(OPENED + DAY, OPENED + 2 * DAY)


def test_its_text_is_made_once(ticket):
    asked(OPENED, OPENED + HOUR)
    before = one_statement._written.cache_info().misses
    asked(OPENED + HOUR, OPENED + DAY)
    assert one_statement._written.cache_info().misses == before


def test_it_takes_one_statement(ticket, django_assert_num_queries):
    given = month_given(OPENED - DAY, OPENED + HOUR, OPENED + DAY, None)
    with django_assert_num_queries(1):
        ask(PARTS, given)


def test_two_names_with_one_value_are_told_apart(ticket):
    assert one(asked(OPENED, OPENED), "opened").n == 0
