from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZipFile

import pytest

from tickets.reports.bundles.packing import bundle_of, packed

KINDS = ("month", "chain", "shared", "client", "proof")
AT = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
FILES = {"verify.py": b"pass\n", "client.json": b"{}", "month.json": b"{}", "README": b"Read."}


def test_what_goes_in_comes_out():
    with ZipFile(BytesIO(packed(FILES, AT))) as bundle:
        assert {name: bundle.read(name) for name in bundle.namelist()} == FILES


def test_the_documents_stand_first_in_their_order():
    with ZipFile(BytesIO(packed(FILES, AT))) as bundle:
        assert bundle.namelist() == ["month.json", "client.json", "README", "verify.py"]


def test_two_downloads_are_equal_wherever_they_are_asked_for():
    elsewhere = AT.astimezone(timezone(timedelta(hours=9)))
    assert packed(dict(reversed(FILES.items())), elsewhere) == packed(FILES, AT)


@pytest.mark.django_db
def test_a_bundle_holds_documents_verifier_schemas_and_readme_under_its_name(made):
    name, data = bundle_of(made.files("meadow"), b"pass")
    assert name == "iStockist-2026-03-meadow.zip"
    with ZipFile(BytesIO(data)) as bundle:
        assert bundle.namelist() == [
            *made.files("meadow"),
            "README.txt",
            *(f"schemas/{kind}.schema.json" for kind in sorted(KINDS)),
            "verify.py",
        ]


@pytest.mark.django_db
def test_every_entry_is_dated_with_the_closing(made):
    with ZipFile(BytesIO(bundle_of(made.files("meadow"), b"pass").data)) as bundle:
        assert {each.date_time for each in bundle.infolist()} == {AT.timetuple()[:6]}


@pytest.mark.django_db
def test_two_bundles_of_the_same_documents_are_equal(made):
    files = made.files("meadow")
    assert bundle_of(files, b"pass") == bundle_of(dict(reversed(files.items())), b"pass")


@pytest.mark.django_db
def test_the_readme_names_the_command_for_this_bundle(made):
    with ZipFile(BytesIO(bundle_of(made.files("meadow"), b"pass").data)) as bundle:
        text = bundle.read("README.txt").decode()
    assert "python3 -I verify.py iStockist-2026-03-meadow.zip --head HEAD" in text
    assert len(text.splitlines()) <= 40
    assert max(map(len, text.splitlines())) <= 90
