"""Who may do what in the desk: the matrix, by address."""

import pytest
from django.test import Client
from django.urls import reverse

from istockist_sla.desk.actions import ActionAdmin
from istockist_sla.desk.site import site
from tests.tickets.admin.conftest import again, newest, page_url, seen, step_url, verbs_of
from tickets import lifecycle
from tickets.admin.tickets.actions import ACTION_FORMS
from tickets.models import Fault, InboundMail, Ticket

VERBS = [form.verb for form in ACTION_FORMS]
# Who may take each action on a ticket; nobody else.
MAY = {verb: {"aoife", "declan", "niamh"} for verb in VERBS}
MAY["hear_back"] = {"aoife", "declan", "niamh", "ruairi"}
PEOPLE = ["aoife", "declan", "niamh", "ruairi", "sys"]
OURS = {
    model: model_admin
    for model, model_admin in site._registry.items()
    if model._meta.app_label in ("tickets", "core")
}


@pytest.fixture
def with_operations(ticket, aoife):
    lifecycle.hand_over(ticket.pk, team="operations", text="Look", by=aoife, at=ticket.opened_at)
    return ticket


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("verb", VERBS)
def test_who_may_take_an_action(client, request, with_operations, verb, person):
    client.force_login(request.getfixturevalue(person))
    answer = client.post(step_url(with_operations, verb), {"seen": "0"})
    assert (answer.status_code == 403) == (person not in MAY[verb])


@pytest.mark.parametrize("verb", VERBS)
def test_for_a_client_there_is_no_such_page(client, clara, ticket, verb):
    client.force_login(clara.user)
    answer = client.post(step_url(ticket, verb), {"seen": seen(ticket), "text": "x"})
    assert answer.status_code == 404
    assert newest(ticket).verb == "open"


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_acts_without_signing_in(client, ticket, verb):
    assert client.post(step_url(ticket, verb)).status_code == 302
    assert newest(ticket).verb == "open"


@pytest.mark.parametrize("verb", VERBS)
def test_an_unknown_ticket_is_not_found(agent, verb):
    unknown = Ticket(pk=987654)
    assert agent.post(step_url(unknown, verb)).status_code == 404
    assert agent.post(f"/desk/tickets/ticket/{'9' * 30}/steps/{verb}/").status_code == 404


def test_an_unknown_action_is_not_found(agent, ticket):
    assert agent.post(step_url(ticket, "explode")).status_code == 404


@pytest.mark.parametrize("verb", VERBS)
def test_an_action_needs_the_token_against_forgery(ticket, aoife, verb):
    from_elsewhere = Client(enforce_csrf_checks=True)
    from_elsewhere.force_login(aoife)
    assert from_elsewhere.post(step_url(ticket, verb)).status_code == 403


def test_a_team_reports_back_for_itself_only(client, ticket, aoife, ruairi):
    lifecycle.hand_over(ticket.pk, team="development", text="Look", by=aoife, at=ticket.opened_at)
    client.force_login(ruairi)
    answer = client.post(step_url(ticket, "hear_back"), {"text": "Done", "seen": "0"})
    assert answer.status_code == 403
    assert again(ticket).team == "development"


def test_a_technical_person_sees_the_ticket_with_their_one_action(client, ruairi, with_operations):
    client.force_login(ruairi)
    page = client.get(page_url(with_operations))
    assert verbs_of(page) == ["hear_back"]


def test_a_ticket_is_never_changed_by_a_form_of_django(agent, ticket):
    assert agent.post(page_url(ticket), {"subject": "Other"}).status_code == 405


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_nothing_can_be_deleted(client, boss, model):
    client.force_login(boss)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model.objects.first()
    if row is not None:
        assert client.post(reverse(f"{name}_delete", args=[row.pk])).status_code == 403
    answer = client.post(reverse(f"{name}_changelist"), {"action": "delete_selected"})
    assert answer.status_code in (200, 302, 405)
    assert row is None or model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Fault, InboundMail])
def test_nothing_of_these_is_added_by_hand(client, boss, model):
    client.force_login(boss)
    url = reverse(f"admin:tickets_{model._meta.model_name}_add")
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_page_asks_for_its_permission(client, django_user_model, model):
    nobody = django_user_model.objects.create_user("new@istockist.example", is_staff=True)
    client.force_login(nobody)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.get(reverse(f"{name}_changelist")).status_code == 403
    assert client.get(reverse(f"{name}_add")).status_code == 403
    assert client.get(reverse(f"{name}_change", args=["1"])).status_code in (403, 404)
    admin = OURS[model]
    if isinstance(admin, ActionAdmin):
        for form in admin.get_action_forms():
            url = reverse(f"{name}_action", args=[1, form.verb])
            assert client.post(url).status_code == 403


@pytest.mark.parametrize(
    ("address", "args"),
    [
        ("search", []),
        ("tickets_file", [1, 1]),
        ("tickets_inboundmail_raw", [1]),
        ("core_letter_preview", [1]),
        ("tickets_ticket_history", ["1"]),
    ],
)
def test_every_address_of_our_own_asks_for_its_permission(client, django_user_model, address, args):
    nobody = django_user_model.objects.create_user("new@istockist.example", is_staff=True)
    client.force_login(nobody)
    assert client.get(reverse(f"admin:{address}", args=args)).status_code == 403


def test_who_may_see_nothing_gets_an_index_that_says_so(client, django_user_model):
    nobody = django_user_model.objects.create_user("new@istockist.example", is_staff=True)
    client.force_login(nobody)
    assert "Ask a System administrator" in client.get(reverse("admin:index")).text
