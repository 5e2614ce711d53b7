"""Lists of the desk: only their own filters are read from an address."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from istockist_sla.desk.actions.lists import LONGEST_SEARCH
from tests.factories import ClientFactory
from tickets.models import Client

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


def test_a_list_says_in_one_sentence_how_many_there_are(desk, meadow, charlie):
    assert desk.get("/desk/tickets/client/").context["cl"].sentence.fact == "2 clients."
    assert (
        desk.get("/desk/tickets/client/?q=meadow").context["cl"].sentence.fact == "1 client fits."
    )


def test_what_waits_for_a_decision_is_a_tab_and_says_so(desk):
    listed = desk.get("/desk/tickets/finding/").context["cl"]
    assert [choice.display for choice in listed.tabs.choices] == ["To decide", "Decided", "All"]
    assert listed.sentence.fact == "Nothing waits for a decision."


def test_each_thing_that_narrows_a_list_down_can_be_taken_away_alone(desk, meadow):
    page = desk.get("/desk/tickets/client/?q=meadow&ended_at=no")
    (menu,) = page.context["cl"].set_menus
    assert (menu.value, menu.without) == ("With us", "?q=meadow")
    assert 'href="?ended_at=no"' in page.text


def test_an_empty_list_says_what_it_looked_at_and_offers_all(desk, meadow):
    text = desk.get("/desk/tickets/client/?q=refund").text
    assert "Nothing here fits “refund”" in text
    assert "The search looks at name, short name. Without search and filters: 1 client." in text
    assert '<a class="button button-main" href="?">Show all of them</a>' in text


def test_a_cell_names_its_column_for_the_cards_of_a_phone(desk, meadow):
    text = desk.get("/desk/tickets/client/").text
    assert '<td data-label="Code" class="field-code">meadow</td>' in text
    assert '<td data-label="Ended, GMT" data-empty class="field-ended_at">' in text


def test_an_instant_of_a_list_is_written_as_briefly_as_its_day_allows(desk, meadow):
    for at, written in (("2026-06-09 13:05", "13:05"), ("2026-06-08 15:20", "8 June, 15:20")):
        with time_machine.travel("2026-06-09 14:46Z", tick=False):
            Client.objects.update(created_at=f"{at}Z")
            assert f"{written}</td>" in desk.get("/desk/tickets/client/").text.replace("\xa0", " ")


def test_the_queries_of_a_list_do_not_grow_with_its_rows(desk, django_assert_num_queries):
    desk.get("/desk/tickets/client/")
    with CaptureQueriesContext(connection) as few:
        desk.get("/desk/tickets/client/")
    assert len(few) <= 10
    ClientFactory.create_batch(5)
    with django_assert_num_queries(len(few)):
        desk.get("/desk/tickets/client/")
