"""Clients, their facts and people in the desk."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from istockist_sla.core.models import User
from tests.conftest import OPENED
from tests.tickets.admin.conftest import page_url, step_url
from tickets import lifecycle
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
    data = {"name": "Tolka", "code": "tolka", "plan": "custom", "evidence": "Order", "sure": "yes"}
    answer = manager.post("/desk/tickets/client/add/", data)
    client = Client.objects.get(code="tolka")
    assert answer.url == page_url(client, "client")
    assert client.facts.get().value == "custom"


def test_a_taken_name_stands_beside_the_form(manager, meadow):
    data = {"name": meadow.name, "code": "x", "plan": "free", "evidence": "Order"}
    assert "of this name" in manager.post("/desk/tickets/client/add/", data).text


def test_the_page_says_who_they_are_and_what_was_promised(manager, meadow, clara, ticket):
    page = manager.get(page_url(meadow, "client"))
    assert "On <strong>Custom enterprise</strong> since" in page.text
    assert page.context["promise"].name == "Standard agreement, version 1"
    assert clara.name in page.text
    titles = [section.title for section in page.context["tables"]]
    assert titles[0] == "Open tickets, 1; closed, 0"


def test_what_was_promised_is_shown_for_a_day(manager, meadow):
    page = manager.get(page_url(meadow, "client"), {"on": "2019-11-05"})
    assert page.context["promise_day"].isoformat() == "2019-11-05"
    assert page.context["promise"].is_covered is False
    assert "nothing is guaranteed (P3)" in page.text


def test_a_day_that_is_none_is_said_beside_the_field(manager, meadow):
    page = manager.get(page_url(meadow, "client"), {"on": "soon"})
    assert page.context["day_form"].errors
    assert page.context["promise_day"].isoformat() == "2026-03-10"


def test_a_miss_that_costs_the_month_is_named(
    manager, meadow, open_ticket, aoife, niamh, time_machine, django_assert_max_num_queries
):
    late = open_ticket()
    at = OPENED + timedelta(hours=5)
    lifecycle.qualify(late.pk, class_test="orders-stopped", by=aoife, at=at, seen=None)
    time_machine.move_to(datetime(2026, 4, 20, 9, tzinfo=UTC), tick=False)
    manager.force_login(niamh)
    with django_assert_max_num_queries(45):
        page = manager.get(page_url(meadow, "client"))
    [miss] = page.context["standing"].misses
    assert (miss.cell.fault_class, miss.results[0].ticket) == ("critical", late)
    assert "0 of 1 measures were kept" in page.text
    assert "Critical: 0 of 1, 1 missed and 0 allowed" in page.text


def test_invoices_of_the_year_are_a_sentence(manager, meadow, open_ticket, aoife, orla):
    ticket = open_ticket(checks={"network": {"state": "not done", "note": ""}})
    finding = lifecycle.propose(
        ticket.pk, kind="invoicing", evidence="Their key.", by=aoife, at=OPENED, minutes=45
    )
    page_of = partial(manager.get, page_url(meadow, "client"))
    assert "Nothing was invoiced. 1 proposed now." in page_of().text
    lifecycle.approve(finding.pk, by=orla, at=OPENED)
    invoices = page_of().context["invoices"]
    assert (invoices.minutes, invoices.tickets, invoices.proposed) == (
        "0\xa0h\xa045\xa0min",
        "1\xa0ticket",
        0,
    )


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
