"""How files are kept, each content once, and handed out."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from tests.conftest import OPENED
from tickets import lifecycle
from tickets.attachments import LONGEST_NAME, Upload, download, safe_name
from tickets.models import Attachment


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        ("ü" * 300 + ".pdf", "ü" * 196 + ".pdf"),
        ("報" * 300 + ".xlsx", "報" * 195 + ".xlsx"),
        ("חשבונית" * 60 + ".txt", ("חשבונית" * 60)[:196] + ".txt"),
        ("photo\u202efdp.exe", "photofdp.exe"),
        ("a" * 300 + ".tar.gz", "a" * 197 + ".gz"),
        ("a" * 300, "a" * 200),
        ("a." + "x" * 300, "a." + "x" * 198),
        ("." + "x" * 300, "x" * 200),
        (".env", "env"),
        (".pdf", "pdf"),
        ("...", "file"),
        ("", "file"),
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\one.jpg", "one.jpg"),
        ("short.pdf", "short.pdf"),
    ],
)
def test_a_name_is_cut_out_of_its_stem(name, kept):
    assert safe_name(name) == kept
    assert len(kept) <= LONGEST_NAME


NOW = OPENED + timedelta(hours=1)
BACKEND = "django.contrib.auth.backends.ModelBackend"
IN_MEMORY = {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}


@pytest.fixture(params=["folder", "another storage"])
def storage(request, settings, tmp_path):
    """Where contents go: a folder, and a storage that has no files of the machine."""
    settings.MEDIA_ROOT = tmp_path
    if request.param == "another storage":
        settings.STORAGES = {**settings.STORAGES, **IN_MEMORY}
    return default_storage


@pytest.fixture
def attach(ticket, clara):
    def attached(*uploads: Upload) -> list[Attachment]:
        message = lifecycle.write(ticket.pk, text="See.", by=clara.user, at=NOW, files=uploads)
        return list(message.attachments.all())

    return attached


def kept(storage) -> list[str]:
    folders, files = storage.listdir("")
    return sorted([*files, *(name for folder in folders for name in storage.listdir(folder)[1])])


def test_a_content_is_kept_under_its_digest(attach, storage):
    attach(Upload("prices.pdf", b"%PDF-1.4 prices"))
    digest = hashlib.sha256(b"%PDF-1.4 prices").hexdigest()
    assert kept(storage) == [digest]


def test_a_content_is_kept_once_whatever_its_files_are_called(attach, storage):
    attach(Upload("logo.png", b"logo"), Upload("image001.png", b"logo"))
    attach(Upload("logo.png", b"logo"))
    assert [len(kept(storage)), Attachment.objects.count()] == [1, 3]


def test_a_content_is_kept_once_for_all_tickets(attach, storage, open_ticket, clara):
    attach(Upload("logo.png", b"logo"))
    other = open_ticket(subject="Another")
    files = [Upload("logo.png", b"logo")]
    lifecycle.write(other.pk, text="See.", by=clara.user, at=NOW, files=files)
    assert len(kept(storage)) == 1


def test_what_is_kept_in_part_is_written_anew(attach, storage):
    digest = hashlib.sha256(b"whole").hexdigest()
    storage.save(f"{digest[:2]}/{digest}", ContentFile(b"who"))
    (file,) = attach(Upload("a.txt", b"whole"))
    assert file.file.read() == b"whole"


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_a_file_comes_back_as_it_was(attach, storage, client, clara, size):
    content = bytes(n % 251 for n in range(size))
    (file,) = attach(Upload("a.bin", content))
    client.force_login(clara.user, BACKEND)
    response = client.get(f"/attachments/{file.pk}/")
    assert b"".join(response.streaming_content) == content


def test_a_file_comes_in_pieces(attach, storage):
    (file,) = attach(Upload("a.bin", b"x" * 3_000_000))
    assert max(map(len, download(file).streaming_content)) <= 64 * 1024


@pytest.mark.parametrize(
    ("name", "content", "served"),
    [
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        ("a.pdf", b"%PDF-1.4\n", "application/pdf"),
        ("a.html", b"<!DOCTYPE html><script>alert(1)</script>", "application/octet-stream"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", None),
        ("a.png", b"<!DOCTYPE html><script>alert(1)</script>", "application/octet-stream"),
    ],
)
def test_no_type_is_served_that_a_browser_would_run(attach, storage, name, content, served):
    (file,) = attach(Upload(name, content))
    shown = download(file)["Content-Type"]
    assert shown == served or (served is None and "svg" not in shown and "html" not in shown)


@pytest.mark.parametrize("name", ['a";x=".pdf', "prix €.pdf", "a\r\nSet-Cookie: b.pdf", "訂單.pdf"])
def test_a_name_stays_inside_its_header(attach, storage, name):
    (file,) = attach(Upload(name, b"%PDF-1.4"))
    disposition = download(file)["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert "\n" not in disposition


def test_the_desk_tells_a_file_that_is_not_what_its_name_says(attach, client, aoife, ticket):
    attach(Upload("invoice.pdf", b"\x89PNG\r\n\x1a\n" + bytes(20)))
    client.force_login(aoife, BACKEND)
    page = client.get(reverse("admin:tickets_ticket_change", args=[ticket.pk])).content.decode()
    assert "really image/png" in page
