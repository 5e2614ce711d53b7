from datetime import timedelta

import pytest

from tests.conftest import OPENED
from tickets import lifecycle

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MARCH = "/desk/months/2026-03/"


@pytest.fixture
def late(ticket, aoife):
    return lifecycle.qualify(
        ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED + 6 * HOUR, seen=None
    )


def test_a_manager_reads_the_month(client, niamh, late):
    client.force_login(niamh)
    page = client.get(MARCH).content.decode()
    assert "Missed, 1" in page
    assert f'href="/desk/tickets/ticket/{late.pk}/change/">{late.number}</a>' in page


def test_the_page_of_one_client_leaves_the_others_out(client, niamh, late, charlie):
    client.force_login(niamh)
    page = client.get(MARCH, {"client": charlie.client.code}).content.decode()
    assert "Missed, 0" in page


def test_the_figures_come_as_json_too(client, niamh, late):
    client.force_login(niamh)
    data = client.get(f"{MARCH}json/").json()
    assert data["classes"]["critical"]["missed_tickets"] == [late.number]


def test_the_list_of_months_leads_to_each(client, niamh):
    client.force_login(niamh)
    assert MARCH in client.get("/desk/months/").content.decode()


PAGES = ["/desk/months/", MARCH, f"{MARCH}json/"]


@pytest.mark.parametrize("url", PAGES)
def test_an_agent_may_not_read_months(client, aoife, url):
    client.force_login(aoife)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", PAGES)
def test_for_the_stranger_there_is_no_such_page(client, charlie, url):
    client.force_login(charlie.user)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", PAGES)
def test_months_are_only_read(client, niamh, url):
    client.force_login(niamh)
    assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("2026-13/", "2026-13"),
        ("x/", "x"),
        ("2019-09/", "There are no figures of September 2019: they begin with October 2019"),
        ("2099-01/json/", "There are no figures of January 2099 yet"),
        ("2099-01/load/", "There are no figures of January 2099 yet"),
        ("2026-03/nothing/", "There is no such list of this month."),
        ("2026-03/tickets/?verdict=lost", "There is no such list of this month."),
        ("2026-03/?client=nobody", "There is no client with that short name."),
        ("?last=2019-09", "There are no figures of September 2019"),
    ],
)
def test_what_there_are_no_figures_of_is_told_in_words(client, niamh, url, words):
    client.force_login(niamh)
    response = client.get(f"/desk/months/{url}")
    assert (response.status_code, words in response.content.decode()) == (404, True)


def test_the_page_takes_a_fixed_number_of_queries(
    client, niamh, open_ticket, aoife, django_assert_max_num_queries
):
    for _ in range(6):
        row = open_ticket()
        lifecycle.qualify(
            row.pk, class_test="orders-stopped", by=aoife, at=OPENED + 6 * HOUR, seen=None
        )
    client.force_login(niamh)
    client.get(MARCH)
    with django_assert_max_num_queries(43):
        client.get(MARCH)
