"""What of a file is new, and what is said of the rest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from availability import incidents
from availability.models import ImportBatch, ImportedCheck, Interruption, Measurement, Outage
from istockist_sla.core.models import Event
from istockist_sla.core.refusal import ActionRefused
from tests.availability.imports.instants import AT, gmt
from tests.availability.imports.reading_files import text

pytestmark = pytest.mark.django_db


def remarks(batch):
    return [each.replace("\u00a0", " ") for each in batch.remarks]


def test_a_draft_counts_for_nothing(draft):
    draft()
    draft("outages.csv", "csv-outages")
    assert not Measurement.objects.exists()
    assert not Outage.objects.exists()
    assert not Event.objects.exists()


def test_a_draft_keeps_each_check(draft, api):
    batch = draft()
    assert batch.waiting.filter(component=api).count() == 30
    assert batch.waiting.filter(ok=False, latency_ms=None).count() == 5


def test_the_same_file_adds_nothing_while_it_waits(propose, draft):
    propose()
    with pytest.raises(ActionRefused, match="known already"):
        draft()


def test_the_same_file_adds_nothing_once_it_is_approved(propose, draft, orla):
    incidents.approve_import(propose(), by=orla, at=AT)
    with pytest.raises(ActionRefused, match="known already"):
        draft()


def test_the_same_outages_add_nothing_however_they_were_decided(propose, draft, orla):
    incidents.refuse_import(propose("statuspage.json", "statuspage"), by=orla, at=AT)
    with pytest.raises(ActionRefused, match="known already"):
        draft("statuspage.json", "statuspage")


def test_checks_that_were_refused_can_be_proposed_again(propose, draft, orla):
    incidents.refuse_import(propose(), by=orla, at=AT)
    assert draft().waiting.count() == 30


def test_checks_of_time_that_our_own_probe_measured_are_left_out(draft, probe):
    probe("+++", start=gmt("10:00:20"))
    batch = draft()
    assert batch.waiting.count() == 26
    assert "API: 4 checks left out, of time measured already." in remarks(batch)


def test_of_a_longer_file_only_the_new_outages_are_kept(propose, draft):
    propose("outages.csv", "csv-outages")
    line = "2026-9,api,2026-03-12T10:00:00Z,2026-03-12T10:45:00Z"
    old = "2026-7,api,2026-03-09T10:00:00Z,2026-03-09T10:45:00Z"
    batch = draft(text("id,component,from,until", old, line), "csv-outages")
    assert [each.source_id for each in batch.outages.all()] == ["2026-9"]
    assert "1 outage left out, imported already." in remarks(batch)


def test_an_outage_twice_in_one_file_is_kept_once(draft):
    line = "2026-9,api,2026-03-12T10:00:00Z,2026-03-12T10:45:00Z"
    batch = draft(text("id,component,from,until", line, line), "csv-outages")
    assert batch.outages.count() == 1


def test_gaps_are_told_with_their_length(draft):
    times = ["10:00", "10:01", "10:02", "11:02", "11:03"]
    lines = [f"api,2026-03-09T{time}:00Z,up" for time in times]
    batch = draft(text("component,at,result", *lines))
    [said] = remarks(batch)
    assert "1 gap of 0 h 58 min altogether" in said
    assert "usually one check in 0 h 01 min" in said


def test_an_overlap_with_an_outage_on_record_is_told(draft, aoife, api):
    incidents.declare(
        title="x", impacts={api: "down"}, started_at=gmt("10:30"), ended_at=gmt("11:00"),
        by=aoife, at=gmt("11:00"),
    )  # fmt: skip
    said = remarks(draft("outages.csv", "csv-outages"))
    assert [each for each in said if "overlaps" in each] == [
        "Line 2 (API, 9 Mar 2026, 10:00 GMT) overlaps an outage on record; shared time counts once."
    ]


def test_an_outage_without_a_title_is_named_after_its_component(draft, api):
    batch = draft("healthchecks.json", "healthchecks", component=api)
    assert {each.title for each in batch.outages.all()} == {"Interruption of the API"}


def test_a_large_file_is_written_in_chunks(draft, monkeypatch):
    monkeypatch.setattr("availability.models.imports.CHUNK", 10)
    with CaptureQueriesContext(connection) as queries:
        draft()
    start = "INSERT INTO availability_importedcheck"
    assert len([each for each in queries if start in each["sql"]]) == 3


def test_a_draft_that_is_discarded_leaves_nothing(draft, niamh):
    incidents.discard_import(draft("outages.csv", "csv-outages"), by=niamh)
    assert not ImportBatch.objects.exists()
    assert not ImportedCheck.objects.exists()
    assert not Interruption.objects.exists()
