"""Files read into drafts, proposed, and decided."""

import pytest

from availability import incidents
from availability.imports import staging
from tests.availability.imports.instants import AT
from tests.availability.imports.reading_files import read, sample


@pytest.fixture
def draft(niamh):
    """Niamh reads a sample or another file."""

    def make(file="checks.csv", format="csv-checks", *, by=niamh, **source):
        opened = sample(file) if isinstance(file, str) else file
        return staging.keep(
            read(opened, format, **source),
            format=format,
            file_name="monitor.json",
            evidence="Exported by Ruairí.",
            by=by,
            at=AT,
        )

    return make


@pytest.fixture
def propose(draft, niamh):
    def make(*file, **source):
        return incidents.propose_import(draft(*file, **source), by=niamh, at=AT)

    return make
