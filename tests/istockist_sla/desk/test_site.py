"""The desk as a place: its first pages, who finds it, and what of Django's site is not in it."""

import pytest
from django.urls import NoReverseMatch, reverse

from availability.models import Component
from istockist_sla.core import roles, staff
from istockist_sla.desk.actions import ActionForm, DetailTable
from istockist_sla.desk.site import Extension, site
from tests.conftest import OPENED


@pytest.mark.parametrize(
    "name", ["password_change", "password_change_done", "autocomplete", "view_on_site"]
)
def test_what_is_not_done_here_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:{name}")


def test_a_row_has_one_address(client, aoife, ticket):
    client.force_login(aoife)
    assert client.get(f"/desk/tickets/ticket/{ticket.pk}/").status_code == 404


def test_signed_out_even_an_unknown_address_asks_to_sign_in(client, db):
    assert client.get("/desk/nothing/").url == "/desk/login/?next=/desk/nothing/"


def test_the_page_of_an_app_names_its_lists(client, aoife):
    client.force_login(aoife)
    page = client.get("/desk/availability/").text
    assert "<h1>Availability</h1>" in page
    assert 'href="/desk/availability/outage/"' in page
    assert 'href="/desk/tickets/ticket/"' not in page.partition('id="content-main"')[2]
    assert "You may not see anything here" not in page


def test_the_desk_is_left_by_the_same_door_as_the_portal(client, aoife):
    client.force_login(aoife)
    assert 'action="/sign-out/"' in client.get("/desk/").text
    assert client.post("/desk/logout/").url == "/sign-out/"


@pytest.mark.parametrize(("reader", "linked"), [("aoife", False), ("sys", True)])
def test_the_audit_log_links_to_people_for_who_may_open_them(client, request, sys, reader, linked):
    person = staff.engage(
        email="new@istockist.example", name="New", groups=[roles.SUPPORT], by=sys, at=OPENED
    ).person
    client.force_login(request.getfixturevalue(reader))
    link = f'href="/desk/core/user/{person.pk}/change/"'
    assert (link in client.get("/desk/core/event/").text) is linked


def test_a_screen_adds_actions_and_tables_to_a_page_that_knows_nothing_of_it(
    client, niamh, monkeypatch
):
    class Praise(ActionForm):
        verb, label, permissions = "praise", "Praise…", ("availability.view_component",)

    def tables(subject, request):
        return [DetailTable(f"Praise of {subject}", ("By",), [])]

    monkeypatch.setitem(site.extensions, Component, [Extension((Praise,), tables)])
    client.force_login(niamh)
    api = Component.objects.get(code="api")
    text = client.get(f"/desk/availability/component/{api.pk}/change/").text
    assert f"/desk/availability/component/{api.pk}/steps/praise/" in text
    assert "Praise of API" in text
    assert client.get(f"/desk/availability/component/{api.pk}/steps/praise/").status_code == 200
