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


def typeset(content: dict[str, Any]) -> bytes:
    text = json.dumps(printable(content), ensure_ascii=False)
    found = typst.compile(
        TEMPLATE,
        root=FOLDER,
        font_paths=[FOLDER / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"month": text},
        format="pdf",
        pdf_standards=["ua-1"],
    )
    return bytes(found)
