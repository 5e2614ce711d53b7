"""A file is stored whole or not at all."""

import errno
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from istockist_sla.core.storage import WholeFileStorage, free_bytes
from tests.full_disk import Disk, FullDisk


@pytest.fixture
def disk(monkeypatch, tmp_path):
    monkeypatch.setattr(Disk, "room", 2500)
    return FullDisk(location=tmp_path)


def files(folder):
    return sorted(
        str(path.relative_to(folder)) for path in Path(folder).rglob("*") if path.is_file()
    )


def test_a_file_is_stored_under_its_name(tmp_path):
    storage = WholeFileStorage(location=tmp_path)
    assert storage.save("2026/a", ContentFile(b"x" * 5000)) == "2026/a"
    assert (tmp_path / "2026/a").read_bytes() == b"x" * 5000
    assert files(tmp_path) == ["2026/a"]


def test_a_second_file_of_a_name_gets_another(tmp_path):
    storage = WholeFileStorage(location=tmp_path)
    first, second = (storage.save("a", ContentFile(content)) for content in (b"1", b"2"))
    assert storage.open(first).read() == b"1"
    assert storage.open(second).read() == b"2"


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
def test_of_a_file_without_room_no_part_stays(disk, tmp_path, monkeypatch, error):
    monkeypatch.setattr(Disk, "error", error)
    with pytest.raises(OSError):
        disk.save("a", ContentFile(b"x" * 5000))
    assert files(tmp_path) == []


def test_what_is_there_stays_readable_on_a_full_disk(disk, tmp_path):
    disk.save("a", ContentFile(b"x" * 2000))
    with pytest.raises(OSError):
        disk.save("b", ContentFile(b"x" * 2000))
    assert files(tmp_path) == ["a"]


def test_a_disk_tells_its_room_also_before_its_folder_is_made(tmp_path):
    assert free_bytes(WholeFileStorage(location=tmp_path / "not/yet")) > 0


def test_a_read_only_disk_has_no_room(tmp_path, monkeypatch):
    monkeypatch.setattr("istockist_sla.core.storage.os.access", lambda *_: False)
    assert free_bytes(WholeFileStorage(location=tmp_path)) == 0


def test_another_storage_has_no_disk_of_ours(tmp_path):
    assert free_bytes(FileSystemStorage(location=tmp_path)) is None
