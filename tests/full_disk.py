"""A disk that is full, or read-only, once so many bytes are written to it."""

import errno
import os

from django.core.files.base import File

from istockist_sla.core.storage import WholeFileStorage


class Disk:
    """`room` bytes are left; None: as much as there is."""

    room: int | None = None
    error = errno.ENOSPC


class FullDisk(WholeFileStorage):
    def _save(self, name, content):
        return super()._save(name, Counted(content))

    def free_bytes(self):
        return super().free_bytes() if Disk.room is None else Disk.room


class Counted(File):
    """Hands its content on in small pieces, as long as there is room."""

    def chunks(self, chunk_size=None):
        for piece in self.file.chunks(1000):
            if Disk.room is not None:
                if Disk.room < len(piece):
                    raise OSError(Disk.error, os.strerror(Disk.error))
                Disk.room -= len(piece)
            yield piece
