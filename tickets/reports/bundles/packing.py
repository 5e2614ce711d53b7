"""The documents of a client as one file, the same bytes whenever it is asked for."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tickets.reports.bundles.readme import bundle_name, readme
from tickets.reports.bundles.schemas.documents import schema_files

# In this order; what else there is follows by its name.
ORDER = ("month.json", "chain.json", "shared.json", "client.json", "proof.json")
READABLE = 0o644 << 16
MADE_ON_UNIX = 3


class Packed(NamedTuple):
    """A bundle under its name."""

    name: str
    data: bytes


def bundle_of(documents: Mapping[str, bytes], verifier: bytes) -> Packed:
    """The documents of one client with all that goes with them, dated with the closing."""
    client, month = (json.loads(documents[name]) for name in ("client.json", "month.json"))
    name = bundle_name(month["month"], client["client"], month["number"])
    files = {
        **documents,
        "README.txt": readme(month["month"], name),
        "verify.py": verifier,
        **schema_files(),
    }
    return Packed(name, packed(files, datetime.fromisoformat(month["closed_at"])))


def packed(files: Mapping[str, bytes], closed_at: datetime) -> bytes:
    """A zip whose entries are dated with the closing."""
    others = sorted(set(files) - set(ORDER))
    data = BytesIO()
    with ZipFile(data, "w") as bundle:
        for name in [*(each for each in ORDER if each in files), *others]:
            bundle.writestr(_entry(name, closed_at), files[name], ZIP_DEFLATED, 9)
    return data.getvalue()


def _entry(name: str, closed_at: datetime) -> ZipInfo:
    entry = ZipInfo(name, closed_at.astimezone(UTC).timetuple()[:6])
    entry.external_attr, entry.create_system = READABLE, MADE_ON_UNIX
    return entry
