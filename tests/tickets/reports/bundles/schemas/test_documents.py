"""The schemas that go with a bundle are true of every document that is made."""

import json
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from istockist_sla.core.lib.months import Month
from tests.tickets.lifecycle.conftest import people as people
from tests.tickets.lifecycle.test_replay import HISTORIES, live
from tests.tickets.reports.bundles.conftest import (
    CLOSED,
    DAY,
    MARCH,
    amended,
    closed,
    declare_outage,
    rectify_first,
)
from tests.tickets.reports.bundles.tampering import places
from tests.tickets.sla.bundle.test_published import BEGUN
from tests.tickets.sla.bundle.test_service_rows import SERVICE as ROWS
from tickets.reports.bundles.schemas.documents import SCHEMAS, schema_files
from tickets.reports.bundles.schemas.shared import MAINTENANCE, PUBLISHED, SERVICE
from tickets.sla.bundle.published import published_document
from tickets.sla.bundle.reading import KEYS
from tickets.sla.bundle.service_rows import maintenance_document, service_document

KINDS = sorted(SCHEMAS)


def validate(files):
    for kind in KINDS:
        jsonschema.Draft202012Validator(SCHEMAS[kind]).validate(json.loads(files[f"{kind}.json"]))


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_a_json_schema(kind):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_each_has_the_keys_that_the_verifier_reads(kind):
    assert set(SCHEMAS[kind]["properties"]) == set(KEYS[kind])


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["meadow", "northgate"])
def test_the_documents_of_a_closing_are_of_their_form(made, code):
    validate(made.files(code))


@pytest.mark.django_db
def test_the_documents_of_a_month_with_an_outage_are_of_their_form(meadow, niamh):
    declare_outage(by=niamh)
    validate(closed().files("meadow"))


@pytest.mark.parametrize(
    ("schema", "documents"),
    [
        (SERVICE, [service_document(ROWS)]),
        (MAINTENANCE, [maintenance_document(row) for row in ROWS.records.maintenance.values()]),
        (PUBLISHED, [published_document(BEGUN.standard), published_document(BEGUN.own)]),
    ],
)
def test_what_no_month_of_these_tests_has_is_of_its_form(schema, documents):
    for each in documents:
        jsonschema.Draft202012Validator(schema).validate(each)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(HISTORIES)
@pytest.mark.django_db
def test_whatever_happens_to_a_ticket_is_of_its_form(open_ticket, people, history):
    with transaction.atomic():
        at = live(open_ticket(), people, history) + timedelta(seconds=1)
        validate(closed(MARCH, at).files("meadow"))
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_the_documents_of_an_amendment_and_of_the_next_month_are_of_their_form(made, niamh, orla):
    number = rectify_first(by=niamh, approver=orla)
    again = amended(made, "meadow", CLOSED + 3 * DAY, [(number, "rectification")])
    validate(again.files("meadow"))
    earlier = [made.month, again.month]
    after = closed(Month(2026, 4), datetime(2026, 5, 11, 9, tzinfo=UTC), earlier=earlier)
    validate(after.files("meadow"))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_a_value_of_another_kind_is_not_of_the_form(made, chosen, kind):
    document = json.loads(made.files("meadow")[f"{kind}.json"])
    validator = jsonschema.Draft202012Validator(SCHEMAS[kind])
    accepted = [
        place
        for place in chosen((each for each in places(document) if each), 60)
        if validator.is_valid(_replaced(document, place))
    ]
    assert accepted == []


def _replaced(document, place):
    """With an object that nothing allows in the place of a value."""
    found = json.loads(json.dumps(document))
    holder = found
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = {"unknown": "Ü"}
    return found


def test_they_are_files_of_the_bundle():
    assert json.loads(schema_files()["schemas/month.schema.json"]) == SCHEMAS["month"]
