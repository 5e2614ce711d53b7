"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ProtectedError

from availability.models import Component, Interruption, Measurement, Outage, OutageUpdate
from tests.availability.instants import gmt

pytestmark = pytest.mark.django_db
OUTAGE = {"title": "x", "started_at": gmt("13:00"), "detected_at": gmt("13:01")}


@pytest.fixture
def outage():
    return Outage.objects.create(**OUTAGE)


def refused(create, **columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        create(**columns)


def test_an_outage_ends_after_its_start():
    refused(Outage.objects.create, **OUTAGE, ended_at=gmt("13:00"))


def test_an_outage_is_detected_at_its_start_at_the_earliest():
    refused(Outage.objects.create, **{**OUTAGE, "detected_at": gmt("12:59")})


def test_an_outage_is_published_at_its_detection_at_the_earliest():
    refused(Outage.objects.create, **OUTAGE, published_at=gmt("13:00:59"))


def test_a_component_has_one_open_interruption_by_the_probe(outage, api):
    columns = {
        "outage": outage,
        "component": api,
        "impact": "down",
        "by_probe": True,
        "started_at": gmt("13:00"),
        "detected_at": gmt("13:01"),
    }
    Interruption.objects.create(**columns)
    refused(Interruption.objects.create, **columns)


@pytest.fixture
def declared(api, aoife, outage):
    return {
        "outage": outage,
        "component": api,
        "impact": "down",
        "by_probe": False,
        "started_at": gmt("13:00"),
        "ended_at": gmt("13:30"),
        "detected_at": gmt("13:40"),
        "declared_by": aoife,
    }


@pytest.mark.parametrize(
    "given",
    [
        {"detected_at": gmt("12:59")},
        {"published_at": gmt("13:39")},
        {"by_probe": True},
        {"approved": True},
        {"approved": True, "decided_at": gmt("13:50")},
    ],
)
def test_an_interruption_that_makes_no_sense_is_refused(declared, given):
    refused(Interruption.objects.create, **{**declared, **given})


def test_nobody_approves_an_interruption_of_their_own(declared, aoife):
    decision = {"approved": True, "decided_by": aoife, "decided_at": gmt("13:50")}
    refused(Interruption.objects.create, **declared, **decision)


def test_what_goes_on_is_not_decided(declared, niamh):
    decision = {"approved": True, "decided_by": niamh, "decided_at": gmt("13:50")}
    refused(Interruption.objects.create, **{**declared, **decision, "ended_at": None})


def test_a_part_of_an_incident_is_published(outage):
    refused(Outage.objects.create, **OUTAGE, part_of=outage)


def test_a_component_is_measured_once_a_second(api):
    Measurement.objects.create(component=api, second=1, ok=True)
    refused(Measurement.objects.create, component=api, second=1, ok=True)


def test_a_failed_measurement_says_why(api):
    refused(Measurement.objects.create, component=api, second=1, ok=False)


def test_what_the_page_said_never_changes(outage):
    update = OutageUpdate.objects.create(
        outage=outage, stage="investigating", text="x", at=gmt("13:05")
    )
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        OutageUpdate.objects.filter(pk=update.pk).update(text="y")


def test_a_component_with_history_is_not_deleted(probe, api):
    probe("+")
    with pytest.raises(ProtectedError):
        api.delete()


def test_the_components_are_seeded_in_their_order():
    assert list(Component.objects.values_list("code", flat=True)) == [
        "admin",
        "api",
        "ordering",
        "reports",
    ]


@pytest.mark.parametrize(("code", "words"), [("api", "the API"), ("ordering", "Ordering")])
def test_a_component_has_a_name_for_sentences(code, words):
    assert Component.objects.get(code=code).in_text == words


def test_the_newest_measurement_of_each_component_is_found_in_one_query(
    probe, api, ordering, django_assert_num_queries
):
    probe("+-")
    probe("+", component=ordering)
    with django_assert_num_queries(1):
        newest = Measurement.objects.newest_by_component(gmt("23:59"))
    assert {pk: check.ok for pk, check in newest.items()} == {api.pk: False, ordering.pk: True}
