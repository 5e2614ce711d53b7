"""How many statements a page of the months takes, however much it shows."""

from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tickets import lifecycle

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MARCH = "/desk/months/2026-03/"
# With the session, the person, two of permissions and the stamp of the book.
PAGES = {
    MARCH: 16,
    f"{MARCH}?client=meadow": 18,
    "/desk/months/": 9,
    "/desk/months/?client=meadow": 11,
    "/desk/months/trends/?length=24": 8,
    "/desk/months/trends/?length=24&client=meadow": 10,
    f"{MARCH}load/": 12,
    f"{MARCH}answers/": 10,
    f"{MARCH}json/": 22,
    f"{MARCH}json/?client=meadow": 24,
}


@pytest.fixture
def manager(client, niamh, open_ticket, aoife, clara):
    """After a March with three late tickets and one that was rated and reopened."""
    for n in range(3):
        late = open_ticket(at=OPENED + n * HOUR)
        at = OPENED + 8 * HOUR
        lifecycle.qualify(late.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    lifecycle.close(late.pk, reason="resolved", text="x", by=aoife, at=at + HOUR, seen=None)
    lifecycle.rate(late.pk, value=2, text="x", by=clara.user, at=at + HOUR)
    lifecycle.reopen(late.pk, text="x", by=aoife, at=at + 2 * HOUR, seen=None)
    client.force_login(niamh)
    return client


@pytest.mark.parametrize("address", PAGES)
def test_a_page_takes_so_many_statements(manager, address, django_assert_max_num_queries):
    manager.get(address)
    with django_assert_max_num_queries(PAGES[address]):
        assert manager.get(address).status_code == 200
