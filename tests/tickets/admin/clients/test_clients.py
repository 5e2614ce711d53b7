"""Clients, their facts and people in the desk."""

from datetime import UTC, datetime

import pytest

from istockist_sla.core.models import User
from tests.tickets.admin.conftest import page_url, step_url
from tickets.models import Client, ClientAdministrator, ClientFact


@pytest.fixture
def manager(client, niamh):
    client.force_login(niamh)
    return client


@pytest.fixture
def post(manager):
    def sent(row, verb, model="client", **data):
        return manager.post(step_url(row, verb, model), {"seen": "0", **data})

    return sent


def test_a_client_is_added_with_its_plan(manager):
    data = {"name": "Tolka", "code": "tolka", "plan": "custom", "evidence": "Order"}
    answer = manager.post("/desk/tickets/client/add/", data)
    client = Client.objects.get(code="tolka")
    assert answer.url == page_url(client, "client")
    assert client.facts.get().value == "custom"


def test_a_taken_name_stands_beside_the_form(manager, meadow):
    data = {"name": meadow.name, "code": "x", "plan": "free", "evidence": "Order"}
    assert "of this name" in manager.post("/desk/tickets/client/add/", data).text


def test_the_page_shows_facts_people_and_agreement(manager, meadow, clara, ticket):
    page = manager.get(page_url(meadow, "client"))
    assert ("Agreement in force", "Standard agreement, version 1") in page.context["details"]
    titles = [section.title for section in page.context["tables"]]
    assert titles[:3] == ["Who may contact Support", "Customer Success", "Facts, the latest first"]
    assert clara.name in page.text


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ({"kind": "plan", "plan": "free"}, "free"),
        ({"kind": "rate_limit", "answer": "yes"}, "yes"),
        (
            {"kind": "first_order", "first_order": "2026-01-02T10:00:00"},
            "2026-01-02T10:00:00+00:00",
        ),
        ({"kind": "first_order"}, "none"),
    ],
)
def test_a_fact_is_recorded(post, meadow, data, value):
    post(meadow, "record_fact", since="2026-03-01T00:00", evidence="Letter", **data)
    fact = ClientFact.objects.order_by("-pk").first()
    assert (fact.value, fact.since) == (value, datetime(2026, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize("data", [{"kind": "plan"}, {"kind": "premium"}, {"kind": "x"}, {}])
def test_a_fact_needs_its_value(post, meadow, data):
    answer = post(meadow, "record_fact", since="2026-03-01T00:00", evidence="Letter", **data)
    assert answer.context["form"].errors


def test_an_administrator_is_appointed(post, meadow):
    post(meadow, "appoint", name="Ben", email="ben@meadow.example", since="2026-03-10")
    assert ClientAdministrator.objects.get(email="ben@meadow.example").client == meadow
    assert User.objects.filter(email="ben@meadow.example", is_staff=False).exists()


def test_an_administrator_is_ended_and_not_deleted(post, clara):
    post(clara, "end", "clientadministrator", until="2026-03-31")
    clara.refresh_from_db()
    assert clara.until.isoformat() == "2026-03-31"


def test_copies_are_switched_by_one_button(post, clara):
    post(clara, "copies", "clientadministrator")
    clara.refresh_from_db()
    assert clara.wants_copies


def test_reports_are_switched_by_one_button(post, clara):
    post(clara, "reports", "clientadministrator")
    clara.refresh_from_db()
    assert clara.wants_reports


def test_a_customer_success_contact_is_named_and_ended(post, meadow):
    post(meadow, "name_contact", name="Orla", email="orla@istockist.example", since="2026-03-01")
    contact = meadow.success_contacts.get()
    post(contact, "end", "customersuccesscontact", until="2026-03-31")
    contact.refresh_from_db()
    assert contact.until is not None


def test_a_client_is_renamed_and_ended(post, meadow):
    post(meadow, "rename", name="Meadow Ltd")
    post(meadow, "end")
    meadow.refresh_from_db()
    assert (meadow.name, meadow.ended_at is not None) == ("Meadow Ltd", True)


def test_an_own_agreement_is_drafted(client, sys, meadow):
    client.force_login(sys)
    client.post(step_url(meadow, "draft_agreement", "client"))
    assert meadow.own_agreement.versions.get().published_at is None


@pytest.mark.parametrize(("person", "status"), [("aoife", 403), ("ruairi", 403)])
@pytest.mark.parametrize("verb", ["record_fact", "appoint", "rename", "end", "draft_agreement"])
def test_who_may_not_change_clients(client, request, meadow, person, status, verb):
    client.force_login(request.getfixturevalue(person))
    assert client.post(step_url(meadow, verb, "client")).status_code == status


def test_an_agent_puts_facts_forward_and_changes_no_client(agent, meadow):
    actions = agent.get(page_url(meadow, "client")).context["available_actions"]
    assert [action.form_class.verb for action in actions] == ["propose_fact"]
