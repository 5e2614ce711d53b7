"""Sets a month's data in type: a PDF that screen readers can read (PDF/UA-1).

The data reach the template as JSON, never as markup. The template sees its own folder and nothing
else of the file system, and no font of the system.
"""

import json
from typing import Any

import typst
from django.conf import settings

from tickets.reports.documents.printable import printable

FOLDER = settings.BASE_DIR / "templates" / "reports"
TEMPLATE = FOLDER / "month.typ"
# Typst keeps what it worked out for so many further documents.
KEPT_FOR = 11


def typeset(content: dict[str, Any]) -> bytes:
    text = json.dumps(printable(content), ensure_ascii=False)
    try:
        found = typst.compile(
            TEMPLATE,
            root=FOLDER,
            font_paths=[FOLDER / "fonts"],
            ignore_system_fonts=True,
            sys_inputs={"month": text},
            format="pdf",
            pdf_standards=["ua-1"],
        )
    finally:
        _forget()
    return bytes(found)


def _forget() -> None:
    """By empty documents; else a process that typesets many grows to more than a gigabyte."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    empty = typst.Compiler(b" ", root=FOLDER, font_paths=fonts, ignore_system_fonts=True)
    for _ in range(KEPT_FOR):
        empty.compile(b" ", format="svg")
