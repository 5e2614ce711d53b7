"""The command that proposes what another monitor recorded."""

import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from availability.models import ImportBatch, Interruption
from tests.availability.imports.instants import AT
from tests.availability.imports.reading_files import SAMPLES

pytestmark = pytest.mark.django_db
NIAMH = ("--by", "niamh@istockist.example")


@pytest.fixture(autouse=True)
def first_of_june():
    with time_machine.travel(AT, tick=False):
        yield


def run(format, name, *options):
    out = io.StringIO()
    call_command("import_availability", format, str(SAMPLES / name), *options, stdout=out)
    return out.getvalue()


def test_a_file_is_proposed_and_told(niamh):
    said = run("csv-checks", "checks.csv", *NIAMH)
    assert "30 checks and 0 outages are new." in said
    assert "2026-03  api  – -> 83.87 %" in said
    assert "Another person approves it" in said
    assert ImportBatch.objects.to_decide().get().read_by == niamh


def test_a_dry_run_says_the_same_and_does_nothing(niamh):
    said = run("csv-outages", "outages.csv", *NIAMH, "--dry-run")
    assert "0 checks and 3 outages are new." in said
    assert "A dry run: nothing is proposed." in said
    assert not ImportBatch.objects.exists()
    assert not Interruption.objects.exists()


def test_component_monitor_and_zone_can_be_named(niamh):
    options = ("--component", "api", "--monitor", "API", "--zone", "UTC")
    assert "11 checks" in run("uptime-kuma", "uptime_kuma.json", *NIAMH, *options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--by", "nobody@istockist.example"), "nobody who may import"),
        ((*NIAMH, "--component", "shop"), "no component with the code shop"),
        ((*NIAMH, "--zone", "Moon/Base"), "not the name of a time zone"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused_in_words(niamh, options, words):
    with pytest.raises(CommandError, match=words):
        run("csv-checks", "checks.csv", *options)


def test_an_agent_imports_nothing(aoife):
    with pytest.raises(CommandError, match="managers may"):
        run("csv-checks", "checks.csv", "--by", aoife.email)


def test_each_row_that_is_wrong_is_named(niamh):
    with pytest.raises(CommandError, match=r"Nothing is imported\.\nHeartbeat 1"):
        run("uptime-kuma", "uptime_kuma.json", *NIAMH, "--monitor", "API")


def test_the_same_file_twice_adds_nothing(niamh):
    run("csv-checks", "checks.csv", *NIAMH)
    with pytest.raises(CommandError, match="known already"):
        run("csv-checks", "checks.csv", *NIAMH)


def test_a_file_that_is_not_there_is_told(niamh):
    with pytest.raises(CommandError, match="cannot be read"):
        run("csv-checks", "nothing.csv", *NIAMH)
