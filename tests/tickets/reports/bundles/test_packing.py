from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZipFile

from tickets.reports.bundles.packing import packed

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
