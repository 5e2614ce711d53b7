"""Numbers in addresses: those that a row can have, and no others."""

import pytest
from django.urls import Resolver404, resolve

from istockist_sla.core.lib.numbers import LARGEST_ID
from tests.url_table import url_table


def test_the_largest_number_of_a_row_is_an_address():
    assert resolve(f"/tickets/{LARGEST_ID}/").kwargs == {"number": LARGEST_ID}


@pytest.mark.parametrize("number", [LARGEST_ID + 1, "9" * 23, "9" * 5000, "-1", "٣"])
def test_a_number_that_no_row_has_is_no_address(number):
    with pytest.raises(Resolver404):
        resolve(f"/tickets/{number}/")


def test_no_address_takes_a_number_without_bounds():
    assert [
        address.route for address in url_table() if "IntConverter" in address.converters.values()
    ] == []


@pytest.mark.parametrize("number", ["9" * 23, "99999999999999999999"])
def test_a_file_under_a_ticket_that_cannot_be_is_not_there(client, aoife, number):
    client.force_login(aoife)
    address = f"/desk/tickets/ticket/{number}/files/1/"
    assert client.get(address, follow=True).status_code == 404
