"""The desk's import: read, looked at, proposed by one person and decided by another."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from availability.models import Component, ImportBatch, Interruption, Measurement
from tests.availability.imports.instants import AT
from tests.availability.imports.reading_files import SAMPLES, text

pytestmark = pytest.mark.django_db
ADD = "/desk/availability/importbatch/add/"


@pytest.fixture(autouse=True)
def first_of_june():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def upload(client, niamh):
    """Niamh sends the form; its page with what is wrong, or that of what was read."""
    client.force_login(niamh)

    def send(name="checks.csv", format="csv-checks", *, raw=None, **given):
        content = raw if raw is not None else (SAMPLES / name).read_bytes()
        return client.post(
            ADD,
            {
                "format": format,
                "file": SimpleUploadedFile(name, content),
                "evidence": "Exported by Ruairí.",
                **given,
            },
            follow=True,
        )

    return send


@pytest.fixture
def step(client):
    def take(batch, verb, by):
        client.force_login(by)
        return client.post(f"/desk/availability/importbatch/{batch.pk}/steps/{verb}/", follow=True)

    return take


def words(response):
    return response.content.decode().replace("\u00a0", " ")


def test_a_file_that_was_read_shows_what_it_would_move(upload):
    shown = words(upload())
    assert "a draft: it counts for nothing" in shown
    assert "March 2026" in shown
    assert "not measurable" in shown
    assert "83.87 %, not kept" in shown


def test_a_file_that_was_read_shows_its_checks_and_outages(upload):
    assert ">30<" in words(upload())
    shown = words(upload("statuspage.json", "statuspage"))
    assert "Orders are not accepted" in shown
    assert "Left out, 1: Incident 3 “New disks”: maintenance counts only" in shown


def test_what_is_wrong_stands_beside_the_file_and_the_words_are_kept(upload):
    response = upload("uptime_kuma.json", "uptime-kuma", monitor="API")
    errors = response.context["form"].errors["file"]
    assert errors[0].startswith("Heartbeat 1 of monitor “API”: ")
    assert "Exported by Ruairí." in words(response)
    assert not ImportBatch.objects.exists()


def test_a_zone_can_be_chosen_for_instants_without_one(upload):
    upload("uptime_kuma.json", "uptime-kuma", monitor="API", zone="UTC")
    assert ImportBatch.objects.get().waiting.count() == 11


def test_the_component_can_be_chosen(upload):
    upload("healthchecks.json", "healthchecks", component="ordering")
    assert ImportBatch.objects.get().outages.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("component", "x\0"),
        ("zone", "Moon/Base"),
        ("format", "pdf"),
        ("evidence", " "),
        ("raw", b""),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(upload, field, value):
    errors = upload(**{field: value}).context["form"].errors
    assert list(errors) == ["file" if field == "raw" else field]


def test_a_file_that_is_too_large_is_refused(upload, settings):
    settings.UPLOAD_MAX_BYTES = 100
    [error] = upload().context["form"].errors["file"]
    assert "larger than 100" in error


def test_a_file_that_was_laid_on_the_disk_is_read_too(upload, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    upload()
    assert ImportBatch.objects.get().waiting.count() == 30


def test_the_same_file_twice_adds_nothing(upload, step, niamh):
    upload()
    step(ImportBatch.objects.get(), "propose", niamh)
    assert "All of this file is known already" in words(upload())
    assert ImportBatch.objects.count() == 1


def test_what_one_manager_proposes_another_approves(upload, step, niamh, orla, api):
    upload()
    batch = ImportBatch.objects.get()
    step(batch, "propose", niamh)
    assert not Measurement.objects.exists()
    assert step(batch, "approve", niamh).status_code == 403
    assert "approved by Orla Byrne" in words(step(batch, "approve", orla))
    assert Measurement.objects.filter(component=api).count() == 30


def test_what_was_proposed_can_be_refused(upload, step, niamh, orla):
    upload("outages.csv", "csv-outages")
    batch = ImportBatch.objects.get()
    step(batch, "propose", niamh)
    assert "refused by Orla Byrne" in words(step(batch, "refuse", orla))
    assert set(Interruption.objects.values_list("approved", flat=True)) == {False, None}


def test_a_draft_can_be_discarded(upload, step, niamh):
    upload()
    response = step(ImportBatch.objects.get(), "discard", niamh)
    assert response.redirect_chain[-1][0] == "/desk/availability/importbatch/"
    assert not ImportBatch.objects.exists()


def test_a_draft_of_another_person_is_not_proposed(upload, step, orla):
    upload()
    assert step(ImportBatch.objects.get(), "propose", orla).status_code == 403


def test_the_steps_stand_among_the_events(upload, step, niamh):
    upload()
    shown = words(step(ImportBatch.objects.get(), "propose", niamh))
    assert "proposed what another monitor recorded" in shown


def test_the_page_takes_the_same_queries_for_one_outage_as_for_nine(client, niamh, draft):
    client.force_login(niamh)
    counts = []
    for number in (1, 9):
        lines = [f"{n},api,2026-03-0{n}T10:00Z,2026-03-0{n}T11:00Z" for n in range(1, number + 1)]
        batch = draft(text("id,component,from,until", *lines), "csv-outages")
        address = f"/desk/availability/importbatch/{batch.pk}/change/"
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_choice_of_components_is_that_of_the_desk(client, niamh):
    client.force_login(niamh)
    choices = dict(client.get(ADD).context["form"].fields["component"].choices)
    assert set(choices) == {"", *Component.objects.values_list("code", flat=True)}
