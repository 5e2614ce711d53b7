"""Lists of the desk: only their own filters are read from an address."""

import pytest

from istockist_sla.desk.actions.lists import LONGEST_SEARCH

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, niamh):
    client.force_login(niamh)
    return client


@pytest.mark.parametrize(
    "address",
    [
        "core/letter/?created_at__year=-1",
        "core/letter/?created_at__year=99999",
        "core/letter/?id=99999999999999999999999",
        "core/letter/?subject__regex=(",
        "tickets/ticket/?client__id__exact=99999999999999999999999",
        "tickets/client/?administrators__user__email__contains=a",
        "tickets/client/?nothing=1",
        "tickets/client/?ended_at__isempty=maybe",
    ],
)
def test_what_no_filter_reads_lists_all_and_says_so(desk, address):
    response = desk.get(f"/desk/{address}", follow=True)
    assert response.redirect_chain[0][0].endswith("/?e=1")
    assert "There is no such filter here" in response.text


def test_a_number_that_no_client_has_lists_nothing(desk, ticket):
    page = desk.get("/desk/tickets/ticket/", {"client": "9" * 23})
    assert page.context["cl"].result_count == 0


def test_a_filter_of_the_list_is_read(desk, ticket):
    page = desk.get("/desk/core/letter/", {"state__exact": "sent"})
    assert (page.status_code, page.context["cl"].result_count) == (200, 0)


def test_a_search_beyond_all_bounds_is_refused_in_words(desk, ticket):
    page = desk.get("/desk/tickets/client/", {"q": "w " * LONGEST_SEARCH})
    assert f"at most {LONGEST_SEARCH} characters" in page.text


def test_the_desk_suggests_nothing_by_an_address_of_its_own(desk):
    fields = {"app_label": "core", "model_name": "user", "field_name": "owned", "term": "a"}
    assert desk.get("/desk/autocomplete/", fields).status_code == 404
