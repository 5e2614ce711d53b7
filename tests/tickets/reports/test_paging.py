from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tickets.models import Ticket
from tickets.reports.paging import Key, by_instant, page_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
IN_ORDER = by_instant("opened_at", "pk")


@pytest.fixture
def seven(open_ticket):
    """Seven tickets; two and two of the same instant."""
    return [open_ticket(at=OPENED + n * MINUTE).pk for n in (0, 0, 1, 2, 2, 3, 4)]


def pages(keys):
    after, found = "", []
    while True:
        page = page_of(Ticket.objects.all(), keys, after, size=2)
        found.append([row.pk for row in page.rows])
        after = page.after
        if not after:
            return found


def test_each_row_stands_on_one_page(seven):
    assert pages(IN_ORDER) == [seven[0:2], seven[2:4], seven[4:6], seven[6:]]


def test_the_other_way_round_too(seven):
    newest = (Key("pk", descending=True),)
    assert [pk for page in pages(newest) for pk in page] == seven[::-1]


def test_a_row_that_comes_meanwhile_moves_none_to_another_page(seven, open_ticket):
    first = page_of(Ticket.objects.all(), IN_ORDER, size=2)
    open_ticket(at=OPENED - MINUTE)
    second = page_of(Ticket.objects.all(), IN_ORDER, first.after, size=2)
    assert [row.pk for row in second.rows] == seven[2:4]


def test_the_last_full_page_is_followed_by_none(seven):
    assert page_of(Ticket.objects.all(), IN_ORDER, size=7).after == ""


@pytest.mark.parametrize(
    "after", ["x", "1", "1~2~3", "2026-03-01~5", "2026-03-01T00:00:00+00:00~x"]
)
def test_a_place_that_no_page_has_given_is_refused(after):
    with pytest.raises(ValueError):
        page_of(Ticket.objects.all(), IN_ORDER, after)


def test_a_page_takes_two_statements(seven, django_assert_num_queries):
    with django_assert_num_queries(2):
        page_of(Ticket.objects.select_related("client"), IN_ORDER, size=3)
