"""Every page of the desk opens for those who may see it."""

import pytest
from django.apps import apps
from django.urls import reverse

from tests.conftest import OPENED
from tickets import lifecycle

LISTS = [
    f"{model._meta.app_label}_{model._meta.model_name}"
    for label in ("core", "tickets")
    for model in apps.get_app_config(label).get_models()
    if model.__name__
    in {
        "User",
        "Event",
        "Letter",
        "RoleProposal",
        "Ticket",
        "Fault",
        "InboundMail",
        "Article",
        "Client",
        "ClientAdministrator",
        "ClientFact",
        "CustomerSuccessContact",
        "AgreementVersion",
        "CalendarVersion",
        "HolidayList",
        "Finding",
        "FactProposal",
        "OrderCount",
    }
]


@pytest.fixture
def desk(client, boss):
    client.force_login(boss)
    return client


@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens(desk, ticket, name):
    assert desk.get(reverse(f"admin:{name}_changelist")).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_list_can_be_searched_with_anything(desk, ticket, name):
    for term in ("1001", "F-1", "a" * 3000, "ticket 99999999999999999999"):
        url = reverse(f"admin:{name}_changelist")
        assert desk.get(f"{url}?q={term}").status_code in (200, 302)


@pytest.mark.parametrize("name", LISTS)
def test_the_page_of_its_first_row_opens(desk, ticket, aoife, name):
    lifecycle.qualify(ticket.pk, class_test="orders-stopped", by=aoife, at=OPENED, seen=None)
    model = apps.get_model(*name.split("_")[-2:] if name.count("_") == 1 else name.rsplit("_", 1))
    row = model.objects.order_by("pk").first()
    if row is not None:
        url = reverse(f"admin:{name}_change", args=[row.pk])
        assert desk.get(url).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_row_is_not_found(desk, name):
    for wrong in ("999999", "0", "abc", "9" * 40):
        url = reverse(f"admin:{name}_change", args=[wrong])
        assert desk.get(url).status_code == 404


def test_the_first_page_opens(desk, ticket):
    page = desk.get(reverse("admin:index"))
    assert "Good" in page.text
    assert str(ticket.number) in page.text


def test_the_desk_is_closed_to_the_clients(client, clara, ticket):
    client.force_login(clara.user)
    page = client.get(reverse("admin:tickets_ticket_change", args=[ticket.pk]))
    assert page.status_code == 404


def test_the_page_says_when_support_is_open(desk):
    assert "Support is open, closes in" in desk.get(reverse("admin:index")).text
