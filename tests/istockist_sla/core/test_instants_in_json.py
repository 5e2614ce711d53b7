"""Each export of the product as JSON: no instant in another form than `2026-10-03T09:00:00Z`."""

import json
import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from availability import incidents
from availability.models import Component, Impact
from tests.conftest import OPENED
from tickets import lifecycle

pytestmark = pytest.mark.django_db
ONE_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
LIKE_AN_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RUNNING = datetime(2026, 3, 20, 12, 0, 0, 654_321, tzinfo=UTC)
OVER = datetime(2026, 4, 20, 12, 0, 0, 654_321, tzinfo=UTC)


@pytest.fixture
def month(open_ticket, aoife, clara, ruairi, new_disks):
    """A ticket that is missed, one that came back, one undecided, an outage and some work."""
    missed = open_ticket()
    lifecycle.qualify(
        missed.pk, class_test="orders-stopped", by=aoife, at=OPENED + 6 * HOUR, seen=None
    )
    lifecycle.close(
        missed.pk, reason="resolved", text="Done.", by=aoife, at=OPENED + 7 * HOUR, seen=None
    )
    lifecycle.reopen(missed.pk, text="No.", by=clara.user, at=OPENED + DAY, seen=None)
    open_ticket(at=OPENED + HOUR)
    outage = incidents.declare(
        title="Down",
        impacts={Component.objects.get(code="api"): Impact.DOWN},
        started_at=OPENED,
        by=ruairi,
        at=OPENED + HOUR,
    )
    incidents.publish(outage, text="We are looking.", by=ruairi, at=OPENED + HOUR)
    return missed


def printed(*words):
    out = StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


def instants(data):
    """All strings within it that look like an instant, whatever their form."""
    if isinstance(data, dict):
        data = data.values()
    if isinstance(data, str):
        return [data] if LIKE_AN_INSTANT.match(data) else []
    return [each for inner in data for each in instants(inner)] if _holds_more(data) else []


def _holds_more(data):
    return not isinstance(data, int | float | bool | None)


def other_forms(data):
    found = instants(data)
    assert found
    return [each for each in found if not ONE_FORM.fullmatch(each)]


@pytest.fixture(params=[RUNNING, OVER], ids=["while it runs", "once it is over"])
def now(request):
    with time_machine.travel(request.param, tick=False):
        yield request.param


@pytest.mark.parametrize("query", ["", "?client=meadow"])
def test_of_a_month(client, niamh, month, now, query):
    client.force_login(niamh)
    data = client.get(f"/desk/months/2026-03/json/{query}").json()
    assert other_forms(data) == []
    assert data["outages"]
    assert data["fix_of_reopened"]


def test_of_a_month_at_the_terminal(month, now):
    assert other_forms(printed("month", "2026-03")) == []


@pytest.mark.parametrize("audience", [[], ["--client"]])
def test_of_an_explanation(month, now, audience):
    assert other_forms(printed("explain", month.number, *audience)) == []


def test_of_the_status(client, month, now):
    assert other_forms(client.get("/status/status.json").json()) == []
