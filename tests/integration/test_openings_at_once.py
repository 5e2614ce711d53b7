"""Tickets of a client opened at once: each has a place of its own, in the order of the numbers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.conftest import OPENED
from tickets import lifecycle
from tickets.models import Ticket

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE, EACH = 4, 8


def open_some(administrator) -> None:
    for _ in range(EACH):
        lifecycle.open_ticket(
            administrator=administrator,
            channel="portal",
            subject="Orders do not come in",
            text="Nothing since nine.",
            at=OPENED,
            recorded_at=OPENED,
            by=administrator.user,
        )
    connections.close_all()


def test_no_place_among_the_tickets_of_a_client_is_given_twice_or_left_out(clara, charlie):
    with ThreadPoolExecutor(2 * AT_ONCE) as pool:
        list(pool.map(open_some, [clara, charlie] * AT_ONCE))
    for administrator in (clara, charlie):
        tickets = Ticket.objects.filter(client=administrator.client_id).order_by("number")
        places = list(tickets.values_list("client_sequence", flat=True))
        assert places == list(range(1, AT_ONCE * EACH + 1))
