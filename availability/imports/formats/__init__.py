"""The formats that can be imported: each a function from a file to what it finds in it. PURE.

Readers raise ValueError, in words for a person, where a file as a whole cannot be read.
"""

from collections.abc import Callable
from typing import BinaryIO
from zoneinfo import ZoneInfo

from availability.imports.formats import (
    csv_files,
    gatus,
    healthchecks,
    statuspage,
    uptime_kuma,
)
from availability.imports.formats.items import Items

Reader = Callable[[BinaryIO, ZoneInfo | None], Items]
READERS: dict[str, Reader] = {
    "csv-checks": csv_files.read_checks,
    "csv-outages": csv_files.read_outages,
    "uptime-kuma": uptime_kuma.read,
    "gatus": gatus.read,
    "healthchecks": healthchecks.read,
    "statuspage": statuspage.read,
}
