"""Requests that no browser sends: refused, whatever page they ask for, and no fault of ours."""

import pytest

from tests.tickets.portal.conftest import BACKEND

SESSION_WITH_NUL = 'sessionid="abcdefgh\\000"'


@pytest.fixture
def clara_in(client, clara):
    client.force_login(clara.user, BACKEND)
    return client


@pytest.fixture
def aoife_in(client, aoife):
    client.force_login(aoife)
    return client


@pytest.mark.parametrize(
    "address",
    [
        *("/tickets/?q=%00", "/articles/?page=%00", "/articles/a%00/", "/status/?%00", "/%00"),
        *("/report/?follows=%00", "/sign-in/?next=%00", "/healthz?a=1%00"),
    ],
)
def test_an_address_with_nul_is_not_there(clara_in, address):
    assert clara_in.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "core/event/?kind__exact=%00",
        "tickets/finding/?kind__exact=%00",
        "core/letter/?state__exact=%00",
        "tickets/ticket/?client=%00",
        "tickets/ticket/?q=%00",
        "tickets/ticket/search/?q=%00",
        "django_q/failure/a%00/change/",
        "autocomplete/?app_label=tickets&model_name=ticket&field_name=client&term=%00",
    ],
)
def test_an_address_of_the_desk_with_nul_is_not_there(aoife_in, address):
    assert aoife_in.get(f"/desk/{address}").status_code == 404


def test_a_percent_sign_before_two_zeros_is_no_nul(clara_in):
    assert clara_in.get("/tickets/?q=%2500").status_code == 200


def test_what_is_not_utf8_is_shown_as_such(clara_in):
    assert "\ufffd" in clara_in.get("/tickets/?q=%ED%A0%80").text


@pytest.mark.parametrize("address", ["/", "/desk/", "/sign-in/", "/status/"])
def test_a_cookie_with_nul_counts_as_none(client, db, address):
    response = client.get(address, HTTP_COOKIE=SESSION_WITH_NUL)
    assert response.status_code in (200, 302)
