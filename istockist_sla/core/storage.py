"""Files on a disk that may be full or read-only: a file is there whole or not at all."""

import os
import shutil
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Writes beside the file's place and moves it there once it is whole."""

    def _save(self, name: str, content: "File[Any]") -> str:
        part = f"{name}.{token_hex(8)}.part"
        try:
            super()._save(part, content)  # type: ignore[misc]
            while os.path.lexists(self.path(name)):
                name = self.get_available_name(name)
            os.rename(self.path(part), self.path(name))
        except BaseException:
            Path(self.path(part)).unlink(missing_ok=True)
            raise
        return name

    def free_bytes(self) -> int:
        """What may still be written; 0 where nothing may. Raises OSError where there is no disk."""
        folder = Path(self.location)
        while not folder.exists():
            folder = folder.parent
        return shutil.disk_usage(folder).free if os.access(folder, os.W_OK) else 0


def free_bytes(storage: Any) -> int | None:
    """None for a storage that has no disk of ours."""
    return storage.free_bytes() if isinstance(storage, WholeFileStorage) else None
