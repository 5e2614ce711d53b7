"""How a month is set in type."""

import psutil
import pytest
import typst

from tests.tickets.reports.documents.test_printable import printed
from tickets.reports.documents.typesetting import FOLDER


def test_the_template_reads_nothing_outside_its_folder():
    with pytest.raises(typst.TypstError, match="file not found"):
        typst.compile(b'#read("/etc/passwd")', root=FOLDER)


def test_memory_does_not_grow_with_each_document():
    process = psutil.Process()
    printed([f"first, row {n}" for n in range(300)])
    before = process.memory_info().rss
    for name in ("second", "third", "fourth", "fifth"):
        printed([f"{name}, row {n}" for n in range(300)])
    assert process.memory_info().rss - before < 60_000_000
