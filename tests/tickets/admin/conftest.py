"""Browsers of the cast, and requests of the desk's actions."""

from datetime import timedelta

import pytest
from django.urls import reverse

from istockist_sla.core.models import Event
from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import Ticket

NOW = OPENED + timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_ten(time_machine):
    """It is 10:00 GMT, an hour after the cast's ticket was opened."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def agent(client, aoife):
    """Aoife's browser."""
    client.force_login(aoife)
    return client


@pytest.fixture
def boss(django_user_model):
    """Sees everything: for tests of pages, not of permissions."""
    return django_user_model.objects.create_superuser("root@istockist.example", name="Root Boss")


def step_url(ticket, verb, model="ticket"):
    return reverse(f"admin:tickets_{model}_action", args=[ticket.pk, verb])


def page_url(ticket, model="ticket"):
    return reverse(f"admin:tickets_{model}_change", args=[ticket.pk])


def verbs_of(page):
    """The verbs of the actions that a page has buttons for."""
    return [action.form_class.verb for action in page.context["available_actions"]]


def seen(ticket):
    return Event.objects.about("ticket", ticket.pk).newest_id()


def newest(ticket):
    return Event.objects.about("ticket", ticket.pk).last()


def again(ticket):
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def do(agent):
    """Post an action on a ticket as Aoife, who has seen all of it."""

    def post(ticket, verb, browser=agent, **data):
        return browser.post(step_url(ticket, verb), {"seen": seen(ticket), **data})

    return post


@pytest.fixture
def qualified(ticket, aoife):
    """The cast's ticket, Critical since half past nine."""
    return lifecycle.qualify(
        ticket.pk,
        class_test="orders-stopped",
        by=aoife,
        at=OPENED + timedelta(minutes=30),
        seen=None,
    )
