"""The ten roles that the matrix speaks of, each with a browser, and the world that they ask for."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from istockist_sla.core import roles, staff
from tests.conftest import OPENED, member
from tests.factories import AdministratorFactory, UserFactory
from tests.permissions.world import BACKEND, NOW, fill


@pytest.fixture(autouse=True)
def at_ten():
    """Without the log, in which each refusal would stand with its traceback."""
    logging.disable(logging.CRITICAL)
    with time_machine.travel(NOW, tick=False):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def people(aoife, declan, niamh, orla, ruairi, sys, clara, charlie, open_ticket, plan_work):
    """The cast, with those whom only the matrix needs."""
    technical = ("fiona@istockist.example", "Fiona Daly", roles.TECHNICAL)
    yesterday = OPENED.date() - timedelta(days=1)
    return SimpleNamespace(
        aoife=aoife,
        declan=declan,
        niamh=niamh,
        orla=orla,
        ruairi=ruairi,
        sys=sys,
        clara=clara,
        charlie=charlie,
        root=member("root@istockist.example", "Ronan Keane", roles.ADMINISTRATOR),
        fiona=member(*technical, roles.OPERATIONS),
        dara=member("dara@istockist.example", "Dara Nolan", roles.TECHNICAL, roles.DEVELOPMENT),
        dismissed=staff.dismiss(
            user_id=UserFactory(is_staff=True).pk, by=sys, at=OPENED - timedelta(days=1)
        ).person,
        former=AdministratorFactory(client=clara.client, until=yesterday),
        colleague=AdministratorFactory(client=clara.client),
        open_ticket=open_ticket,
        plan_work=plan_work,
    )


@pytest.fixture
def browsers(people):
    """A signed-in browser for each role."""
    users = {
        "anonymous": None,
        "other": people.charlie.user,
        "former": people.former.user,
        "person": UserFactory(),
        "client": people.colleague.user,
        "agent": people.aoife,
        "operations": people.ruairi,
        "development": people.dara,
        "manager": people.niamh,
        "administrator": people.sys,
    }
    browsers = {role: Client(raise_request_exception=False) for role in users}
    for role, user in users.items():
        if user is not None:
            browsers[role].force_login(user, BACKEND)
    return browsers


@pytest.fixture
def world(people):
    return fill(people)
