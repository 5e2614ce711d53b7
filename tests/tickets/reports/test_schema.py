"""The schema of a month's JSON."""

import json

import jsonschema
import pytest

from istockist_sla.core.exported import Encoder
from istockist_sla.core.lib.months import Month
from tests.tickets.reports.conftest import HOUR, LATER, OPENED, qualify
from tickets import lifecycle
from tickets.models import Client
from tickets.reports.exports import as_data
from tickets.reports.monthly import month_figures
from tickets.reports.schema import month_schema

VALIDATOR = jsonschema.Draft202012Validator(month_schema())


def faults(figures):
    data = json.loads(json.dumps(as_data(figures), cls=Encoder))
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(month_schema())


@pytest.mark.django_db
def test_every_month_of_every_client_is_as_the_schema_says(month, charlie):
    months = [Month(2019, 10), Month(2025, 12), Month(2026, 1), Month(2026, 3), Month(2026, 4)]
    assert [
        fault
        for each in months
        for client in (None, *Client.objects.all())
        for fault in faults(month_figures(each, client=client, at=LATER))
    ] == []


@pytest.mark.django_db
def test_a_running_month_has_its_forecast(month, open_ticket, figures_at):
    open_ticket(at=OPENED + 10 * HOUR)
    assert faults(figures_at(OPENED + 12 * HOUR)) == []


@pytest.mark.django_db
def test_decisions_and_ratings_are_as_the_schema_says(
    month, open_ticket, aoife, orla, clara, figures_at
):
    unchecked = open_ticket(checks={"network": {"state": "not done", "note": ""}})
    qualify(unchecked, aoife, HOUR)
    by = {"by": aoife, "at": OPENED + 10 * HOUR, "evidence": "The file names no shop."}
    error = lifecycle.propose(
        month.pk, kind="client-error", client_reason="Your file names no shop.", **by
    )
    invoicing = lifecycle.propose(
        unchecked.pk, kind="invoicing", client_reason="It was the network.", minutes=30, **by
    )
    for finding in (error, invoicing):
        lifecycle.approve(finding.pk, by=orla, at=OPENED + 11 * HOUR)
    lifecycle.rate(month.pk, value=1, text="", by=clara.user, at=OPENED + 12 * HOUR)
    assert faults(figures_at()) == []


@pytest.mark.django_db
def test_a_key_that_the_schema_does_not_know_is_found(figures_at):
    data = json.loads(json.dumps(as_data(figures_at()), cls=Encoder))
    assert not VALIDATOR.is_valid({**data, "more": 1})
