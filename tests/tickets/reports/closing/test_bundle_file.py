"""The bundle of a client's closed month as it is handed out."""

import subprocess
import sys
from zipfile import ZipFile

import pytest

from tickets.models import Client
from tickets.reports.closing.bundle_file import bundle_file, file_name
from tickets.reports.closing.chain import kept_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle(march, meadow):
    return bundle_file(march, kept_file(march, meadow))


@pytest.fixture
def run(bundle, tmp_path):
    """The verifier of the bundle, run as the page says."""
    (tmp_path / bundle.name).write_bytes(bundle.data)
    with ZipFile(tmp_path / bundle.name) as file:
        file.extract("verify.py", tmp_path)

    def ran(head):
        command = [sys.executable, "-I", "verify.py", bundle.name, "--head", head]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return ran


def test_its_own_verifier_says_the_same(run, march):
    done = run(march.head)
    assert (done.stdout, done.stderr, done.returncode) == ("same\n", "", 0)


def test_its_own_verifier_names_another_head(run):
    done = run("0" * 64)
    assert (done.stdout, done.returncode) == ("month.json: not the one with this head\n", 1)


def test_it_is_named_by_month_and_client(bundle):
    assert bundle.name == "iStockist-2026-03-meadow.zip"


def test_that_of_an_amendment_has_its_number(march):
    march.closing.number = 3
    client = Client.objects.get(code="northgate")
    assert file_name(march.closing, client) == "iStockist-2026-03-northgate-amendment-2.zip"
